"""What an editor sees while writing: saves, mistakes, a mended site."""

from __future__ import annotations

import shutil
import time

import pytest
from serving import CONFIG, MANIFEST, POEM, Serving, make_like, make_site, until

from generator.serve import answers
from generator.serve.channel import Channel

THEME = answers.__file__.rpartition("/generator/")[0] + "/themes/playbill"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One server for all that only look."""
    serving = Serving(make_site(tmp_path_factory.mktemp("shared") / "site"))
    yield serving
    serving.kill()


@pytest.fixture
def site(tmp_path, shared):
    return make_like(tmp_path / "site", shared.site)


@pytest.fixture
def serving(site):
    """A server of one's own, for those who change things."""
    one = Serving(site)
    yield one
    one.kill()


def test_a_page_is_served_with_the_reload_script_that_its_file_does_not_have(shared):
    answer = shared.get("/projects/lamp/")
    assert answer.status == 200
    assert b"/_creditroll/reload.js" in answer.body
    file = shared.site / ".cache/preview/projects/lamp/index.html"
    assert b"_creditroll" not in file.read_bytes()
    assert (shared.site / ".cache/preview/.creditroll/preview").exists()
    assert not (shared.site / "output").exists()
    for script in ("reload.js", "overlay.js"):
        assert shared.get(f"/_creditroll/{script}").headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_a_save_is_told_to_the_page_and_printed_with_its_address(serving):
    before = (serving.site / ".cache/preview/about/index.html").stat().st_mtime_ns
    with serving.events() as events:
        state = events.next()
        assert f'data-page="{state.page}"' in serving.page("/projects/lamp/")
        serving.retitle("Lantern")
        told = events.next_good(state.page)
        page = serving.page("/projects/lamp/")
    assert "Lantern" in page
    assert f'data-page="{told.page}"' in page
    line = serving.wait_for(f"{MANIFEST}: ")
    assert " files in " in line
    assert line.endswith(f", {serving.url}/projects/lamp/")
    assert (serving.site / ".cache/preview/about/index.html").stat().st_mtime_ns == before


def test_a_page_that_a_save_does_not_change_is_told_that_it_is_as_it_was(serving):
    with serving.events("/projects/lamp/") as lamp, serving.events("/about/") as about:
        lamp_before, about_before = lamp.next(), about.next()
        serving.write("content/pages/about.md", "---\ntitle: About\nmenu: true\n---\nAnother reason.\n")
        assert about.next_good().page != about_before.page
        assert lamp.next().page == lamp_before.page


def test_a_broken_manifest_is_shown_while_the_last_good_site_stays_and_mends_itself(serving):
    with serving.events() as events:
        state = events.next()
        serving.write(MANIFEST, POEM.replace("ana-lima", "ana-lma <b>"))
        told = events.next()
        (problem,) = told.troubles
        assert (problem["source"], problem["line"], problem["code"]) == (MANIFEST, 4, "unknown-contributor")
        row = problem["frame"][-1]
        assert row["number"] == "4"
        assert row["text"][row["start"] : row["start"] + row["length"]] == "ana-lma <b>"
        assert problem["meaning"]
        assert told.page == state.page
        assert "Lamp" in serving.page("/projects/lamp/")
        serving.wait_for("the last good state stays")
        assert serving.wait_for(f"{MANIFEST}:4:")
        assert "^^^" in serving.told
        with serving.events() as late:
            assert late.next().troubles == told.troubles
        serving.write(MANIFEST, POEM)
        assert events.next() == state
    serving.wait_for("nothing new in")


def test_a_site_that_is_broken_from_the_start_is_shown_once_it_is_mended(site):
    (site / MANIFEST).write_text("title: <script>alert(1)</script>\nmedium: [\n")
    one = Serving(site)
    try:
        answer = one.get("/")
        assert answer.status == 503
        assert b"project.yaml:" in answer.body
        assert b"<script>alert" not in answer.body
        with one.events("/") as events:
            state = events.next()
            assert f'data-page="{state.page}"'.encode() in answer.body
            assert state.troubles
            since = len(one.lines)
            time.sleep(1.5)
            assert len(one.lines) == since  # it waits for a save, and does not try again and again
            one.write(MANIFEST, POEM)
            assert events.next_good().page != state.page
        assert one.get("/").status == 200
    finally:
        one.kill()


def test_a_broken_configuration_is_shown_and_mended(serving):
    with serving.events() as events:
        state = events.next()
        serving.write("config.yaml", "site: {title: [\n")
        (problem, *_) = events.next().troubles
        assert problem["source"] == "config.yaml"
        assert problem["frame"]
        (serving.site / "config.yaml").unlink()
        assert "config.yaml" in str(events.next().troubles)
        serving.write("config.yaml", CONFIG)
        assert events.next_good().page == state.page


