"""What people take away as text: vCards, tables, citations, attributions."""

from __future__ import annotations

import csv
import functools
import io
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

import msgspec

from generator.plan.json_text import indented

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.anthology import Contributor, Identifier
    from generator.model.registries import Licence, Medium

CITED_NAMES: Final = 6
"""Names in a citation's sentence before it says "et al."."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FOLD_OCTETS: Final = 75
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_KINDS: Final = {"person": "individual", "group": "group", "organisation": "org"}
# Source: CSL 1.0.2, csl-data.json.
_CSL_NAMES: Final = frozenset(
    {
        "author",
        "chair",
        "collection-editor",
        "compiler",
        "composer",
        "container-author",
        "contributor",
        "curator",
        "director",
        "editor",
    }
    | {
        "editorial-director",
        "executive-producer",
        "guest",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
        "organizer",
        "original-author",
    }
    | {"performer", "producer", "recipient", "reviewed-author", "script-writer", "series-creator", "translator"}
)
_LATEX: Final = str.maketrans(
    {char: "\\" + char for char in "&%$#_{}"} | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)
_RIS_TYPES: Final = {
    "motion_picture": "MPCT",
    "song": "SOUND",
    "musical_score": "MUSIC",
    "book": "BOOK",
    "chapter": "CHAP",
    "graphic": "ART",
    "figure": "FIGURE",
    "software": "COMP",
    "broadcast": "VIDEO",
    "webpage": "ELEC",
}
# biblatex: names that are neither author nor editor nor translator.
_EDITOR_TYPES: Final = {
    "compiler": "compiler",
    "collection-editor": "collaborator",
    "organizer": "organizer",
    "director": "director",
}


class CitationName(msgspec.Struct, frozen=True, kw_only=True):
    """A name in a citation; `role` is a name variable of CSL. Where family is not known, the name is taken as it is."""

    name: str
    role: str = "author"
    given: str = ""
    family: str = ""
    url: str = ""


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A work as it is cited. The first creator's role is the one that the work goes by."""

    id: str
    title: str
    creators: tuple[CitationName, ...] = ()
    released: str = ""
    """2025, 2025-11 or 2025-11-02."""
    medium: Medium
    url: str = ""
    publisher: str = ""
    """The site's title."""
    language: str = ""
    licences: tuple[str, ...] = ()
    """Short names."""
    whole: str = ""
    """The title of what it is a part of."""
    number: str = ""
    identifiers: tuple[Identifier, ...] = ()
    summary: str = ""
    tags: tuple[str, ...] = ()


class CreditRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a contributor's credits as a table; the names of the columns are the names of the fields."""

    title: str
    medium: str = ""
    released: str = ""
    role: str = ""
    credited_as: str = ""
    character: str = ""
    detail: str = ""
    url: str = ""


class Attribution(msgspec.Struct, frozen=True):
    """The sentence a licence asks for; both empty where it asks for none."""

    text: str = ""
    html: str = ""


def vcard(contributor: Contributor, url: str, name: str, portrait_url: str = "") -> str:
    """The contributor as a vCard with nothing in it that their page does not say. Source: RFC 6350."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", "KIND:" + _KINDS[contributor.kind], "FN:" + _vcard_text(name)]
    if contributor.kind == "person":
        family, given = _family_first(name, contributor.sort)
        if family:
            lines.append(f"N:{_vcard_text(family)};{_vcard_text(given)};;;")
    if contributor.kind == "organisation":
        lines.append("ORG:" + _vcard_text(name))
    lines += ["UID:" + url, "URL;PREF=1:" + url]
    if contributor.page == "full":
        if contributor.also:
            lines.append("NICKNAME:" + ",".join(_vcard_text(other) for other in contributor.also))
        lines += [f"URL:{link.url}" for link in contributor.links if link.me and not link.url.startswith("mailto:")]
        lines += [
            f"EMAIL:{link.url[7:].partition('?')[0]}" for link in contributor.links if link.me and link.url.startswith("mailto:")
        ]
        lines += [f"URL:{number.url}" for number in contributor.identifiers if number.url]
        lines += ["PHOTO:" + portrait_url] if portrait_url else []
    return "".join(_folded(line) for line in [*lines, "END:VCARD"])


def credits_csv(rows: Iterable[CreditRow]) -> str:
    """A table with a header; no cell of it is taken for a formula. Source: RFC 4180."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(CreditRow.__struct_fields__)
    for row in rows:
        table.writerow([csv_cell(getattr(row, field)) for field in CreditRow.__struct_fields__])
    return written.getvalue()


def bibtex(entries: Iterable[Citation]) -> str:
    """The works for BibTeX, with the entry types of biblatex; letters outside ASCII stay as they are."""
    return "\n".join(_bibtex_entry(entry) for entry in entries)


