"""Works to be seen and heard as IIIF manifests, which viewers of museums and libraries open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.plan import urls
from generator.plan.citing import cite
from generator.plan.data import sparse, to_json
from generator.plan.describe import picture_facts
from generator.plan.facts import PictureFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.anthology import MediaItem, Picture, Project
    from generator.plan.shelf import Shelf

Node = dict[str, Any]
CONTEXT: Final = "http://iiif.io/api/presentation/3/context.json"
MANIFEST: Final = "manifest.json"
MANIFEST_TYPE: Final = f'application/ld+json;profile="{CONTEXT}"'
_PAIRS: Final = 100
"""Credits in a manifest's list; the page has them all."""
_KINDS: Final = {"video": "Video", "audio": "Sound"}


def has_manifest(project: Project) -> bool:
    """Whether there is something to see or hear of which the size or the length is known."""
    return any(_shown(item) for item in project.media)


def manifest(shelf: Shelf, project: Project) -> bytes:
    """The manifest of a work. Source: IIIF Presentation API 3.0."""
    site = shelf.config.site
    page = site.url + urls.project(project.id)
    cover = picture_facts(shelf, project.cover)
    canvases = [canvas for item in project.media for canvas in _canvases(shelf, project, item)]
    reading = next((item.reading for item in project.media if item.kind == "images"), "")
    node: Node = {
        "@context": CONTEXT,
        "id": page + MANIFEST,
        "type": "Manifest",
        "label": _said(project.title, project.language),
        "summary": _said(project.summary, project.language) if project.summary else None,
        "metadata": _metadata(shelf, project),
        "rights": next((one.iiif_rights for one in project.licences if one.iiif_rights), ""),
        "requiredStatement": _statement(shelf, project),
        "thumbnail": [_thumbnail(cover)] if cover is not None else [],
        "provider": [
            {
                "id": site.url,
                "type": "Agent",
                "label": _said(site.title, site.language),
                "homepage": [_page(site.url, site.title, site.language)],
            }
        ],
        "homepage": [_page(page, project.title, project.language)],
        "rendering": [
            {
                "id": site.url + shelf.pictures.file(item.file),
                "type": "Text",
                "label": _said(item.title or item.file.name, item.language or project.language),
                "format": item.file.probe.mime,
            }
            for item in project.media
            if item.kind == "document" and item.file is not None
        ],
        "seeAlso": [{"id": f"{page}project.json", "type": "Dataset", "format": "application/json"}]
        if shelf.makes("project-data")
        else [],
        "behavior": {"ltr": ["paged"], "rtl": ["paged"], "scroll": ["continuous"]}.get(reading, []),
        "viewingDirection": {"rtl": "right-to-left", "scroll": "top-to-bottom"}.get(reading, ""),
        "items": canvases,
        "structures": [one for item in project.media if (one := _chapters(shelf, project, item)) is not None],
    }
    return to_json(sparse(node))


def _shown(item: MediaItem) -> bool:
    if item.pictures:
        return any(picture.file.probe.width_px and picture.file.probe.height_px for picture in item.pictures)
    probe = item.file.probe if item.file is not None else None
    if probe is None or item.kind not in _KINDS or not probe.duration_s:
        return False
    return item.kind == "audio" or bool(probe.width_px and probe.height_px)


def _canvases(shelf: Shelf, project: Project, item: MediaItem) -> Iterator[Node]:
    if not _shown(item):
        return
    base = _canvas(shelf, project, item)
    language = item.language or project.language
    if not item.pictures:
        yield _recording(shelf, item, base, language, item.title or project.title)
        return
    for number, picture in enumerate(item.pictures, 1):
        if picture.file.probe.width_px and picture.file.probe.height_px:
            address = base if len(item.pictures) == 1 else f"{base}&number={number}"
            label = item.title or picture.alt or (str(number) if len(item.pictures) > 1 else project.title)
            yield _still(shelf, picture, address, language, label)


def _canvas(shelf: Shelf, project: Project, item: MediaItem) -> str:
    """What an item's canvas is called: an address that leads to the manifest, where it stands."""
    return f"{shelf.config.site.url}{urls.project(project.id)}{MANIFEST}?canvas={item.id}"


def _still(shelf: Shelf, picture: Picture, base: str, language: str, label: str) -> Node:
    view = shelf.pictures.view(picture)
    size = {"width": view.width_px, "height": view.height_px}
    body = {"id": shelf.config.site.url + view.original, "type": "Image", "format": _format(view.original, picture), **size}
    small = picture_facts(shelf, picture)
    return sparse(
        {
            "id": base,
            "type": "Canvas",
            "label": _said(label, language),
            "summary": _said(picture.alt, language) if picture.alt and picture.alt != label else None,
            **size,
            "thumbnail": [_thumbnail(small)] if small is not None else [],
            "items": [_painting(base, body)],
        }
    )


