"""Who gets how much of what projects earned: for the editor, never published."""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from generator.errors import ContentError, Place, Problem, UsageError, code_frame, did_you_mean
from generator.model.allocation import allocated, portions
from generator.plan.exports import csv_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.model.anthology import Anthology, Pool, Project

_BOOK = ("project", "pool", "amount", "currency")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told; empty fields ask nothing."""

    project: str = ""
    contributor: str = ""
    pool: str = ""
    amounts: tuple[str, ...] = ()
    currency: str = ""
    book: Path | None = None


class Sum(msgspec.Struct, frozen=True):
    """What there is to divide, in the currency's smallest coins."""

    coins: int
    currency: str
    digits: int

    def text(self, coins: int) -> str:
        """An amount as it is written: 1200.00."""
        return f"{Decimal(coins).scaleb(-self.digits):.{self.digits}f}"


class ShareLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person's share in one pool of one project."""

    project: str
    title: str
    pool: str
    basis: str = ""
    state: str
    closes: str = ""
    contributor: str
    name: str
    parts: str
    unit: str
    waived: bool = False
    portion: str
    """Of the whole pool, as an exact fraction: 1/3."""
    amount: str = ""
    currency: str = ""


def statement(anthology: Anthology, asked: Asked) -> tuple[ShareLine, ...]:
    """Every share that was asked about, pool by pool; with the amounts where it is known what there is to divide.

    Raises UsageError, and ContentError for a file of amounts that cannot be read.
    """
    if asked.project and asked.project not in anthology.projects:
        hint = did_you_mean(asked.project, anthology.projects)
        raise UsageError(f'there is no project "{asked.project}"' + (f"; {hint}" if hint else ""))
    if asked.contributor and asked.contributor not in anthology.contributors:
        hint = did_you_mean(asked.contributor, anthology.contributors)
        raise UsageError(f'there is no contributor "{asked.contributor}"' + (f"; {hint}" if hint else ""))
    chosen = {
        (project.id, pool.pool): (project, pool)
        for project in sorted(anthology.projects.values(), key=lambda one: one.id)
        if asked.project in ("", project.id)
        for pool in project.shares
        if asked.pool in ("", pool.pool)
    }
    if not chosen and (asked.project or asked.pool):
        raise UsageError(_no_pool(anthology, asked))
    sums = _sums(asked, chosen) | (_book(asked.book, chosen, anthology) if asked.book else {})
    found: list[ShareLine] = []
    for key, (project, pool) in chosen.items():
        found += _lines(anthology, project, pool, sums.get(key))
    return tuple(line for line in found if asked.contributor in ("", line.contributor))


def _no_pool(anthology: Anthology, asked: Asked) -> str:
    if not asked.project:
        return f'no project has a pool named "{asked.pool}"'
    names = [pool.pool for pool in anthology.projects[asked.project].shares]
    if not names:
        return f'"{asked.project}" has no shares; content/README.md says how they are written'
    return f'"{asked.project}" has no pool named "{asked.pool}"; it has {", ".join(names)}'


def _lines(anthology: Anthology, project: Project, pool: Pool, found: Sum | None) -> Iterator[ShareLine]:
    parts = portions(pool)
    if found is not None and found.coins and not any(parts):
        raise UsageError(f'of "{pool.pool}" of "{project.id}" nothing can be divided: every share is waived or 0')
    coins = allocated(found.coins, parts) if found is not None else ()
    for at, share in enumerate(pool.split):
        yield ShareLine(
            project=project.id,
            title=project.title,
            pool=pool.pool,
            basis=pool.basis,
            state=pool.state,
            closes=pool.closes,
            contributor=share.contributor,
            name=anthology.contributors[share.contributor].name,
            parts=share.parts,
            unit=pool.unit,
            waived=share.waived,
            portion=str(parts[at]),
            amount=found.text(coins[at]) if found is not None else "",
            currency=found.currency if found is not None else "",
        )


