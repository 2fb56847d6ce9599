"""Works on other services, recognised by their addresses."""

from __future__ import annotations

import pytest

from generator.plan.embeds import embed

HEX = "3c64ca5a1ae34f1a86bba2b4d2a8dcba"
FRAMES = {
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
    "https://m.youtube.com/watch?v=aqz-KE-bpKQ&t=1m23s": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?start=83",
    "https://youtu.be/aqz-KE-bpKQ?t=83": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?start=83",
    "https://www.youtube.com/shorts/aqz-KE-bpKQ": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
    "https://www.youtube.com/live/aqz-KE-bpKQ": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
    "https://www.youtube.com/playlist?list=PLFs4vir_WsTxontcYm5ctqp89cNBJKNrs": (
        "https://www.youtube-nocookie.com/embed/videoseries?list=PLFs4vir_WsTxontcYm5ctqp89cNBJKNrs"
    ),
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://vimeo.com/76979871/0123456789": "https://player.vimeo.com/video/76979871?dnt=1&h=0123456789",
    "https://vimeo.com/channels/staffpicks/76979871": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://player.vimeo.com/video/76979871": "https://player.vimeo.com/video/76979871?dnt=1",
    "https://framatube.org/w/9UfJHDKzDPrdHS5dj3N9sE": "https://framatube.org/videos/embed/9UfJHDKzDPrdHS5dj3N9sE?p2p=0",
    "https://peer.example:8443/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d?start=1m5s": (
        "https://peer.example:8443/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d?p2p=0&start=65s"
    ),
    "https://archive.org/details/night_of_the_living_dead": "https://archive.org/embed/night_of_the_living_dead",
    "https://soundcloud.com/someone/a-song": (
        "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fsomeone%2Fa-song&auto_play=false&show_comments=false"
    ),
    "https://bandcamp.com/EmbeddedPlayer/album=3337194451/size=large/": (
        "https://bandcamp.com/EmbeddedPlayer/album=3337194451/size=large/"
    ),
    "https://itch.io/embed-upload/5678?color=333333": "https://itch.io/embed-upload/5678?color=333333",
    "https://codepen.io/someone/pen/abcDEF": "https://codepen.io/someone/embed/abcDEF?default-tab=result",
    f"https://sketchfab.com/3d-models/a-lamp-{HEX}": f"https://sketchfab.com/models/{HEX}/embed",
    f"https://sketchfab.com/models/{HEX}": f"https://sketchfab.com/models/{HEX}/embed",
}
LINKS = {
    "https://someone.bandcamp.com/album/night": "Bandcamp",
    "https://someone.itch.io/a-game": "itch.io",
    "https://www.youtube.com/@someone": "YouTube",
    "https://soundcloud.com/someone": "SoundCloud",
    "https://vimeo.com/someone": "Vimeo",
    "https://codepen.io/someone": "CodePen",
    "https://sketchfab.com/someone": "Sketchfab",
    "https://example.org/w/about": "example.org",
    "https://example.org/": "example.org",
    "https://notyoutube.com/watch?v=aqz-KE-bpKQ": "notyoutube.com",
    "https://youtube.com.example/watch?v=aqz-KE-bpKQ": "youtube.com.example",
}


@pytest.mark.parametrize("url", FRAMES)
def test_the_frame_of_a_work_is_made_from_its_address(url):
    assert embed(url).frame == FRAMES[url]


@pytest.mark.parametrize("url", LINKS)
def test_what_no_frame_is_known_for_is_a_link_to_a_service_with_a_name(url):
    found = embed(url)
    assert (found.service, found.frame) == (LINKS[url], "")


@pytest.mark.parametrize("word", ['"><script>', "' onload=x", "../../x", "%22", "javascript:alert(1)", "x" * 5000])
def test_whatever_stands_in_an_address_a_frame_leads_to_the_service_only(word):
    for url in (
        f"https://youtu.be/{word}",
        f"https://youtube.com/watch?v={word}&list={word}&t={word}",
        f"https://vimeo.com/1/{word}",
        f"https://archive.org/details/{word}",
        f"https://codepen.io/{word}/pen/{word}",
        f"https://sketchfab.com/models/{word}",
        f"https://example.org/w/{word}",
        f"https://soundcloud.com/a/{word}",
    ):
        frame = embed(url).frame
        assert not set(frame) & set("\"'<> "), url
        assert not frame or frame.startswith("https://")


def test_any_page_can_be_framed_when_it_is_asked_for():
    assert embed("https://example.org/toy/", frame=True).frame == "https://example.org/toy/"
    assert embed("https://example.org/toy/", frame=True).service == "example.org"
