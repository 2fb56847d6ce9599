"""What each contributor should look over before a release, ready to be sent."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec

from generator.errors import ContentError, UsageError, did_you_mean
from generator.exporters import shares
from generator.exporters.proof_texts import as_overview, as_page, as_text
from generator.model.anthology import credit_name
from generator.model.credit_keys import keys_of
from generator.model.site import PAGES, DataFile, Output
from generator.model.slugs import slug
from generator.plan.exports import csv_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.build.run import Content
    from generator.model.anthology import Anthology, Credit, Project

MARK = ".creditroll-proof"
COLUMNS = ("project", "credit", "contributor", "who", "role", "details", "printed", "share", "consent", "answer", "as", "remark")
CONSENTS = {None: "not asked yet", "unasked": "not asked yet", "asked": "asked", "granted": "agreed"}


class ProofCredit(msgspec.Struct, frozen=True, kw_only=True):
    """One credit as it will be printed."""

    project: str
    title: str
    key: str
    """Empty for what somebody is only named in, as a member of a group: there is nothing to answer."""
    role: str
    details: tuple[str, ...]
    printed: str
    """Empty where nothing will be printed."""
    consent: str
    """In words that the interface knows."""


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one person."""

    id: str
    """Empty for somebody without a page."""
    name: str
    stem: str
    """Of the file names."""
    page_url: str
    """Where their name will lead; empty for nowhere."""
    credits: tuple[ProofCredit, ...]
    shares: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether there is something nobody has answered."""
        return any(credit.key and credit.consent in ("not asked yet", "asked") for credit in self.credits)


def chosen(anthology: Anthology, project: str, *, parts: bool) -> tuple[Project, ...]:
    """The project, with its parts where they are wanted; raises UsageError where there is none, or it is withdrawn."""
    found = anthology.projects.get(project)
    if found is None:
        hint = did_you_mean(project, anthology.projects)
        raise UsageError(f'there is no project "{project}"' + (f"; {hint}" if hint else ""))
    if found.status == "withdrawn":
        raise UsageError(f'"{project}" is withdrawn; there is nothing to look over')
    inside = [
        one
        for one in anthology.projects.values()
        if parts and one.status != "withdrawn" and any(part.project == project for part in one.part_of)
    ]
    return (found, *sorted(inside, key=lambda one: (one.part_of[0].number.zfill(9), one.id)))


def proofs(content: Content, projects: tuple[Project, ...]) -> tuple[Proof, ...]:
    """One for everyone who is credited, in the order of the credits."""
    found: dict[str, list[ProofCredit]] = {}
    for project in projects:
        for who, credit in _lines(content, project):
            found.setdefault(who, []).append(credit)
    people = content.anthology.contributors
    return tuple(
        Proof(
            id=who if who in people else "",
            name=people[who].name if who in people else who.partition(":")[2],
            stem=who if who in people else f"{slug(who.partition(':')[2])}--name",
            page_url=_page(content, who),
            credits=tuple(mine),
            shares=tuple(_shares(content, projects, who)),
        )
        for who, mine in found.items()
    )


def _lines(content: Content, project: Project) -> Iterator[tuple[str, ProofCredit]]:
    people = content.anthology.contributors
    say = content.words.get
    keys = keys_of(project.credits)
    titles = {item.id: item.title or item.id for item in project.media}
    for key, credit in zip(keys, project.credits, strict=True):
        person = people.get(credit.contributor)
        printed = "" if credit.consent == "declined" else credit_name(credit, person)
        line = ProofCredit(
            project=project.id,
            title=project.title,
            key=key,
            role=_role(content, credit),
            details=tuple(_details(credit, titles)),
            printed=printed,
            consent=CONSENTS.get(credit.consent, str(credit.consent)),
        )
        yield credit.contributor or f"name:{credit.name}", line
        for member in credit.members if printed and credit.consent != "anonymous" else ():
            group = say("as a member of %(group)s", "as a member of %(group)s") % {"group": printed}
            name = people[member.contributor]
            own = name.name if name.credit_name == "everywhere" else member.as_name or name.name
            yield (
                member.contributor,
                msgspec.structs.replace(
                    line, key="", details=tuple(filter(None, (group, member.detail))), printed=own, consent=""
                ),
            )


def _role(content: Content, credit: Credit) -> str:
    return credit.role.names.get(content.config.site.language, credit.role.name)


def _details(credit: Credit, titles: dict[str, str]) -> Iterator[str]:
    yield from (text for text in (credit.detail, credit.character, credit.unit, titles.get(credit.part, "")) if text)
    yield from (text for text in (credit.at, credit.note) if text)


def _page(content: Content, who: str) -> str:
    person = content.anthology.contributors.get(who)
    if person is None or person.page == "none":
        return ""
    return person.external if person.page == "external" else f"{content.config.site.url}contributors/{person.id}/"


def _shares(content: Content, projects: Iterable[Project], who: str) -> Iterator[str]:
    say = content.words.get
    for project in projects:
        if project.shares and who in content.anthology.contributors:
            for line in shares.statement(content.anthology, shares.Asked(project=project.id, contributor=who)):
                share = say("waived", "waived") if line.waived else shares.share_text(line)
                until = f"; {say('Open until', 'Open until')} {line.closes}" if line.closes else ""
                state = f" ({say('proposed', 'proposed')}{until})" if line.state == "proposed" else ""
                yield f"{project.title}, {line.pool}: {share}{state}" + (f". {line.basis}" if line.basis else "")


def as_table(found: Iterable[Proof]) -> str:
    """For the editor: a line for each credit, with room for the answer."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for proof in found:
        for credit in proof.credits:
            if credit.key:
                details, share = ", ".join(credit.details), "; ".join(proof.shares)
                row = (credit.project, credit.key, proof.id, proof.name, credit.role, details, credit.printed, share)
                table.writerow([csv_cell(text) for text in (*row, credit.consent, "", "", "")])
    return out.getvalue()


