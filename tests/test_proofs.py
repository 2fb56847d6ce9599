"""Before a release everyone is shown how they will be named, privately, and their answers come back into the manifests."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html
from sites import CONFIG, LAMP, PEOPLE, SiteTest, png, where

from generator.model.anthology import Credit
from generator.model.credit_keys import keys_of
from generator.model.registries import Role

PROOF = "private/proofs/lamp"
PROVED = PEOPLE | {
    "config.yaml": CONFIG + "  editor: {name: Ed, email: ed@example.org}\nrelease: {require_consent: true}\n",
    "content/contributors/zoe.yaml": "name: Zoë Park\ncredit_name: everywhere\npage: none\n",
    "content/contributors/the-band.yaml": "name: The Band\nkind: group\nmembers: [zoe]\n",
    LAMP: """\
title: Lamp & Moon     # the film
medium: film
status: proof
media:
  - image: one.png
    id: one
    title: The still
    alt: A lamp.
    credits: {photographer: ana-lima}
credits:
  director:   ana-lima       # asked by letter
  writer: [ kofi-mensah,  {contributor: ana-lima, as: A. Lima, consent: granted} ]
  musician:
    - contributor: zoe
      as: Zed

      detail: cello     # or viola?
    - {contributor: zoe, detail: voice}
  singer: {contributor: the-band, members: [{contributor: zoe, detail: alto}]}
  street crew: {name: A street musician}
  editor: {contributor: kofi-mensah, consent: declined}
shares:
  - pool: profit
    state: proposed
    closes: 2026-12-31
    split: {ana-lima: 2, kofi-mensah: 1}