def ris(entries: Iterable[Citation]) -> str:
    """The works for EndNote, Zotero and others. Source: RIS format specification, 2011."""
    return "".join(_ris_entry(entry) for entry in entries)


def _ris_entry(entry: Citation) -> str:
    leading = _leading(entry)
    released = entry.released
    kind = _RIS_TYPES.get(entry.medium.csl, "GEN")
    lines = [("TY", kind), ("ID", entry.id), ("TI", entry.title)]
    lines += [("AU", _ris_name(name)) for name in leading]
    for creator in entry.creators:
        if creator not in leading:
            lines.append(({"editor": "A2", "translator": "A4"}.get(creator.role, "A3"), _ris_name(creator)))
    lines += [("PY", released[:4]), ("DA", "/".join([*released.split("-"), "", "", ""][:3]) + "/" if released else "")]
    lines += [("T2", entry.whole), ("M1", entry.number), ("PB", entry.publisher), ("M3", entry.medium.name)]
    lines += [("DO", _catalogue(entry, "doi")), ("SN", _catalogue(entry, "isbn") or _catalogue(entry, "issn"))]
    lines += [("LA", entry.language), ("AB", entry.summary), ("N1", " / ".join(entry.licences)), ("UR", entry.url)]
    lines += [("KW", tag) for tag in entry.tags]
    # Someone with two roles stands once under each tag.
    return "".join(f"{tag}  - {plain(text)}\r\n" for tag, text in dict.fromkeys(lines) if text) + "ER  - \r\n"


def _ris_name(name: CitationName) -> str:
    return f"{name.family}, {name.given}" if name.family and name.given else name.name


def csl_json(entries: Iterable[Citation]) -> str:
    """The works for Zotero or any other reader of CSL. Source: CSL 1.0.2, csl-data.json."""
    return indented([csl_item(entry) for entry in entries]).decode() + "\n"


def citation_text(citation: Citation) -> str:
    """One ready line, in the order of APA: names, year, title, medium, site, address. It has no words of any language."""
    names = [plain(creator.name) for creator in _leading(citation)]
    shown = ", ".join(dict.fromkeys(names[:CITED_NAMES])) + (" et al." if len(names) > CITED_NAMES else "")
    head = shown + (" " if shown and citation.released else "") + (f"({citation.released[:4]})" if citation.released else "")
    title = f"{plain(citation.title)} [{plain(citation.medium.name)}]"
    place = ", ".join(plain(text) for text in (citation.whole, citation.publisher) if text)
    pieces = [piece.rstrip(".") for piece in (head, title, place) if piece]
    return ". ".join(pieces) + "." + (f" {citation.url}" if citation.url else "")


def attribution(title: str, work_url: str, creators: Sequence[CitationName], licences: Sequence[Licence]) -> Attribution:
    """The sentence that credits a work's makers when it is used elsewhere. Source: the licence registry's template."""
    asking = [licence for licence in licences if not licence.public_domain]
    if not any(licence.requires_attribution for licence in asking):
        return Attribution()
    title = plain(title)
    names = list(dict.fromkeys((plain(creator.name), creator.url) for creator in creators))
    linked = [_anchor(name, url) for name, url in names]
    shorts = [plain(licence.short or licence.name) for licence in asking]
    licensed = [_anchor(short, licence.url, ' rel="license"') for short, licence in zip(shorts, asking, strict=True)]
    by = f" by {_listed([name for name, _url in names])}" if names else ""
    by_html = f" by {_listed(linked)}" if names else ""
    return Attribution(
        text=f"“{title}”{by} is licensed under {_listed(shorts, 'or')}.",
        html=f"{_anchor(title, work_url)}{by_html} is licensed under {_listed(licensed, 'or')}.",
    )


@functools.lru_cache(maxsize=1 << 12)
def plain(text: str) -> str:
    """One line without control characters."""
    return " ".join(_CONTROL.sub("", text).split())


