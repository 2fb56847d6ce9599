"""An id is changed in every manifest that names it, and nothing else is."""

from __future__ import annotations

import random
import shutil

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import CONFIG, LAMP, PEOPLE, SiteTest, png, where

from generator.editing.rename import Renaming, rename
from generator.errors import ContentError, UsageError

ANA = "content/contributors/ana-lima.yaml"
NAMED = PEOPLE | {
    ANA: """\
# Ana's own file.
name:   "Ana Lima"      # as she signs

links:
- {label: Home,   url: https://example.org/contributors/ana-lima/}   # elsewhere: stays
bio: >
  See [her page](/contributors/ana-lima/) and [that](/contributors/ana-lima-porto/).
""",
    "content/contributors/ana-lima-porto.yaml": "name: Ana Lima\ndistinct_from: [ana-lima]\n",
    "content/contributors/the-band.yaml": "name: Band\nkind: group\nmembers:\n  - ana-lima     # voice\n  - {contributor: kofi-mensah, from: 2020}\n  - contributor: 'ana-lima-porto'\n",
    LAMP: """\
title: Lamp    # of the pier
medium: film
released: 2025
part_of: songs
media:
  - image: one.png
    alt: ana-lima stands in this text
    credits: {photographer: &her ana-lima}
credits:
  director:   ana-lima   # since 2023
  writer: [ kofi-mensah,ana-lima,  "ana-lima-porto" ]
  musician:
    - {contributor: ana-lima, as: Ana,   detail: cello}
    - contributor: "ana-lima"

      # a comment between
      detail: viola
  editor: *her
  singer: {contributor: the-band, members: [ana-lima, {contributor: kofi-mensah}]}
  ana-lima: {name: A role that is called so}
shares:
  - pool: profit
    split:
      ana-lima: 4      # a year's work
      kofi-mensah: {parts: 2, waived: true}
description: |
  By [Ana](/contributors/ana-lima/#credits).
""",
    "content/projects/lamp/one.png": png(),
    "content/projects/songs/project.yaml": "title: Songs\nmedium: album\nreleased: 2025\ncredits: credits.csv\nmade_from:\n- {project: lamp, relation: soundtrack}\n",
    "content/projects/songs/credits.csv": 'role,contributor,members,note\r\nsinger, ana-lima ,,"one, ""two"""\r\nplayer,the-band,"kofi-mensah; ana-lima",\r\n',
    "content/collections/night.yaml": "title: Night\nprojects: [lamp, {project: songs, note: lamp}]\ncredits: [{role: editor, contributor: ana-lima}]\n",
    "content/collections/hers.yaml": "title: Hers\nwhere: {contributor: ana-lima}\n",
    "content/pages/about.md": "# About\n\n[Ana](/contributors/ana-lima/), <a href='/projects/lamp/'>Lamp</a>, ana-lima, /contributors/ana-limau/.\n",
    "private/never-print.yaml": "- contributor: ana-lima\n  names: [Zoe Silent]\n",
    "config.yaml": CONFIG + "featured: [lamp]   # the newest\n",
}


def manifests(root) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] in ("content", "config.yaml", "private")
    }


@pytest.fixture
def named(tmp_path):
    return SiteTest.of(tmp_path, NAMED)