def _sums(asked: Asked, chosen: dict[tuple[str, str], tuple[Project, Pool]]) -> dict[tuple[str, str], Sum]:
    """What the command line says there is to divide."""
    if not asked.amounts:
        if asked.currency:
            raise UsageError("--currency says in what --amount is given, and there is none")
        return {}
    if not asked.project:
        raise UsageError("--amount needs the PROJECT that earned it; for several, give --amounts a file")
    if not asked.currency:
        raise UsageError("--amount needs --currency, such as EUR")
    found: dict[tuple[str, str], Sum] = {}
    for text in asked.amounts:
        named, _, number = text.rpartition("=")
        names = [pool for _, pool in chosen]
        if named and named not in names:
            raise UsageError(f'--amount {text}: there is no pool "{named}"; there is {", ".join(names)}')
        if not named and len(names) > 1:
            raise UsageError(f'"{asked.project}" has several pools; say which: --amount "{names[0]}={number}"')
        key = (asked.project, named or names[0])
        if key in found:
            raise UsageError(f'--amount {text}: "{key[1]}" was given an amount before')
        try:
            found[key] = sum_of(number, asked.currency)
        except ValueError as error:
            raise UsageError(f"--amount {text}: {error}") from error
    return found


def sum_of(amount: str, currency: str) -> Sum:
    """An amount in a currency; raises ValueError, in words, where there is no such currency or coin.

    The smallest coins are those of ISO 4217, as the Unicode CLDR has them.
    """
    from babel.numbers import get_currency_precision, list_currencies

    code = currency.strip().upper()
    if code not in list_currencies():
        near = did_you_mean(code, list_currencies())
        raise ValueError(f'"{currency}" is no currency of ISO 4217' + (f"; {near}" if near else ""))
    digits = get_currency_precision(code)
    try:
        number = Decimal(amount.strip().replace("_", "x"))
    except InvalidOperation:
        raise ValueError(f'"{amount}" is no amount; write it as {Decimal(1200).scaleb(0):.{digits}f}') from None
    if not number.is_finite() or number < 0 or number.adjusted() > 30:
        raise ValueError(f'"{amount}" is no amount that can be divided')
    coins = Fraction(number) * 10**digits
    if coins.denominator != 1:
        raise ValueError(f"{code} has {digits or 'no'} decimal places, and {amount} has more")
    return Sum(int(coins), code, digits)


def _book(path: Path, chosen: dict[tuple[str, str], tuple[Project, Pool]], anthology: Anthology) -> dict[tuple[str, str], Sum]:
    """What a file says there is to divide; raises ContentError with every line that cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8") from error
    lines = text.splitlines()
    rows = csv.DictReader(io.StringIO(text), restkey="", restval="")
    problems: list[Problem] = []

    def wrong(line: int, code: str, message: str, hint: str = "") -> None:
        place = Place(path.name, line, 1, 1)
        problems.append(Problem(place, code, message, hint, frame=code_frame(lines, place)))

    if missing := [column for column in ("project", "amount", "currency") if column not in (rows.fieldnames or ())]:
        wrong(1, "bad-csv", f"the first line names no column {' and no '.join(missing)}", f"columns: {', '.join(_BOOK)}")
        raise ContentError(problems)
    found: dict[tuple[str, str], Sum] = {}
    for row in rows:
        project, named = row["project"].strip(), (row.get("pool") or "").strip()
        if not any(value.strip() for value in row.values() if isinstance(value, str)):
            continue
        if project not in anthology.projects:
            hint = did_you_mean(project, anthology.projects)
            wrong(rows.line_num, "unknown-project", f'no project has the id "{project}"', hint)
            continue
        names = [pool.pool for pool in anthology.projects[project].shares]
        if (named and named not in names) or (not named and len(names) != 1):
            hint = f"there is {', '.join(names)}" if names else "it has no shares"
            wrong(rows.line_num, "bad-csv", f'"{project}" has no pool "{named}"' if named else "this names no pool", hint)
            continue
        key = (project, named or names[0])
        if key in found:
            wrong(rows.line_num, "bad-csv", f'"{key[1]}" of "{project}" was given an amount before')
            continue
        try:
            found[key] = sum_of(row["amount"], row["currency"])
        except ValueError as error:
            wrong(rows.line_num, "bad-value", str(error))
    if problems:
        raise ContentError(problems)
    return {key: value for key, value in found.items() if key in chosen}


def notes(lines: Iterable[ShareLine]) -> tuple[str, ...]:
    """What is to be known beside the numbers: which splits are only proposed."""
    open_ = {(line.project, line.pool, line.closes) for line in lines if line.state == "proposed"}
    return tuple(
        f'"{pool}" of "{project}" is only proposed' + (f" until {closes}" if closes else "")
        for project, pool, closes in sorted(open_)
    )


def totals(lines: Iterable[ShareLine]) -> dict[str, str]:
    """The sum of all amounts in each currency."""
    found: dict[str, Decimal] = {}
    for line in lines:
        if line.currency:
            found[line.currency] = found.get(line.currency, Decimal(0)) + Decimal(line.amount)
    return {code: f"{found[code]:f}" for code in sorted(found)}


def as_csv(lines: Sequence[ShareLine]) -> str:
    """A line for each share."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = ShareLine.__struct_fields__
    writer.writerow(names)
    for line in lines:
        writer.writerow([csv_cell("yes" if value is True else "" if value is False else value) for value in _values(line)])
    return out.getvalue()