def _listed(words: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def _anchor(text: str, url: str, attributes: str = "") -> str:
    return f'<a{attributes} href="{escape(url)}">{escape(text)}</a>' if url else escape(text)


def _vcard_text(text: str) -> str:
    kept = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return kept.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no letter cut in two."""
    pieces, piece, size = [], "", 0
    for letter in _CONTROL.sub("", line.replace("\r", "").replace("\n", "")):
        octets = len(letter.encode())
        if size + octets > _FOLD_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece]) + "\r\n"


def _family_first(name: str, sort: str) -> tuple[str, str]:
    """Family with given name, where the sort key has them and holds nothing but the name's own words."""
    family, comma, given = (part.strip() for part in sort.partition(","))
    if comma and family and given and "," not in given and sorted(f"{family} {given}".split()) == sorted(name.split()):
        return family, given
    return "", ""


def csv_cell(text: str) -> str:
    """One line, with an apostrophe where a spreadsheet would calculate it. Source: OWASP, CSV injection."""
    line = plain(text)
    return "'" + line if line.startswith(_FORMULA) else line


def _leading(citation: Citation) -> tuple[CitationName, ...]:
    """Those whose role the work goes by."""
    return tuple(creator for creator in citation.creators if creator.role == citation.creators[0].role)


def _bibtex_entry(entry: Citation) -> str:
    leading = _leading(entry)
    others = [creator for creator in entry.creators if creator not in leading]
    fields = {
        "author": _bibtex_names(leading),
        "title": "{" + _latex(entry.title) + "}",
        "translator": _bibtex_names([name for name in others if name.role == "translator"]),
        "editor": _bibtex_names([name for name in others if name.role == "editor"]),
        "date": entry.released,
        "year": entry.released[:4],
        "booktitle" if entry.medium.bibtex == "incollection" else "maintitle": _latex(entry.whole or _bibtex_host(entry)),
        "number": _latex(entry.number),
        "publisher": _latex(entry.publisher),
        "howpublished": _latex(entry.medium.name) if entry.medium.bibtex == "misc" else "",
        "note": _latex(" / ".join(entry.licences)),
        "doi": _catalogue(entry, "doi"),
        "isbn": _catalogue(entry, "isbn"),
        "url": _latex_url(entry.url),
        "language": _latex(entry.language),
    }
    fields |= {
        f"editor{letter}": _bibtex_names(names) for letter, (_kind, names) in zip("abc", _bibtex_editors(others), strict=False)
    }
    fields |= {f"editor{letter}type": kind for letter, (kind, _names) in zip("abc", _bibtex_editors(others), strict=False)}
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value and value != "{}"]
    key = re.sub("[^a-z0-9:-]", "-", entry.id.lower())
    return f"@{re.sub('[^a-z]', '', entry.medium.bibtex) or 'misc'}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_editors(others: Sequence[CitationName]) -> list[tuple[str, list[CitationName]]]:
    """Other makers by the type biblatex has for them, at most three types."""
    found: dict[str, list[CitationName]] = {}
    for name in others:
        if name.role in _EDITOR_TYPES:
            found.setdefault(_EDITOR_TYPES[name.role], []).append(name)
    return list(found.items())[:3]


def _bibtex_host(entry: Citation) -> str:
    """The site is the book that a story of its own stands in."""
    return entry.publisher if entry.medium.bibtex == "incollection" else ""


def _bibtex_names(names: Sequence[CitationName]) -> str:
    """Names without a known family name are protected, so that nobody's is cut at a space or at "and"."""
    words = [
        f"{_latex(name.family)}, {_latex(name.given)}" if name.family and name.given else "{" + _latex(name.name) + "}"
        for name in names
    ]
    return " and ".join(dict.fromkeys(words))


def _latex(text: str) -> str:
    return plain(text).translate(_LATEX)


def _latex_url(url: str) -> str:
    """A URL as LaTeX takes it: braces would end the field."""
    return plain(url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _catalogue(entry: Citation, scheme: str) -> str:
    return next((number.value for number in entry.identifiers if number.scheme == scheme), "")


def csl_item(entry: Citation) -> dict[str, Any]:
    """A work as CSL-JSON has it. Source: CSL 1.0.2, csl-data.json."""
    data: dict[str, Any] = {"id": entry.id, "type": entry.medium.csl, "title": plain(entry.title)}
    for creator in entry.creators:
        variable = creator.role if creator.role in _CSL_NAMES else "contributor"
        name = (
            {"family": plain(creator.family), "given": plain(creator.given)}
            if creator.family
            else {"literal": plain(creator.name)}
        )
        if name not in data.setdefault(variable, []):
            data[variable].append(name)
    if entry.creators and "author" not in data:
        # Most styles print nobody else, and a citation that names nobody credits nobody.
        leading = entry.creators[0].role
        data["author"] = data[leading if leading in _CSL_NAMES else "contributor"]
    extra = {
        "genre": plain(entry.medium.name),
        "container-title": plain(entry.whole) or (plain(entry.publisher) if entry.medium.csl == "chapter" else ""),
        "number": plain(entry.number),
        "publisher": plain(entry.publisher),
        "issued": {"date-parts": [[int(part) for part in entry.released[:10].split("-")]]} if entry.released else None,
        "URL": entry.url,
        "DOI": _catalogue(entry, "doi"),
        "ISBN": _catalogue(entry, "isbn"),
        "language": entry.language,
        "abstract": plain(entry.summary),
        "note": plain(" / ".join(entry.licences)),
    }
    return data | {key: value for key, value in extra.items() if value}