def _recording(shelf: Shelf, item: MediaItem, base: str, language: str, label: str) -> Node:
    assert item.file is not None
    site, probe = shelf.config.site.url, item.file.probe
    size: Node = {"duration": probe.duration_s}
    if item.kind == "video":
        size |= {"width": probe.width_px, "height": probe.height_px}
    body = {"id": site + shelf.pictures.file(item.file), "type": _KINDS[item.kind], "format": probe.mime, **size}
    poster = picture_facts(shelf, item.poster)
    tracks = [
        {
            "id": f"{base}&track={number}",
            "type": "Annotation",
            "motivation": "supplementing",
            "body": {
                "id": site + shelf.recordings.captions_address(track.file),
                "type": "Text",
                "format": "text/vtt",
                "language": track.language,
                "label": _said(track.label or track.language, track.language),
            },
            "target": base,
        }
        for number, track in enumerate(item.tracks, 1)
    ]
    return sparse(
        {
            "id": base,
            "type": "Canvas",
            "label": _said(label, language),
            "summary": _said(item.summary, language) if item.summary else None,
            **size,
            "thumbnail": [_thumbnail(poster)] if poster is not None else [],
            "items": [_painting(base, body)],
            "annotations": [{"id": f"{base}&tracks", "type": "AnnotationPage", "items": tracks}] if tracks else [],
        }
    )


def _painting(base: str, body: Node) -> Node:
    one = {"id": f"{base}&painting", "type": "Annotation", "motivation": "painting", "body": body, "target": base}
    return {"id": f"{base}&page", "type": "AnnotationPage", "items": [one]}


def _chapters(shelf: Shelf, project: Project, item: MediaItem) -> Node | None:
    """The chapters of a recording as a table of contents; each lasts until the next."""
    length = item.file.probe.duration_s if item.file is not None else None
    if item.kind not in _KINDS or not item.chapters or not length or not _shown(item):
        return None
    canvas = _canvas(shelf, project, item)
    base = f"{shelf.config.site.url}{urls.project(project.id)}{MANIFEST}?range={item.id}"
    language = item.language or project.language
    starts = [chapter.start_s for chapter in item.chapters]
    parts = []
    for number, (chapter, end) in enumerate(zip(item.chapters, [*starts[1:], length], strict=True), 1):
        if end > chapter.start_s:
            target = {"id": f"{canvas}#t={chapter.start_s:g},{end:g}", "type": "Canvas"}
            parts.append(
                {
                    "id": f"{base}&number={number}",
                    "type": "Range",
                    "label": _said(chapter.title, language),
                    "items": [target],
                }
            )
    label = _said(item.title or project.title, language)
    return {"id": base, "type": "Range", "label": label, "items": parts} if parts else None


def _metadata(shelf: Shelf, project: Project) -> list[Node]:
    """Pairs of role with names, then the date."""
    language = shelf.language
    roles: dict[str, list[str]] = {}
    for credit in project.credits[:_PAIRS]:
        if credit.kind == "contribution":
            names = roles.setdefault(credit.role.names.get(language, credit.role.name), [])
            if (name := shelf.name(credit)) not in names:
                names.append(name)
    pairs = [{"label": _said(role, language), "value": {"none": names}} for role, names in roles.items()]
    if project.released:
        pairs.append({"label": _said(shelf.say("Released"), language), "value": {"none": [project.released]}})
    return pairs


def _statement(shelf: Shelf, project: Project) -> Node | None:
    text = cite(shelf, project).attribution or project.rights_holder
    if not text:
        return None
    return {"label": _said(shelf.say("Licence"), shelf.language), "value": {"none": [text]}}


def _thumbnail(picture: PictureFacts) -> Node:
    return {
        "id": picture.url,
        "type": "Image",
        "format": picture.mime,
        "width": picture.width_px,
        "height": picture.height_px,
    }


def _page(url: str, label: str, language: str) -> Node:
    return {"id": url, "type": "Text", "label": _said(label, language), "format": "text/html"}


def _said(text: str, language: str) -> dict[str, list[str]]:
    return {language or "none": [text]}


def _format(address: str, picture: Picture) -> str:
    known = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif", "gif": "image/gif"}
    return known.get(address.rpartition(".")[2], picture.file.probe.mime)