def proof_files(content: Content, projects: tuple[Project, ...], found: tuple[Proof, ...], *, site: bool) -> dict[str, str]:
    """Every file of a proof but its pages, by name; raises ContentError where one holds a name that must never appear."""
    work = projects[0]
    files = {"answers.csv": as_table(found)}
    for proof in found:
        files[f"{proof.stem}.html"] = as_page(content, work, proof)
        files[f"{proof.stem}.txt"] = as_text(content, work, proof)
    files["index.html"] = as_overview(content, work, found, pages="site/" if site else "")
    problems = [
        problem
        for name, text in files.items()
        for problem in content.watch.problems(Output(f"proof/{name}", PAGES, DataFile(text.encode), work.source), text.encode())
    ]
    if problems:
        raise ContentError(problems)
    return files


def proof_folder(site: Path, project: str, given: Path | None) -> Path:
    """Where a proof is written; raises UsageError where that would be published, or belongs to somebody."""
    folder = (given or site / "private" / "proofs" / project).resolve()
    root = site.resolve()
    for name in ("output", "content", "themes"):
        if folder.is_relative_to(root / name):
            raise UsageError(f"a proof is private: it is never written into {name}/; name another folder with --output")
    if folder == root or root.is_relative_to(folder):
        raise UsageError(f"{folder} is the site's own folder; name another with --output")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UsageError(f"{folder} has files of others; name another folder with --output")
    return folder


def write_proof(folder: Path, files: dict[str, str]) -> None:
    """The files in their folder; those of an earlier proof that are not among them are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    before = mark.read_text("utf-8").split("\n") if mark.is_file() else []
    mark.write_text("\n".join(sorted({*files, *(name for name in before if name)})), "utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    for name in before:
        if name and name not in files and "/" not in name:
            (folder / name).unlink(missing_ok=True)
    mark.write_text("\n".join(sorted(files)), "utf-8")
