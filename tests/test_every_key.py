"""Every key that an editor can write has an effect: each value is found in the output that is meant to show it.

The keys are read from the definitions themselves, so a new key without an expectation here fails. The sites are
tests/every_key: in `rich` each key has a value that is found nowhere else, in `other` the configuration chooses otherwise.
"""

from __future__ import annotations

import io
import re
import types
import typing
import zipfile
from pathlib import Path
from typing import Annotated, Literal, Union, get_args, get_origin

import media_bytes as made
import msgspec
import pytest
from expected_of_configuration import SETTINGS
from expected_of_records import RECORDS
from recorded import film, tone
from sites import CONFIG, SiteTest, png

from generator.model import config, manifest

SITES = Path(__file__).parent / "every_key"
ROOTS = (
    manifest.ProjectManifest,
    manifest.ContributorManifest,
    manifest.CollectionManifest,
    manifest.PageManifest,
    config.Config,
)


def kinds(annotation: object) -> typing.Iterator[object]:
    """The Structs and the lists of words that an annotation is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from kinds(get_args(annotation)[0])
    elif origin is Literal:
        yield annotation
    elif origin in {Union, types.UnionType, list, dict}:
        for argument in get_args(annotation):
            yield from kinds(argument)
    elif isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation


def every_key() -> dict[str, None]:
    """`Struct.key` for all keys that can be written, `Struct.key=word` for each word that can be chosen."""
    found: dict[str, None] = {}
    waiting = list(ROOTS)
    seen: set[object] = set()
    while waiting:
        struct = waiting.pop(0)
        if struct in seen:
            continue
        seen.add(struct)
        hints = typing.get_type_hints(struct, include_extras=True)
        for field in msgspec.structs.fields(struct):
            name = f"{struct.__name__}.{field.encode_name}"
            inner = list(kinds(hints[field.name]))
            words = [word for one in inner if get_origin(one) is Literal for word in get_args(one)]
            found |= dict.fromkeys(f"{name}={word}" for word in words) if words else {name: None}
            waiting += [one for one in inner if isinstance(one, type)]
    return found


EXPECTED = {f"{struct}.{key}": checks for struct, table in (RECORDS | SETTINGS).items() for key, checks in table.items()}


def furnish(site: SiteTest) -> SiteTest:
    """The media that Git need not hold."""
    folder = "content/projects/lantern"
    names = ("q-cover", "q-poster", "q-image", "q-decorative", "pages/1", "pages/2", "strip/1", "plain/1")
    for number, name in enumerate(names):
        site.write(f"{folder}/{name}.png", png(f"#{number:02x}6699", 60, 40))
    site.write("content/contributors/ana-lima/q-portrait.png", png("blue", 40, 40))
    site.write("content/collections/q-collection-cover.png", png("pink", 40, 30))
    site.write("content/logo.png", png("green", 20, 20))
    site.write(f"{folder}/q-video.mp4", made.mp4())
    site.write(f"{folder}/q-audio.wav", made.wav())
    for number in "123":
        site.write(f"content/projects/radio-{number}/q-radio.wav", made.wav())
    site.write(f"{folder}/q-document.pdf", made.pdf())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "Hello.")
    return site.write(f"{folder}/q-file.zip", packed.getvalue())


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """What each site publishes, by path; of the refused one what was told."""
    rich = furnish(SiteTest.from_folder(SITES / "rich", tmp_path_factory.mktemp("rich"))).build()
    other = SiteTest.from_folder(SITES / "other", tmp_path_factory.mktemp("other"))
    other.write("content/projects/lantern/q-document.pdf", made.pdf())
    other.write("content/projects/lantern/cover.png", png("red", 60, 40))
    recorded = {
        "content/projects/recorded/project.yaml": "title: R\nmedium: film\ncredits: none\nmedia:\n  - audio: q-sound.wav\n  - video: q-film.mov\n",
        "content/projects/recorded/q-sound.wav": tone(),
        "content/projects/recorded/q-film.mov": film(),
    }
    for name, data in recorded.items():
        other.write(name, data)
    other.build()
    lamp = "title: Lamp\nmedium: film\ncredits: {director: ana-lima}\n"
    small = {"content/projects/lantern/project.yaml": lamp, "content/contributors/ana-lima.yaml": "name: Ana Lima\n"}
    cover = {"content/projects/lantern/cover.png": png(), "content/projects/lantern/film.mp4": made.mp4()}
    pictures = CONFIG + "takeaways: {social_pictures: none}\nfeeds: {content: summary}\nmarkdown: {engine: commonmark}\n"
    told = (
        "cover: {file: cover.png, alt: A.}\nreleased: 2025\nsummary: Q-summary\ndescription: |\n  Q-*description*\n  + Q-line\n"
    )
    covered = {"content/projects/lantern/project.yaml": lamp + told}
    none = SiteTest.of(tmp_path_factory.mktemp("none"), small | cover | covered | recorded | {"config.yaml": pictures}).build()
    wanted = "[license, cover, summary, released, language, captions, transcript]"
    rules = f"release: {{require_consent: true, require: {wanted}}}\nprivacy: {{never_print: required}}\n"
    bare = {"content/projects/lantern/project.yaml": lamp + "media: [{video: film.mp4}]\n", "config.yaml": CONFIG + rules}
    bare |= {"content/projects/unseen/cover.png": png(), "content/projects/unseen/project.yaml": lamp + "cover: cover.png\n"}
    refused = SiteTest.of(tmp_path_factory.mktemp("refused"), small | cover | bare)
    said = refused.refused()
    said += refused.write("config.yaml", CONFIG + "release: {require: [alt]}\n").refused()
    said += refused.write("config.yaml", CONFIG + "media: {workers: nowhere}\n").refused()
    outputs = {"rich": rich.output(), "other": other.output(), "none": none.output()}
    return outputs | {"refused": {"told": said.encode()}}


def test_every_key_has_an_expectation_and_every_expectation_a_key():
    keys = set(every_key())
    assert keys - set(EXPECTED) == set()
    assert set(EXPECTED) - keys == set()


@pytest.mark.parametrize("key", EXPECTED)
def test_a_key_shows_where_it_should(key, sites):
    for check in EXPECTED[key]:
        output = sites[check.site]
        files = output if check.path == "*" else {check.path: output[check.path]} if check.path in output else {}
        if not check.text:
            assert bool(files) == check.there, f"{check.path} of {check.site}"
            continue
        if check.path != "*":
            assert files, f"{check.path} of {check.site} is not there"
        pattern = check.text[2:] if check.text.startswith("~ ") else re.escape(check.text)
        wanted = re.compile(pattern.encode())
        where = [
            path for path, data in files.items() if wanted.search(data) or (check.path == "*" and wanted.search(path.encode()))
        ]
        assert bool(where) == check.there, f"{check.text} in {check.path} of {check.site}: {where[:5]}"
