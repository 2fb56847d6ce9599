"""What `init` and `new` write."""

from __future__ import annotations

import re
import uuid

import msgspec
import pytest
import yaml

from generator.build.run import Request, check
from generator.errors import Severity, UsageError
from generator.importers.starter import init_site, new_record
from generator.model.config import Config
from generator.model.manifest import CollectionManifest, ContributorManifest, PageManifest, ProjectManifest
from generator.model.slugs import is_id


def read(path):
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def header(path):
    return yaml.load(path.read_text("utf-8").split("---\n")[1], Loader=yaml.BaseLoader)


@pytest.fixture
def site(tmp_path):
    init_site(tmp_path / "night-songs", empty=False)
    return tmp_path / "night-songs"


def test_a_new_site_has_a_configuration_a_poem_two_contributors_and_a_page(site):
    config = msgspec.convert(read(site / "config.yaml"), Config, strict=False)
    assert uuid.UUID(config.site.id).version == 4
    assert config.site.title == "Night Songs"
    assert config.menu == ["projects", "contributors", "about"]
    poem = msgspec.convert(read(site / "content/projects/first-light/project.yaml"), ProjectManifest, strict=False)
    assert len((site / "content/projects/first-light" / poem.media[0].text).read_text().splitlines()) == 4
    person = msgspec.convert(read(site / "content/contributors/maren-holt.yaml"), ContributorManifest, strict=False)
    known = {"maren-holt", *read(site / "content/contributors.yaml")}
    assert person.name == "Maren Holt"
    assert {poem.credits["author"], poem.credits["editor"].contributor} == known
    assert msgspec.convert(header(site / "content/pages/about.md"), PageManifest, strict=False).title == "About"


def test_the_files_that_were_written_are_returned(tmp_path):
    written = init_site(tmp_path / "site", empty=False)
    assert sorted(written) == sorted(path for path in (tmp_path / "site").rglob("*") if path.is_file())


def test_what_must_stay_private_is_ignored_by_git(site):
    assert {"/private/", "/output/"} <= set((site / ".gitignore").read_text().splitlines())


def test_lines_are_added_to_a_gitignore_that_is_there(tmp_path):
    (tmp_path / ".gitignore").write_text("node_modules\noutput/")
    init_site(tmp_path, empty=True)
    assert (tmp_path / ".gitignore").read_text() == "node_modules\noutput/\n/.cache/\n/private/\n"


def test_an_empty_site_has_only_its_configuration(tmp_path):
    written = init_site(tmp_path / "site", empty=True)
    assert {path.name for path in written} == {"config.yaml", ".gitignore"}
    assert (tmp_path / "site/content/projects").is_dir()
    assert msgspec.convert(read(tmp_path / "site/config.yaml"), Config, strict=False).menu == ["projects", "contributors"]


def test_every_site_has_an_id_of_its_own(tmp_path):
    init_site(tmp_path / "a", empty=True)
    init_site(tmp_path / "b", empty=True)
    assert read(tmp_path / "a/config.yaml")["site"]["id"] != read(tmp_path / "b/config.yaml")["site"]["id"]


def test_a_folder_with_a_site_is_refused(site):
    before = (site / "config.yaml").read_bytes()
    with pytest.raises(UsageError, match=r"already has a config\.yaml"):
        init_site(site, empty=False)
    assert (site / "config.yaml").read_bytes() == before


def test_no_file_is_overwritten(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/contributors.yaml").write_text("mine: Mine\n")
    with pytest.raises(UsageError, match=r"content/contributors\.yaml"):
        init_site(tmp_path, empty=False)
    assert not (tmp_path / "config.yaml").exists()


def test_what_the_comments_teach_can_be_used(site):
    text = (site / "config.yaml").read_text()
    keys = re.sub(r"^(\s*)# (\s*)(?=[a-z_]+:|-)", r"\1\2", text, flags=re.MULTILINE)
    config = msgspec.convert(yaml.load(keys, Loader=yaml.BaseLoader), Config, strict=False)
    assert config.featured == ["first-light"]
    assert config.release.require == ["license", "summary", "alt"]
    assert config.mediums["zine"].layout == "read"
    assert config.site.logo == "logo.svg"


@pytest.mark.parametrize(
    ("kind", "place", "form"),
    [
        ("project", "content/projects/the-long-night/project.yaml", ProjectManifest),
        ("contributor", "content/contributors/the-long-night.yaml", ContributorManifest),
        ("collection", "content/collections/the-long-night.yaml", CollectionManifest),
    ],
)
def test_a_new_record_is_a_valid_manifest_with_an_id_from_its_name(site, kind, place, form):
    path = new_record(site, kind, "The Long Night")
    assert path == site / place
    manifest = msgspec.convert(read(path), form, strict=False)
    assert (manifest.name if kind == "contributor" else manifest.title) == "The Long Night"


@pytest.mark.parametrize("kind", ["project", "contributor", "collection"])
def test_every_commented_key_of_a_new_record_exists(site, kind):
    text = new_record(site, kind, "Any").read_text()
    form = {"project": ProjectManifest, "contributor": ContributorManifest, "collection": CollectionManifest}[kind]
    known = {field.encode_name for field in msgspec.structs.fields(form)}
    assert set(re.findall(r"^# ([a-z_]+):", text, re.MULTILINE)) <= known


def test_a_new_page_has_a_title(site):
    path = new_record(site, "page", "How: to join?")
    assert is_id(path.stem)
    assert header(path) == {"title": "How: to join?", "menu": "true"}


@pytest.mark.parametrize("name", ["/dev/urandom", "../../etc/passwd", "مها", "森脇大輔", "no", '"quoted" #1', "con", "x" * 300])
def test_any_name_becomes_an_id_and_is_kept_as_typed(site, name):
    path = new_record(site, "contributor", name)
    assert path.parent == site / "content/contributors"
    assert is_id(path.stem)
    assert read(path)["name"] == name


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("project", "First Light"),
        ("contributor", "Maren Holt"),
        ("contributor", "Idris Bello"),
        ("page", "about"),
        ("page", "Feeds"),
        ("project", "page"),
    ],
)
def test_an_id_that_is_taken_is_refused(site, kind, name):
    with pytest.raises(UsageError, match=r"already a|address of the site"):
        new_record(site, kind, name)


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "a\u202eb"])
def test_a_name_that_cannot_be_printed_is_refused(site, name):
    with pytest.raises(UsageError):
        new_record(site, "project", name)


def test_a_record_needs_a_site(tmp_path):
    with pytest.raises(UsageError, match="creditroll init"):
        new_record(tmp_path, "project", "Lamp")


def test_what_is_new_passes_the_check(site):
    for kind in ("project", "contributor", "collection", "page"):
        new_record(site, kind, "Some Thing")
    assert [str(problem) for problem in check(Request(site=site)) if problem.severity in {Severity.ERROR, Severity.WARNING}] == []
