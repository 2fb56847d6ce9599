"""Nothing of who did not agree is in a byte of what is published, whatever was published before."""

from __future__ import annotations

import hashlib
import io
import json
import random

import pytest
from media_bytes import photo
from PIL import Image
from sites import LAMP, PEOPLE, SiteTest, png, where

SHY = {
    "content/contributors/qshy/contributor.yaml": "name: Qshy Name\nalso: [Qshy Also]\nbio: Qshy bio.\nportrait: {file: qshy.png, alt: Qshy alt}\n"
    "links: [{label: Qshy link, url: https://qshy.example/, me: true}]\nidentifiers: {orcid: 0000-0002-1825-0097}\n",
    "content/contributors/qshy/qshy.png": png("#20e040", 64, 64),
    "content/collections/by-them.yaml": "title: Theirs\nwhere: {contributor: qshy}\ncredits: {editor: {contributor: qshy, consent: CONSENT}}\n",
    LAMP: """\
title: Lamp
medium: film
released: 2025
license: CC-BY-4.0
cover: {file: cover.jpg, alt: A lamp.}
media:
  - {image: one.jpg, id: one, alt: One., credits: {photographer: {contributor: qshy, as: Qshy Item, consent: CONSENT}}}
  - {image: two.jpg, alt: Two.}
credits:
  director: {contributor: qshy, as: Qshy Printed, detail: Qshy detail, character: Qshy character, note: Qshy note, unit: Qshy unit, at: "0:01", part: one, consent: CONSENT}
  writer: {contributor: ana-lima, consent: granted}
  Qshy own role: {name: Qshy Typed, consent: declined}
shares: [{pool: profit, visibility: public, split: {qshy: 3, ana-lima: 1}}]
""",
    "content/projects/lamp/cover.jpg": photo("JPEG"),
    "content/projects/lamp/one.jpg": photo("JPEG", mode="L"),
    "content/projects/lamp/two.jpg": photo("JPEG", mode="CMYK"),
    "content/projects/song/project.yaml": "title: Song\nmedium: song\nreleased: 2026\ncredits: {composer: ana-lima}\nmade_from: [{project: lamp, relation: adaptation}]\n",
}


def shy(root, consent: str) -> SiteTest:
    files = {path: text.replace("CONSENT", consent) if isinstance(text, str) else text for path, text in (PEOPLE | SHY).items()}
    return SiteTest.of(root, files)


@pytest.fixture(scope="module")
def consents(tmp_path_factory):
    """One site built with each consent in turn, with what each build left."""
    site = shy(tmp_path_factory.mktemp("shy"), "granted")
    left = {}
    for consent in ("granted", "anonymous", "declined"):
        for path, text in SHY.items():
            if isinstance(text, str):
                site.write(path, text.replace("CONSENT", consent))
        site.build()
        left[consent] = site.output()
    return left


def holding(output: dict[str, bytes], *texts: bytes) -> list[str]:
    return [path for path, data in output.items() if any(text in path.lower().encode() + b"\n" + data.lower() for text in texts)]


def test_who_agreed_is_shown_with_everything(consents):
    granted = consents["granted"]
    assert b"Qshy Printed" in granted["projects/lamp/index.html"]
    assert "contributors/qshy/index.html" in granted
    assert holding(granted, b"qshy typed", b"qshy own role") == []


@pytest.mark.parametrize("consent", ["anonymous", "declined"])
def test_nothing_of_who_did_not_agree_is_left_even_after_a_change(consent, consents):
    output = consents[consent]
    portrait = hashlib.blake2b(SHY["content/contributors/qshy/qshy.png"], digest_size=16).hexdigest()
    assert holding(output, b"qshy", b"0000-0002-1825-0097", portrait.encode(), portrait[:12].encode()) == []
    for path, data in output.items():
        if path.startswith("media/") and path.endswith((".jpg", ".png", ".webp")):
            with Image.open(io.BytesIO(data)) as picture:
                red, green, blue = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))
            assert not (green > 200 and red < 64 and blue < 96), path


def test_an_anonymous_credit_keeps_its_role_and_a_declined_one_does_not(consents):
    assert b"Anonymous" in consents["anonymous"]["projects/lamp/credits/index.html"]
    assert "roles/director/index.html" in consents["anonymous"]
    assert holding(consents["declined"], b"anonymous", b"roles/director/") == []
    data = json.loads(consents["declined"]["projects/lamp/project.json"])
    assert [credit["role"] for credit in data["credits"]] == ["writer"]