def test_a_contributor_gets_another_id_everywhere_and_all_else_stays(named):
    named.build()
    before = manifests(named.root)
    run = named.run("rename", "contributor", "ana-lima", "ana-borges")
    assert run.code == 0, run.err
    after = manifests(named.root)
    assert after.pop("content/contributors/ana-borges.yaml").decode() == NAMED[ANA].replace(
        '"Ana Lima"      # as she signs\n', '"Ana Lima"      # as she signs\nformerly: [ana-lima]\n'
    ).replace("page](/contributors/ana-lima/)", "page](/contributors/ana-borges/)")
    assert ANA not in after
    lamp = before[LAMP].decode().replace("ana-lima", "ana-borges").replace("ana-borges-porto", "ana-lima-porto")
    lamp = lamp.replace("ana-borges stands", "ana-lima stands").replace("ana-borges: {name", "ana-lima: {name")
    assert after[LAMP].decode() == lamp
    assert after["content/projects/songs/credits.csv"] == before["content/projects/songs/credits.csv"].replace(
        b"ana-lima", b"ana-borges"
    )
    assert b"[Ana](/contributors/ana-borges/)" in after["content/pages/about.md"]
    assert b", ana-lima, /contributors/ana-limau/" in after["content/pages/about.md"]
    for path in ("content/collections/night.yaml", "content/collections/hers.yaml", "private/never-print.yaml"):
        assert after[path] == before[path].replace(b"ana-lima", b"ana-borges")
    assert sorted(run.out.split()) == sorted(
        {path for path in after if after[path] != before.get(path)} | {"content/contributors/ana-borges.yaml"}
    )
    named.build()
    assert "contributors/ana-borges/" in named.read("contributors/ana-lima/index.html")
    assert 'rel="canonical" href="https://example.org/contributors/ana-borges/"' in named.read("contributors/ana-lima/index.html")
    mentioned = set(where(named, "ana-lima")) - set(where(named, "ana-lima-porto")) - {"contributors/ana-lima/index.html"}
    assert {path for path in mentioned if b"/contributors/ana-lima/" in named.output()[path]} <= {
        path for path in mentioned if b"https://example.org/contributors/ana-lima/" in named.output()[path]
    }


def test_a_project_gets_another_id_with_its_folder(named):
    named.build()
    run = named.run("rename", "project", "lamp", "pier-lamp")
    assert run.code == 0, run.err
    after = manifests(named.root)
    assert not any(path.startswith("content/projects/lamp/") for path in after)
    assert "content/projects/pier-lamp/one.png" in after
    assert after["content/projects/pier-lamp/project.yaml"].decode() == NAMED[LAMP].replace(
        "# of the pier\n", "# of the pier\nformerly: [lamp]\n"
    )
    assert (
        after["content/collections/night.yaml"]
        == b"title: Night\nprojects: [pier-lamp, {project: songs, note: lamp}]\ncredits: [{role: editor, contributor: ana-lima}]\n"
    )
    assert after["config.yaml"].endswith(b"featured: [pier-lamp]   # the newest\n")
    assert b"{project: pier-lamp, relation: soundtrack}" in after["content/projects/songs/project.yaml"]
    assert b"href='/projects/pier-lamp/'" in after["content/pages/about.md"]
    named.build()
    assert named.has("projects/lamp/index.html")
    fresh = SiteTest.of(named.root.parent / "fresh", {})
    shutil.rmtree(fresh.root / "content", ignore_errors=True)
    for path, data in after.items():
        fresh.write(path, data)
    assert fresh.build().output() == named.output()


@pytest.mark.parametrize(("kind", "old"), [("contributor", "ana-lima"), ("project", "lamp"), ("project", "songs")])
def test_a_renaming_taken_back_leaves_the_same_bytes(kind, old, named):
    before = manifests(named.root)
    assert named.run("rename", kind, old, "something-else").code == 0
    assert manifests(named.root) != before
    run = named.run("rename", kind, "something-else", old)
    assert run.code == 0, run.err
    assert manifests(named.root) == before


def test_what_was_published_meanwhile_is_kept_when_a_renaming_is_taken_back(named):
    named.run("rename", "project", "lamp", "pier")
    named.build()
    named.run("rename", "project", "pier", "lamp")
    assert "formerly: [pier]\n" in (named.root / LAMP).read_text()
    named.build()
    assert named.has("projects/pier/index.html")


def test_a_dry_run_changes_nothing(named):
    before = manifests(named.root)
    run = named.run("rename", "contributor", "ana-lima", "ana", "--dry-run")
    assert run.code == 0
    assert LAMP in run.out
    assert manifests(named.root) == before


def test_someone_of_the_short_form_gets_a_file_of_their_own(tmp_path):
    short = "# People who are only a name.\nana-lima: Ana Lima\nzoe: 'Zoë: a name'   # new\n"
    site = SiteTest.of(
        tmp_path, {"content/contributors.yaml": short, LAMP: "title: Lamp\nmedium: poem\ncredits: {author: zoe}\n"}
    )
    assert site.run("rename", "contributor", "zoe", "zoe-k").code == 0
    assert (tmp_path / "content/contributors.yaml").read_text() == "# People who are only a name.\nana-lima: Ana Lima\n"
    assert yaml.safe_load((tmp_path / "content/contributors/zoe-k.yaml").read_text()) == {
        "name": "Zoë: a name",
        "formerly": ["zoe"],
    }
    site.build()
    assert site.has("contributors/zoe/index.html")


