"""Media items as a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.plan import urls, words
from generator.plan.embeds import embed
from generator.plan.sizes import duration_text, size_text, type_name
from generator.plan.texts import chapters, versions_of
from generator.plan.views import Anchor, BylineView, ChapterView, ContentsView, CueView, MediaView, TrackView

if TYPE_CHECKING:
    from generator.model.anthology import MediaItem, Project
    from generator.plan.shelf import Shelf

WORDS_PER_MINUTE = 220
_LONG_TEXT_WORDS = 400


def own_page(project: Project, item: MediaItem) -> str:
    """The address of an item's own page, where it has one: pictures of a gallery, chapters and versions of a text."""
    if item.kind == "text":
        return next((address for other, address in _versions(project, item) if other is item), "")
    if item.cues:
        return urls.item(project.id, item.id)
    several = item.kind == "image" and sum(other.kind == "image" for other in project.media) > 1
    return urls.item(project.id, item.id) if several else ""


def _versions(project: Project, item: MediaItem) -> list[tuple[MediaItem, str]]:
    """Where a text is read, in each of its languages; nothing where it is read on the page of the work alone."""
    parts = chapters(project)
    if len(parts) == 1 and len(parts[0].versions) == 1:
        return []
    mine = next((part for part in parts if any(one is item for one in part.versions)), None)
    return versions_of(project, parts, mine) if mine is not None else []


def media_view(shelf: Shelf, project: Project, item: MediaItem, *, whole_text: bool = True) -> MediaView:
    """An item with everything its player or reader needs."""
    file = item.file
    probe = file.probe if file is not None else None
    href = own_page(project, item)
    language = item.language or project.language
    text = item.text if item.text is not None and (whole_text or not href) else None
    pictures = tuple(
        shelf.pictures.view(
            picture,
            page=urls.leaf(project.id, item.id, number) if item.kind == "images" else href,
            title=item.title if item.kind == "image" else "",
            summary=item.summary,
            moving=True,
        )
        for number, picture in enumerate(item.pictures, 1)
    )
    address = shelf.pictures.file(file) if file is not None else ""
    elsewhere = embed(item.url, frame=item.frame) if item.kind == "embed" else None
    return MediaView(
        id=item.id,
        kind=item.kind,
        title=item.title,
        summary=item.summary,
        language=words.html_language(language, shelf.language),
        direction=words.direction(language),
        src=item.url if item.kind == "embed" else shelf.pictures.file(file) if file is not None else "",
        mime=probe.mime if probe is not None else "",
        name=file.name if file is not None else "",
        size=size_text(probe.size_bytes, shelf.language) if probe is not None else "",
        type_name=type_name(probe.mime, file.name) if probe is not None and file is not None else "",
        duration=duration_text(probe.duration_s) if probe is not None and probe.duration_s else "",
        pages=(probe.pages or 0) if probe is not None else 0,
        width_px=(probe.width_px or 0) if probe is not None else 0,
        height_px=(probe.height_px or 0) if probe is not None else 0,
        pictures=pictures,
        reading=item.reading,
        contents=tuple(ContentsView(label=line.label, depth=line.depth) for line in item.contents),
        text=text,
        writing=item.writing,
        href=href,
        minutes=max(1, round(item.text.words / WORDS_PER_MINUTE))
        if item.text is not None and item.text.words > _LONG_TEXT_WORDS
        else 0,
        versions=tuple(
            Anchor(
                label=words.own_language_name(other.language or project.language),
                href=address,
                type=other.language or project.language,
            )
            for other, address in (_versions(project, item) if item.kind == "text" else ())
            if other is not item
        ),
        verse=item.text is not None and 'class="verse"' in item.text.html,
        poster=shelf.pictures.view(poster) if (poster := shelf.recordings.poster(item)) is not None else None,
        files=shelf.recordings.sources(item),
        waveform=shelf.recordings.waveform(item),
        thumbnails=shelf.recordings.thumbnails(item),
        chapters_src=shelf.recordings.chapters(item)[0],
        duration_s=(probe.duration_s or 0) if probe is not None else 0,
        tracks=tuple(
            TrackView(
                src=shelf.recordings.captions_address(track.file),
                kind=track.kind,
                language=track.language,
                label=track.label or words.own_language_name(track.language),
                default=False,
            )
            for track in item.tracks
        ),
        cues=cue_views(item, address),
        chapters=tuple(
            ChapterView(at=duration_text(c.start_s), start_s=c.start_s, title=c.title, href=f"{address}#t={c.start_s:g}")
            for c in item.chapters
        ),
        transcript=item.transcript,
        lyrics=item.lyrics,
        download=item.download,
        embed_url=elsewhere.frame if elsewhere is not None else "",
        embed_shape=elsewhere.shape if elsewhere is not None else "wide",
        service=elsewhere.service if elsewhere is not None else "",
        licences=tuple(Anchor(label=licence.short or licence.name, href=licence.url) for licence in item.licences),
        credits=_item_credits(shelf, project, item),
        identifiers=tuple(Anchor(label=f"{one.label} {one.value}", href=one.url) for one in item.identifiers),
    )


def cue_views(item: MediaItem, address: str) -> tuple[CueView, ...]:
    """A transcript made of captions; who speaks is said where that changes."""
    found: list[CueView] = []
    voice = ""
    for cue in sorted(item.cues, key=lambda one: one.start_s):
        text = " ".join(cue.text.split())
        if found and found[-1].text == text:
            continue  # a text that stays on through two cues
        href = f"{address}#t={cue.start_s:g}"
        shown = cue.voice if cue.voice != voice else ""
        found.append(CueView(at=duration_text(cue.start_s), start_s=cue.start_s, text=text, voice=shown, href=href))
        voice = cue.voice
    return tuple(found)


def _item_credits(shelf: Shelf, project: Project, item: MediaItem) -> tuple[BylineView, ...]:
    """Who made this item, by role, where the credits say so and there is more than one item."""
    if len(project.media) < 2:
        return ()
    by_role: dict[str, list[object]] = {}
    labels: dict[str, str] = {}
    for credit in project.credits:
        if credit.part == item.id and credit.kind == "contribution" and not credit.at:
            labels[credit.role.id] = credit.role.by or f"{credit.role.name}:"
            by_role.setdefault(credit.role.id, []).append(shelf.person(credit))
    return tuple(BylineView(by=labels[role], people=tuple(people)) for role, people in by_role.items())  # type: ignore[arg-type]
