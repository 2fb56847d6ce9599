"""What pages elsewhere show of a work or of someone, when only an address was pasted: oEmbed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.site import FEEDS, DataFile, Output
from generator.plan import urls
from generator.plan.describe import picture_facts
from generator.plan.machine import OembedThumbnail, oembed, oembed_json, oembed_xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.anthology import Project
    from generator.plan.facts import PictureFacts
    from generator.plan.shelf import Shelf

Data = dict[str, object]


def oembed_files(path: str, make: Callable[[], Data], source: str) -> Iterator[Output]:
    """The same as JSON and as XML, below the address of a page."""
    yield Output(f"{path}oembed.json", FEEDS, DataFile(lambda: oembed_json(make())), source)
    yield Output(f"{path}oembed.xml", FEEDS, DataFile(lambda: oembed_xml(make())), source)


def _thumb(picture: PictureFacts | None) -> OembedThumbnail | None:
    return (
        OembedThumbnail(url=picture.url, width_px=picture.width_px, height_px=picture.height_px) if picture is not None else None
    )


def project_oembed(shelf: Shelf, project: Project) -> dict[str, object]:
    """oEmbed of a project: title, picture, who is named first."""
    site = shelf.config.site
    people = [person for byline in shelf.bylines(project) for person in byline.people]
    first = people[0].href if people else ""
    return oembed(
        project.title,
        provider=site.title,
        provider_url=site.url,
        author=", ".join(person.name for person in people),
        author_url=urls.absolute(site.url, first) if first else "",
        thumbnail=_thumb(picture_facts(shelf, project.cover)),
        licence_url=next((licence.url for licence in project.licences), ""),
    )


def contributor_oembed(shelf: Shelf, key: str) -> dict[str, object]:
    """oEmbed of a contributor: the card."""
    site = shelf.config.site
    person = shelf.published.contributors[key]
    url = site.url + urls.contributor(key)
    thumbnail = _thumb(picture_facts(shelf, person.portrait))
    return oembed(
        person.name,
        provider=site.title,
        provider_url=site.url,
        author=person.name,
        author_url=url,
        frame_url=f"{url}card/",
        thumbnail=thumbnail,
    )