def test_an_old_id_with_a_name_that_must_never_appear_is_silent(named):
    named.write("content/contributors/zoe-silent.yaml", "name: Ana K.\n").write(
        "content/projects/s/project.yaml", "title: S\nmedium: poem\ncredits: {author: zoe-silent}\n"
    )
    run = named.run("rename", "contributor", "zoe-silent", "ana-k")
    assert "so it is silent" in run.err
    assert (
        named.root / "content/contributors/ana-k.yaml"
    ).read_text() == "name: Ana K.\nformerly: [{id: zoe-silent, silent: true}]\n"
    named.build()
    assert where(named, "zoe-silent") == []


def test_two_that_are_one_person_become_one(tmp_path):
    files = PEOPLE | {
        "content/contributors/a-lima.yaml": "name: A. Lima\nsort: Lima, A.\nformerly: [lima]\n",
        LAMP: "title: Lamp\nmedium: poem\ncredits: {author: a-lima, editor: ana-lima}\n",
    }
    site = SiteTest.of(tmp_path, files)
    run = site.run("rename", "contributor", "a-lima", "ana-lima")
    assert run.code == 2
    assert "if both are the same person, add --merge" in run.err
    assert site.run("rename", "contributor", "a-lima", "ana-lima", "--merge").code == 0
    assert yaml.safe_load((tmp_path / ANA).read_text()) == {
        "name": "Ana Lima",
        "formerly": ["lima", "a-lima"],
        "also": ["A. Lima"],
    }
    assert not (tmp_path / "content/contributors/a-lima.yaml").exists()
    assert "{author: ana-lima, editor: ana-lima}" in (tmp_path / LAMP).read_text()
    site.build()
    assert site.has("contributors/a-lima/index.html")
    site.write("content/contributors/al.yaml", "name: AL\nbio: Long.\n")
    run = site.run("rename", "contributor", "al", "ana-lima", "--merge")
    assert run.code == 1
    assert "this would be lost when both become one: bio" in run.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("contributor", "ana-lma", "x"), 'there is no contributor "ana-lma"; did you mean "ana-lima"'),
        (("contributor", "ana-lima", "kofi-mensah"), 'there is already a contributor "kofi-mensah"'),
        (
            ("contributor", "ana-lima", "Ana Borges"),
            'cannot be an id: it may only have a-z, 0-9 and single hyphens between them; try "ana-borges"',
        ),
        (("contributor", "ana-lima", "ana-lima"), "the new id is the old one"),
        (("contributor", "ana-lima", "page"), "an address of the site itself"),
        (("project", "lamp", "nul"), "a name that Windows keeps for itself"),
        (("project", "songs", "lampe"), '"lampe" is an old id in content/projects/lamp/project.yaml'),
    ],
)
def test_an_id_that_cannot_be_had_is_refused(arguments, said, named):
    named.edit(LAMP, formerly=["lampe"])
    before = manifests(named.root)
    run = named.run("rename", *arguments)
    assert run.code == 2
    assert said in run.err
    assert manifests(named.root) == before


def test_what_cannot_be_changed_is_told_with_its_line_and_nothing_is_changed(named):
    named.write("content/projects/s/project.yaml", "title: S\nmedium: poem\ncredits: {author: [ana-lima}\n")
    named.write(
        "content/projects/t/project.yaml",
        "title: T\nmedium: poem\ncredits: {author: ana-lima}\nshares:\n- {pool: p, split: {ana-lima: 1, x: }\n",
    )
    before = manifests(named.root)
    run = named.run("rename", "contributor", "ana-lima", "ana")
    assert run.code == 1
    assert "content/projects/s/project.yaml:3:20: not-editable" in run.err
    assert "content/projects/t/project.yaml:3:19: not-editable" in run.err
    assert manifests(named.root) == before