def test_a_broken_template_is_shown_with_its_lines_and_mended(serving):
    folder = serving.site / "themes/playbill/templates"
    since = len(serving.lines)
    with serving.events() as events:
        state = events.next()
        shutil.copytree(f"{THEME}/templates", folder)
        serving.wait_for("themes", since)
        template = next(
            path for path in folder.rglob("*.html") if "view.project" in path.read_text() or "{% block" in path.read_text()
        )
        good = template.read_text()
        template.write_text(good + "\n{% endfor %}\n")
        while not (told := events.next()).troubles:
            pass
        problem = told.troubles[0]
        assert problem["code"] == "template-error"
        assert problem["source"].endswith(template.name)
        assert "{% endfor %}" in problem["frame"][-1]["text"]
        assert told.page == state.page
        template.write_text(good)
        assert events.next_good().page == state.page


def test_a_mistake_that_was_saved_over_during_the_build_is_not_told(site):
    from generator import serve
    from generator.serve import rebuild

    said = []
    preview = rebuild.Preview(site, Channel(), said.append, drafts=False)
    preview.first(serve._quietly)
    (site / MANIFEST).write_text("")  # as an editor's program leaves it for an instant
    since = len(said)
    preview.again(frozenset({MANIFEST}), lambda: True)
    assert said[since:] == []
    preview.again(frozenset({MANIFEST}), lambda: False)
    assert "nothing in this file" in "\n".join(said[since:])


def test_warnings_are_told_to_the_page_and_once_in_the_terminal(serving):
    from PIL import Image

    Image.new("RGB", (60, 40), "navy").save(serving.site / "content/projects/lamp/still.png")
    with serving.events() as events:
        events.next()
        serving.write(MANIFEST, POEM + "media: [{image: still.png}]\n")
        while not (told := events.next()).troubles:
            pass
        assert [one["severity"] for one in told.troubles] == ["warning"]
        serving.write(MANIFEST, POEM.replace("stay", "go") + "media: [{image: still.png}]\n")
        assert events.next().troubles == told.troubles
    since = len(serving.lines)
    serving.wait_for(": ", since - 1)
    assert serving.told.count("warning: ") == 1


def test_a_changed_style_sheet_leaves_the_page_as_it_is(serving):
    folder = serving.site / "themes/playbill/static"
    folder.mkdir(parents=True)
    since = len(serving.lines)
    shutil.copy(f"{THEME}/static/playbill.css", folder / "playbill.css")
    serving.wait_for(" in ", since)
    time.sleep(0.3)
    with serving.events() as events:
        state = events.next()
        with (folder / "playbill.css").open("a") as file:
            file.write("\nbody { color: red }\n")
        while (told := events.next()).styles == state.styles:
            pass
    assert told.page == state.page
    (sheet,) = set(told.styles) - set(state.styles)
    assert "color:red" in serving.page(f"/assets/{sheet}").replace(" ", "")


def test_the_configuration_is_watched(serving):
    with serving.events() as events:
        state = events.next()
        serving.write("config.yaml", CONFIG.replace("Night Desk", "Day Desk").replace("/anthology/", "/new/"))
        assert events.next_good(state.page).prefix == "/new/"
    assert "Day Desk" in serving.page("/")
    assert serving.get("/new/").status == 200


def test_a_preview_folder_that_someone_deletes_is_built_again(serving):
    shutil.rmtree(serving.site / ".cache/preview")
    until(lambda: serving.get("/projects/lamp/").status == 200, lambda: serving.told)
    serving.wait_for("The preview's folder was taken away: ")


def test_what_someone_adds_is_there_and_what_they_delete_is_gone(serving):
    with serving.events("/projects/candle/") as events:
        state = events.next()
        (serving.site / "content/projects/candle").mkdir()
        serving.write("content/projects/candle/project.yaml", POEM.replace("Lamp", "Candle"))
        there = events.next_good(state.page)
        assert serving.get("/projects/candle/").status == 200
        shutil.rmtree(serving.site / "content/projects/candle")
        assert events.next_good(there.page).page.startswith("404-")
        assert serving.get("/projects/candle/").status == 404


def test_a_new_day_is_a_change(site, monkeypatch):
    from generator import serve
    from generator.serve import rebuild

    channel = Channel()
    preview = rebuild.Preview(site, channel, print, drafts=False)
    (site / "content/projects/lamp/project.yaml").write_text(POEM + "released: 2031-05-02\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1935445000")  # 2 May 2031 is a little later
    preview.first(serve._quietly)
    assert not (preview.folder / "projects/lamp/index.html").exists()
    assert not preview.is_of_yesterday()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1935533000")
    assert preview.is_of_yesterday()
    preview.again(frozenset({"A new day"}))
    assert (preview.folder / "projects/lamp/index.html").exists()
    assert not preview.is_of_yesterday()


def test_drafts_are_shown_only_when_asked_for(site, shared):
    (site / MANIFEST).write_text(POEM + "status: draft\n")
    one = Serving(site, "--port", "0", "--drafts")
    try:
        assert "Preview: not published" in one.page("/projects/lamp/")
    finally:
        one.kill()
    assert "Preview: not published" not in shared.page("/projects/lamp/")