def _values(line: ShareLine) -> list[str | bool]:
    return [getattr(line, name) for name in ShareLine.__struct_fields__]


def as_json(lines: Sequence[ShareLine]) -> str:
    """The same as data, with the sum in each currency."""
    data = {"shares": lines, "totals": totals(lines)}
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


def as_table(lines: Sequence[ShareLine]) -> str:
    """A table for each pool; of one person, one table with the sums below it."""
    if not lines:
        return "Nothing is shared.\n"
    people = {line.contributor for line in lines}
    pools = {(line.project, line.pool): None for line in lines}
    if len(people) == 1 and len(pools) > 1:
        heads = ("Project", "Pool", "Share", "Amount")
        rows = [(line.title, line.pool, share_text(line), _amount(line)) for line in lines]
        rows += [("", "", "Total", f"{amount} {code}") for code, amount in totals(lines).items()]
        return f"{lines[0].name} ({lines[0].contributor})\n\n" + _table(heads, rows)
    found = []
    for key in pools:
        mine = [line for line in lines if (line.project, line.pool) == key]
        head = f"{mine[0].title} ({key[0]}): {key[1]}" + (f"\n{mine[0].basis}" if mine[0].basis else "")
        rows = [(line.name, line.contributor, share_text(line), _amount(line)) for line in mine]
        rows += [("", "", "Total", f"{amount} {code}") for code, amount in totals(mine).items() if len(mine) > 1]
        found.append(f"{head}\n\n" + _table(("Name", "Contributor", "Share", "Amount"), rows))
    return "\n".join(found)


def share_text(line: ShareLine) -> str:
    """A share in words, with what it comes to."""
    if line.waived:
        return "waived"
    portion = Fraction(line.portion)
    percent = f"{float(portion * 100):.2f} %"
    if line.unit == "percent":
        return f"{line.parts} %" + ("" if Fraction(line.parts) == portion * 100 else f" = {percent}")
    return f"{line.parts} part{'' if line.parts == '1' else 's'} = {percent}"


def _amount(line: ShareLine) -> str:
    return f"{line.amount} {line.currency}" if line.currency else ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    from rich.cells import cell_len

    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    all_rows = [[row[at] for at in kept] for row in (heads, *rows)]
    widths = [max(cell_len(row[at]) for row in all_rows) for at in range(len(kept))]
    amount = [heads[at] == "Amount" for at in kept]

    def cell(text: str, at: int) -> str:
        space = " " * (widths[at] - cell_len(text))
        return space + text if amount[at] else text + space

    made = ["  ".join(cell(text, at) for at, text in enumerate(row)).rstrip() for row in all_rows]
    made.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(made) + "\n"


FORMS: dict[str, Callable[[Sequence[ShareLine]], str]] = {"text": as_table, "csv": as_csv, "json": as_json}
