"""A book as its EPUB describes it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from generator.errors import UsageError
from generator.importers.named_people import NamedPeople
from generator.importers.records import Records, import_records
from generator.importers.report import Notes
from generator.importers.rows import Row, as_line, as_text, clean
from generator.importers.site_settings import read_settings
from generator.model.books import check_archive, package_document, plain_text
from generator.model.media import MediaError
from generator.model.pictures import UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

    from generator.importers.report import ImportReport
    from generator.model.registries import Registries

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
# What the codes mean that books use most; several roles here may share one. Source: Library of Congress, MARC relators.
_LABELS: Final = {
    "adp": "Adapter",
    "aft": "Author of afterword",
    "ann": "Annotator",
    "art": "Artist",
    "aui": "Author of introduction",
    "aut": "Author",
    "bkd": "Book designer",
    "bkp": "Book producer",
    "blw": "Blurb writer",
    "clr": "Colorist",
    "cmp": "Composer",
    "com": "Compiler",
    "cov": "Cover designer",
    "ctb": "Contributor",
    "dto": "Dedicator",
    "edt": "Editor",
    "ill": "Illustrator",
    "mrk": "Markup editor",
    "nrt": "Narrator",
    "pbl": "Publisher",
    "pfr": "Proofreader",
    "pht": "Photographer",
    "prt": "Printer",
    "trc": "Transcriber",
    "trl": "Translator",
    "tyd": "Type designer",
    "tyg": "Typographer",
    "wpr": "Writer of preface",
}
_PLACED: Final = frozenset(
    {"title", "creator", "contributor", "language", "date", "description", "subject", "identifier", "rights"}
)


def import_epub(source: Path, site: Path) -> ImportReport:
    """A project for each EPUB: the file itself, or all of a folder; raises UsageError where there is none."""
    paths = sorted(source.glob("*.epub")) if source.is_dir() else [source]
    if not paths:
        raise UsageError(f"there is no .epub in {source}")
    notes = Notes()
    origin = "EPUB"
    people = NamedPeople(site, f"{origin}, contributors", notes)
    roles = _roles(read_settings(site).registries)
    works = []
    for path in paths:
        try:
            data = path.read_bytes()
            with zipfile.ZipFile(BytesIO(data)) as archive:
                check_archive(archive, len(data), "EPUB")
                package = package_document(archive)
        except (OSError, zipfile.BadZipFile, NotImplementedError, MediaError, *UNREADABLE) as error:
            raise UsageError(f"{path} cannot be read as an EPUB: {error}") from error
        if package is None:
            raise UsageError(f"{path} is no EPUB: it has no package document")
        values = _values(package, path, people, roles, notes)
        works.append(Row(path.name, as_text(values.get("id")) or path.stem, values, as_line(values["title"])))
    records = Records(
        folder=source if source.is_dir() else source.parent,
        works=tuple(works),
        people=people.rows,
        origins=(origin, f"{origin}, contributors"),
    )
    return import_records(records, site, notes)


def _roles(known: Registries) -> dict[str, str]:
    """What each MARC code means, in words."""
    return {role.marc: role.name for role in reversed(known.roles.values()) if role.marc} | _LABELS


def _values(package: Any, path: Path, people: NamedPeople, roles: dict[str, str], notes: Notes) -> dict[str, Any]:
    metadata = package.find("{*}metadata")
    elements = list(metadata) if metadata is not None else []
    refined: dict[tuple[str, str], list[str]] = {}
    for one in elements:
        if one.get("refines") and one.get("property"):
            refined.setdefault((one.get("refines").removeprefix("#"), one.get("property")), []).append(as_line(one.text))
    texts: dict[str, list[str]] = {}
    found: list[dict[str, Any]] = []
    for one in elements:
        name = one.tag.removeprefix(_DC) if isinstance(one.tag, str) and one.tag.startswith(_DC) else ""
        text = clean(as_text(one.text), path.name, notes)
        if not name or not text:
            continue
        texts.setdefault(name, []).append(text)
        if name in ("creator", "contributor"):
            own = refined.get((one.get("id") or "", "role"), []) or [one.get("{http://www.idpf.org/2007/opf}role") or ""]
            sort = refined.get((one.get("id") or "", "file-as"), [""])[0] or as_line(
                one.get("{http://www.idpf.org/2007/opf}file-as")
            )
            fallback = "author" if name == "creator" else "contributor"
            who = people.credit(text, path.name, sort_name=sort)
            found += [who | {"role": roles.get(code, code) or fallback} for code in own]
        elif name == "publisher":
            found.append({"name": text, "role": "publisher"})
        elif name not in _PLACED:
            notes.add(path.name, f"dc:{name} has no place in a manifest", text)
    dates = [text[:10] if "T" in text else text for text in texts.get("date", [])]
    isbn = next((text for text in texts.get("identifier", []) if "isbn" in text.lower() or text.replace("-", "").isdigit()), "")
    addresses = [text for text in texts.get("identifier", []) if text.startswith(("https://", "http://"))]
    for other in texts.get("identifier", []):
        if other not in (isbn, *addresses):
            notes.add(path.name, "an identifier that no manifest has", other)
    values = {
        "id": next(iter(texts.get("identifier", [])), ""),
        "title": next(iter(texts.get("title", [])), path.stem),
        "medium": "book",
        "date": next(iter(dates), ""),
        "language": next(iter(texts.get("language", [])), ""),
        "abstract": plain_text(next(iter(texts.get("description", [])), "")),
        "tags": texts.get("subject", []),
        "links": ({"isbn": isbn} if isbn else {}) | ({"website": addresses} if addresses else {}),
        "rights": " ".join(texts.get("rights", [])),
        "media": [path.name],
        "credits": found,
    }
    for name in ("title", "language", "description", "date"):
        for more in texts.get(name, [])[1:]:
            notes.add(path.name, f"another dc:{name}; a manifest has one", more)
    return {key: value for key, value in values.items() if value}
