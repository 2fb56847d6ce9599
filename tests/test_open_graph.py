"""What social networks learn from a page."""

from __future__ import annotations

import msgspec
import pytest
from lantern_facts import ANA, KOFI, PAGE, PERSON, PROBE, SITE, URL, line, project

from generator.model.anthology import Link, MediaFile, MediaItem, Tag
from generator.plan.facts import PictureFacts
from generator.plan.open_graph import fediverse_handle, open_graph


def metas(*args, **kwargs):
    return [(meta.property or meta.name, meta.content) for meta in open_graph(*args, **kwargs)]


def test_a_film_is_shared_with_the_pages_of_its_makers():
    found = metas(
        PAGE,
        project=project(
            released="2025-11-02",
            tags=(Tag("night", "Night"),),
            media=(MediaItem(id="film", kind="video", file=MediaFile("a.mp4", "a.mp4", PROBE)),),
        ),
        video=PictureFacts(url=SITE.url + "media/a.mp4", mime="video/mp4", width_px=640, height_px=360),
        credits=[
            line("director"),
            line("actor", "Kofi", KOFI, character="The Keeper"),
            line("writer", "Rosa", ""),
            line("actor", consent="anonymous"),
        ],
        picture=PictureFacts(url=SITE.url + "media/a.jpg", width_px=1200, height_px=630, alt="A lamp", mime="image/jpeg"),
    )
    assert ("og:type", "video.movie") in found
    assert ("video:director", ANA) in found
    assert found.index(("video:actor:role", "The Keeper")) == found.index(("video:actor", KOFI)) + 1
    assert not any(name == "video:writer" for name, _content in found)
    assert ("video:actor", ANA) not in found
    assert ("video:release_date", "2025-11-02") in found
    assert ("video:duration", "62") in found
    assert [one for one in found if one[0].startswith("og:video")] == [
        ("og:video", SITE.url + "media/a.mp4"),
        ("og:video:secure_url", SITE.url + "media/a.mp4"),
        ("og:video:type", "video/mp4"),
        ("og:video:width", "640"),
        ("og:video:height", "360"),
    ]
    assert ("video:tag", "Night") in found
    assert [name for name, _content in found if name.startswith("og:image")] == [
        "og:image",
        "og:image:type",
        "og:image:width",
        "og:image:height",
        "og:image:alt",
    ]
    assert ("twitter:card", "summary_large_image") in found


def test_other_pages_are_web_sites():
    found = metas(msgspec.structs.replace(PAGE, language="pt-PT", description="Works"))
    assert found == [
        ("og:type", "website"),
        ("og:title", "The Lantern"),
        ("og:url", URL),
        ("og:site_name", SITE.title),
        ("og:description", "Works"),
        ("og:locale", "pt_PT"),
        ("twitter:card", "summary"),
    ]


def test_a_profile_names_its_account():
    found = metas(PAGE, contributor=PERSON, creators=(PERSON,))
    assert ("profile:username", "ana-lima") in found
    assert ("og:type", "profile") in found
    assert ("fediverse:creator", "@ana@social.example") in found


@pytest.mark.parametrize(
    ("url", "me", "handle"),
    [
        ("https://social.example/@ana", True, "@ana@social.example"),
        ("https://Social.example/@ana/", True, "@ana@social.example"),
        ("https://social.example/@ana@other.example", True, "@ana@other.example"),
        ("https://social.example/@ana", False, ""),
        ("https://social.example/@ana/1", True, ""),
        ("https://medium.com/@ana", True, ""),
        ("https://www.youtube.com/@ana", True, ""),
        ("https://social.example/ana", True, ""),
    ],
)
def test_a_fediverse_account_is_known_by_its_address(url, me, handle):
    assert fediverse_handle([Link("x", url, me=me)]) == handle