IDS = ["ana", "ana-lima", "kofi", "a-na", "ana-2", "no", "1e3"]


@st.composite
def layouts(draw):
    """A manifest with credits in any layout, and a contributor's file."""
    who = st.sampled_from(IDS)
    quote = st.sampled_from(["{}", '"{}"', "'{}'"])
    space, comment = st.sampled_from(["", " ", "   "]), st.sampled_from(["", "   # ana", "\t# ana: kofi"])
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [
        "title: T" + draw(comment),
        "medium: poem",
        *draw(st.lists(st.sampled_from(["", "# ana", "tags: [ana]"]), max_size=2, unique=True)),
        "credits:",
    ]
    indent = draw(st.sampled_from([" ", "  ", "    "]))
    for number in range(draw(st.integers(1, 4))):
        one = draw(quote).format(draw(who))
        form = draw(st.integers(0, 4))
        if form == 0:
            lines += [f"{indent}r{number}: {draw(space)}{one}{draw(comment)}"]
        elif form == 1:
            lines += [f"{indent}r{number}: [{draw(space)}{one},{draw(space)}{draw(quote).format(draw(who))}{draw(space)}]"]
        elif form == 2:
            lines += [f"{indent}r{number}: {{contributor: {one}{draw(space)}, as: ana}}{draw(comment)}"]
        elif form == 3:
            lines += [
                f"{indent}r{number}:{draw(comment)}",
                f"{indent}- {one}",
                "",
                f"{indent}- contributor: {one}",
                f"{indent}  note: kofi",
            ]
        else:
            lines += [f"{indent}r{number}: >-", f"{indent}  {draw(who)}"]
    own = draw(
        st.sampled_from(
            [
                "name: N",
                "name: N\n",
                "kind: person\nname: |\n  N\n",
                "{name: N}",
                "{ name: N, also: [x] }\n",
                "# x\nname: N # y\nalso:\n- x\n",
                "  name: N\n  formerly: [old-one]\n",
                "name: N\nformerly:\n  - {id: old-one, silent: true}  # gone\n",
                "name: N\nformerly:\n- old-one",
                "\ufeffname: N\r\nalso: [y]\r\n",
                "name: 'N\n  M'\nbio: ana\n",
                "name: N\nbio: |+\n  x\n\n\n",
            ]
        )
    )
    return end.join(lines) + draw(st.sampled_from(["", end])), own, draw(st.sampled_from(IDS))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(layouts())
def test_rename_then_rename_back_gives_the_same_bytes_whatever_the_layout(tmp_path_factory, layout):
    project, own, old = layout
    root = tmp_path_factory.getbasetemp() / f"layout-{random.randrange(10**12)}"
    site = SiteTest(root)
    site.write("config.yaml", CONFIG).write(LAMP, project).write(f"content/contributors/{old}.yaml", own)
    before = manifests(root)
    told = yaml.load(project, yaml.CBaseLoader)
    try:
        rename(root, Renaming(kind="contributor", old=old, new="new-id"))
    except ContentError:
        assert manifests(root) == before
    else:
        text = (root / LAMP).read_bytes().decode()
        assert yaml.load(text, yaml.CBaseLoader)["credits"] == replaced(told["credits"], old)
        assert {key: value for key, value in yaml.load(text, yaml.CBaseLoader).items() if key != "credits"} == {
            key: value for key, value in told.items() if key != "credits"
        }
        rename(root, Renaming(kind="contributor", old="new-id", new=old))
        assert manifests(root) == before
    finally:
        shutil.rmtree(root)


def replaced(value, old):
    if isinstance(value, dict):
        return {key: replaced(one, old) if key not in ("as", "note") else one for key, one in value.items()}
    if isinstance(value, list):
        return [replaced(one, old) for one in value]
    return "new-id" if value == old else value


def test_a_renaming_without_an_id_that_is_there_says_so(tmp_path):
    site = SiteTest(tmp_path).write("config.yaml", CONFIG).write(ANA, "name: A\n")
    with pytest.raises(UsageError):
        rename(site.root, Renaming(kind="project", old="ana-lima", new="b"))