def test_a_changed_consent_leaves_what_a_first_build_would(consents, tmp_path):
    assert shy(tmp_path, "declined").build().output() == consents["declined"]


PLACES = ("director", "writer", "singer", "editor")
PEOPLE_HERE = ("qone", "qtwo", "qthree")


def agreed(state: dict[tuple[str, str], tuple[str, str]]) -> dict[str, str]:
    """Two works and a collection with credits of this state: who and which consent, by work and role."""
    found = {}
    for work in ("lamp", "song"):
        lines = [
            f"  {role}: {{contributor: {who}, consent: {consent}}}" for (of, role), (who, consent) in state.items() if of == work
        ]
        title = f"title: {work}\nmedium: film\nreleased: 2025\ncover: {{file: cover.png, alt: A cover.}}\ncredits:\n"
        source = "made_from: [{project: lamp, relation: remix}]\n" if work == "song" else ""
        found[f"content/projects/{work}/project.yaml"] = title + "\n".join(lines) + "\n  publisher: ana-lima\n" + source
    return found


@pytest.mark.parametrize("seed", [3, 8])
def test_whatever_is_taken_back_in_whatever_order_leaves_no_trace(seed, tmp_path):
    chance = random.Random(seed)
    site = SiteTest.of(tmp_path, PEOPLE)
    for who in PEOPLE_HERE:
        site.write(
            f"content/contributors/{who}/contributor.yaml",
            f"name: {who.title()} Name\nportrait: {{file: {who}.png, alt: {who} alt}}\n",
        )
        site.write(f"content/contributors/{who}/{who}.png", png(f"#20e0{40 + PEOPLE_HERE.index(who)}", 64, 64))
    for work in ("lamp", "song"):
        site.write(f"content/projects/{work}/cover.png", png("navy"))
    state = {(work, role): (chance.choice(PEOPLE_HERE), "granted") for work in ("lamp", "song") for role in PLACES}
    left: dict[str, bytes] = {}
    for _ in range(6):
        for place in chance.sample(sorted(state), 3):
            state[place] = (chance.choice(PEOPLE_HERE), chance.choice(["granted", "anonymous", "declined", "declined"]))
        if chance.random() < 0.5:
            gone = chance.choice(PEOPLE_HERE)
            state = {place: (who, "declined" if who == gone else consent) for place, (who, consent) in state.items()}
        for path, text in agreed(state).items():
            site.write(path, text)
        left = site.build().output()
        for who in PEOPLE_HERE:
            portrait = hashlib.blake2b(
                (tmp_path / f"content/contributors/{who}/{who}.png").read_bytes(), digest_size=16
            ).hexdigest()
            shown = any(one == who and consent == "granted" for one, consent in state.values())
            assert bool(holding(left, who.encode())) == shown
            assert shown or holding(left, portrait[:12].encode()) == []
        roles = {role for (_, role), (_, consent) in state.items() if consent != "declined"}
        assert {role for role in PLACES if f"roles/{role}/index.html" in left} == roles
    site.run("build", "--clean")
    assert site.output() == left


def test_one_name_everywhere_leaves_no_other_after_a_change(tmp_path):
    person = "content/contributors/ana-lima.yaml"
    lamp = "title: Lamp\nmedium: film\nreleased: 2025\ncover: {file: cover.jpg, alt: A lamp.}\n"
    lamp += "credits:\n  director: {contributor: ana-lima, as: Qold Name}\n"
    lamp += "  musician: {contributor: the-band, members: [{contributor: ana-lima, as: Qold Stage}]}\n"
    band = "name: Band\nkind: group\nmembers: [{contributor: ana-lima, as: Qold Member}]\n"
    files = PEOPLE | {LAMP: lamp, "content/projects/lamp/cover.jpg": photo("JPEG"), "content/contributors/the-band.yaml": band}
    site = SiteTest.of(tmp_path, files).build()
    assert len(where(site, "Qold Name")) > 5
    assert where(site, "Qold Stage")
    assert where(site, "Qold Member")
    site.edit(person, name="Qnew Name", credit_name="everywhere", also=None).build()
    assert where(site, "Qold") == []
    assert where(site, "Ana Lima") == []
    assert len(where(site, "Qnew Name")) > 5
    fresh = SiteTest.of(tmp_path / "fresh", files)
    fresh.edit(person, name="Qnew Name", credit_name="everywhere").build()
    assert fresh.output() == site.output()