""",
    "content/projects/lamp/one.png": png(),
    "content/projects/track/project.yaml": "title: Track\nmedium: song\nstatus: draft\npart_of: lamp\ncredits: people.csv\n",
    "content/projects/track/people.csv": 'contributor,role,note\r\nana-lima,singer,"quiet, low"\r\nkofi-mensah,drummer,\r\n',
    "content/projects/secret/project.yaml": "title: Qsecret\nmedium: poem\nstatus: draft\ncredits: {author: ana-lima}\n",
}


@pytest.fixture(scope="module")
def proved(tmp_path_factory):
    site = SiteTest.of(tmp_path_factory.mktemp("proved"), PROVED)
    run = site.run("proof", "lamp", "--parts")
    assert run.code == 0, run.err
    return site


def rows(site, folder=PROOF):
    return list(csv.DictReader(io.StringIO((site.root / folder / "answers.csv").read_text("utf-8"))))


def text(site, name):
    return (site.root / PROOF / name).read_text("utf-8")


def test_a_letter_has_every_credit_the_printed_names_the_share_and_what_to_answer(proved):
    letter = text(proved, "ana-lima.txt")
    assert "Hello Ana Lima,\n" in letter
    assert "1. Director\n   Printed name: Ana Lima\n   not asked yet\n" in letter
    assert "2. Writer\n   Printed name: A. Lima\n   agreed\n" in letter
    assert "3. Photographer\n   The still\n   Printed name: Ana Lima\n" in letter
    assert "4. Singer (Track)\n   quiet, low\n" in letter
    assert "profit: 2 parts = 66.67 % (proposed; Open until 2026-12-31)" in letter
    assert "https://example.org/contributors/ana-lima/" in letter
    assert "- no: leave me out altogether\n" in letter
    assert "Please answer to ed@example.org.\n" in letter
    assert "Kofi" not in letter


def test_names_are_those_that_will_be_printed(proved):
    zoe = text(proved, "zoe.txt")
    assert "Zed" not in zoe
    assert zoe.count("Printed name: Zoë Park") == 3
    assert "as a member of The Band\n   alto\n" in zoe
    assert "leads to" not in zoe
    assert "Editor\n   Printed name: Not printed\n   declined\n" in text(proved, "kofi-mensah.txt")
    assert "Hello A street musician," in text(proved, "a-street-musician--name.txt")


def test_a_page_says_the_same_and_needs_no_other_file(proved):
    page = html.fromstring(text(proved, "ana-lima.html").encode())
    assert page.findtext(".//h1") == "Your credits on “Lamp & Moon”"
    assert [one.text_content() for one in page.cssselect(".printed")] == ["Ana Lima", "A. Lima", "Ana Lima", "Ana Lima"]
    assert page.cssselect("[src], link, script") == []
    assert page.cssselect('meta[name="robots"]')[0].get("content") == "noindex, nofollow"


def test_the_work_is_built_into_the_private_folder_only_with_nothing_else_that_is_hidden(proved):
    page = (proved.root / PROOF / "site/projects/lamp/index.html").read_text()
    assert "Lamp &amp; Moon" in page
    assert "noindex" in page
    assert (proved.root / PROOF / "site/projects/track/index.html").is_file()
    built = [path for path in (proved.root / PROOF / "site").rglob("*") if path.is_file() and b"Qsecret" in path.read_bytes()]
    assert built == []
    assert not (proved.root / "output").exists()
    proved.build()
    assert where(proved, "Lamp & Moon", "Lamp &amp; Moon", "projects/lamp") == []


def test_a_table_has_a_line_for_each_credit_and_who_has_not_answered_is_told(proved):
    found = rows(proved)
    assert [(row["project"], row["contributor"], row["role"], row["consent"]) for row in found] == [
        ("lamp", "ana-lima", "Director", "not asked yet"),
        ("lamp", "ana-lima", "Writer", "agreed"),
        ("lamp", "ana-lima", "Photographer", "not asked yet"),
        ("track", "ana-lima", "Singer", "not asked yet"),
        ("lamp", "kofi-mensah", "Writer", "not asked yet"),
        ("lamp", "kofi-mensah", "Editor", "declined"),
        ("track", "kofi-mensah", "drummer", "not asked yet"),
        ("lamp", "zoe", "Instrumentalist", "not asked yet"),
        ("lamp", "zoe", "Instrumentalist", "not asked yet"),
        ("lamp", "the-band", "Singer", "not asked yet"),
        ("lamp", "", "street crew", "not asked yet"),
    ]
    assert len({(row["project"], row["credit"]) for row in found}) == len(found)


def answered(site, answers):
    """The table of the proof with some answers filled in, by project, who, role and details."""
    out = io.StringIO()
    found = rows(site)
    table = csv.DictWriter(out, list(found[0]))
    table.writeheader()
    for row in found:
        for (who, role, details), (answer, name, remark) in answers.items():
            if (row["who"], row["role"]) == (who, role) and details in row["details"]:
                row |= {"answer": answer, "as": name, "remark": remark}
        table.writerow(row)
    site.write("answers.csv", out.getvalue())
    return str(site.root / "answers.csv")


def test_answers_are_written_into_the_manifests_and_all_else_stays(tmp_path):
    site = SiteTest.of(tmp_path, PROVED)
    site.run("proof", "lamp", "--parts", "--no-pages")
    assert not (tmp_path / PROOF / "site").exists()
    path = answered(
        site,
        {
            ("Ana Lima", "Director", ""): ("yes", "", ""),
            ("Ana Lima", "Photographer", ""): ("anonymous", "", ""),
            ("Ana Lima", "Singer", ""): ("yes", "Anna", ""),
            ("Kofi Mensah", "Writer", ""): ("name", "Kofi, the", "My bio is old."),
            ("Kofi Mensah", "drummer", ""): ("no", "", ""),
            ("Zoë Park", "Instrumentalist", "cello"): ("Granted", "", ""),
            ("The Band", "Singer", ""): ("yes", "", ""),
            ("A street musician", "street crew", ""): ("yes", "", ""),
        },
    )
    run = site.run("proof", "lamp", "--parts", "--answers", path)
    assert run.code == 0, run.err
    assert "6 granted, 1 anonymous, 1 declined" in run.err.replace("1 anonymous, 6 granted", "6 granted, 1 anonymous")
    assert "To do by hand: Kofi Mensah, writer: My bio is old." in run.err
    assert (tmp_path / LAMP).read_text() == PROVED[LAMP].replace(
        "credits: {photographer: ana-lima}", "credits: {photographer: {contributor: ana-lima, consent: anonymous}}"
    ).replace("director:   ana-lima ", "director:   {contributor: ana-lima, consent: granted} ").replace(
        "[ kofi-mensah,", '[ {contributor: kofi-mensah, consent: granted, as: "Kofi, the"},'
    ).replace("      detail: cello     # or viola?\n", "      detail: cello     # or viola?\n      consent: granted\n").replace(
        "members: [{contributor: zoe, detail: alto}]}", "members: [{contributor: zoe, detail: alto}], consent: granted}"
    ).replace("{name: A street musician}", "{name: A street musician, consent: granted}")
    assert (tmp_path / "content/projects/track/people.csv").read_bytes() == (
        b'contributor,role,note,consent,as\r\nana-lima,singer,"quiet, low",granted,Anna\r\nkofi-mensah,drummer,,declined\r\n'
    )
    site.run("proof", "lamp", "--no-pages")
    assert [row["contributor"] for row in rows(site) if row["consent"] == "not asked yet"] == ["zoe"]
    site.edit(LAMP, status="released")
    assert "nobody has asked zoe about this credit" in site.refused()
    assert site.run("proof", "lamp", "--asked").code == 0
    assert (
        "{contributor: zoe, detail: voice, consent: asked}" in (tmp_path / LAMP).read_text()
        or "consent: asked" in (tmp_path / LAMP).read_text()
    )
    site.build()
    roll = site.read("projects/lamp/credits/index.html")
    assert "Anonymous" in roll
    assert "Kofi, the" in roll


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("yes", "", ""), None),
        (("maybe", "", ""), '"maybe" is no answer'),
        (("name", "", ""), "the answer says name, and there is none"),
    ],
)
def test_an_answer_that_cannot_be_read_is_told_with_its_line_and_nothing_is_changed(change, said, tmp_path):
    site = SiteTest.of(tmp_path, PROVED)
    site.run("proof", "lamp", "--no-pages")
    path = answered(site, {("Ana Lima", "Director", ""): change})
    if said is None:
        (tmp_path / "answers.csv").write_text((tmp_path / "answers.csv").read_text().replace(rows(site)[0]["credit"], "0badbad0"))
        said = '"lamp" has no credit "0badbad0"'
    run = site.run("proof", "lamp", "--answers", path)
    assert run.code == 1
    assert "answers.csv:2:1: bad-answer: " in run.err
    assert said in run.err
    assert (tmp_path / LAMP).read_text() == PROVED[LAMP]


def test_a_proof_is_never_written_where_it_would_be_published_or_over_files_of_others(tmp_path):
    site = SiteTest.of(tmp_path, PROVED)
    for folder in ("output/proof", "content/proof", ".", "themes/x"):
        run = site.run("proof", "lamp", "--output", str(tmp_path / folder))
        assert run.code == 2, folder
    site.write("mine/notes.txt", "mine")
    assert "has files of others" in site.run("proof", "lamp", "--output", str(tmp_path / "mine")).err
    assert "there is no project" in site.run("proof", "lmp").err


def test_nobody_finds_a_name_that_must_never_appear_in_a_proof(tmp_path):
    site = SiteTest.of(tmp_path, PROVED).write("private/never-print.yaml", "- {contributor: ana-lima, names: [A. Lima]}\n")
    run = site.run("proof", "lamp", "--no-pages")
    assert run.code == 1
    assert "never-print" in run.err
    assert not (tmp_path / PROOF).exists()


def test_a_later_proof_leaves_nothing_of_who_is_gone(tmp_path):
    site = SiteTest.of(tmp_path, PROVED)
    site.run("proof", "lamp", "--no-pages")
    assert (tmp_path / PROOF / "zoe.txt").is_file()
    site.write(LAMP, "title: Lamp\nmedium: poem\nstatus: proof\ncredits: {author: ana-lima}\n").run("proof", "lamp", "--no-pages")
    assert sorted(path.name for path in (tmp_path / PROOF).iterdir()) == [
        ".creditroll-proof",
        "ana-lima.html",
        "ana-lima.txt",
        "answers.csv",
        "index.html",
    ]


def test_letters_speak_the_sites_language(tmp_path):
    site = SiteTest.of(tmp_path, PROVED)
    site.write("config.yaml", PROVED["config.yaml"].replace("  title: Night", "  language: de\n  title: Night"))
    site.run("proof", "lamp", "--no-pages")
    assert "Deine Nennungen" in text(site, "ana-lima.txt") or "Ihre Nennungen" in text(site, "ana-lima.txt")
    assert '<html lang="de" dir="ltr">' in text(site, "ana-lima.html")


def test_a_credit_keeps_its_key_whatever_was_answered():
    role = Role(id="actor", name="Actor")
    one = Credit(contributor="a", role=role, written_role="Actor", detail="x")
    other = Credit(contributor="a", role=role, written_role="actor ", detail="x", as_name="A", consent="granted")
    assert keys_of([one]) == keys_of([other])
    assert len(set(keys_of([one, other]))) == 2
    assert len(set(keys_of([one, one]))) == 1
