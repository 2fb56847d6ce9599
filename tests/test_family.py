"""The whole family of a work is a picture of links, and the same works are lists in lists below it."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import PEOPLE, SiteTest

from generator.plan.family_drawing import HEIGHT_PX, WIDTH_PX, Tie, drawing, title_lines
from generator.plan.views import RelativeView


@st.composite
def families(draw):
    count = draw(st.integers(2, 12))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    ties = sorted(draw(st.sets(pairs, min_size=1, max_size=20)))
    return count, [Tie(str(one), str(other)) for one, other in ties]


@given(families(), st.booleans())
def test_no_work_stands_on_another_and_every_line_leads_on(family, right_to_left):
    count, ties = family
    relatives = {str(at): RelativeView(title=f"Work {at}") for at in range(count)}
    view = drawing(relatives, ties, right_to_left=right_to_left)
    places = {one.title.split()[1]: (one.x_px, one.y_px) for one in view.relatives}
    for (x, y), (u, v) in combinations(places.values(), 2):
        assert abs(x - u) >= WIDTH_PX or abs(y - v) >= HEIGHT_PX
    for x, y in places.values():
        assert 0 <= x <= view.width_px - WIDTH_PX
        assert 0 <= y <= view.height_px - HEIGHT_PX
    for tie, line in zip(ties, view.lines, strict=True):
        steps = [x for x, _ in line.points]
        assert steps == sorted(steps, reverse=right_to_left)
        assert line.points[0][0] == places[tie.source][0] + (0 if right_to_left else WIDTH_PX)
        assert line.points[-1][0] == places[tie.derived][0] + (WIDTH_PX if right_to_left else 0)
        assert all(0 <= y <= view.height_px for _, y in line.points)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Lamp", ("Lamp",)),
        ("A Small Book of Lamps and Lanterns", ("A Small Book of", "Lamps and Lanterns")),
        ("灯台の下でずっと待っていた人たちの長い話", ("灯台の下でずっと待っ", "ていた人たちの長い話")),
    ],
)
def test_a_title_stands_in_two_lines_at_most(title, lines):
    assert title_lines(title) == lines


def work(title: str, *sources: str, more: str = "") -> str:
    made_from = "".join(f"  - {{{source}}}\n" for source in sources)
    return f"title: {title}\nmedium: poem\nreleased: 2024\ncredits: {{author: ana-lima}}\n{more}" + (
        f"made_from:\n{made_from}" if made_from else ""
    )


WORKS = {
    "poem": work(
        "Poem", 'title: A tide table, url: "https://example.org/tides/", by: Rosa, license: CC0-1.0, relation: inspired-by'
    ),
    "song": work("Song", "project: poem, relation: adaptation"),
    "film": work("Film", "project: song, relation: adaptation", "project: poem, relation: sample"),
    "beside": work("Beside", "project: poem, relation: remix"),
    "alone": work("Alone"),
    "pair": work("Pair", "project: alone, relation: cover"),
    "draft": work("Draft", "project: song, relation: remix", more="status: draft\n"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    files = {f"content/projects/{name}/project.yaml": text for name, text in WORKS.items()}
    return SiteTest.of(tmp_path_factory.mktemp("family"), PEOPLE | files).build()


def test_the_picture_of_a_work_links_its_whole_family_at_any_depth(site):
    page = site.read("projects/film/index.html")
    picture = page[page.index('<figure class="family-tree">') : page.index("<figcaption>")]
    links = re.findall(r'<a href="([^"]+)"', picture)
    own = {f"../../projects/{name}/" for name in ("beside", "film", "poem", "song")}
    assert len(links) == 5
    assert set(links) == own | {"https://example.org/tides/"}
    assert "Rosa · CC0 1.0" in picture
    assert "Adapted from · Samples" in picture
    assert "Draft" not in page


def test_the_same_family_can_be_read_as_lists_in_lists(site):
    page = site.read("projects/song/index.html")
    told = page[page.index('<ul class="family-list">') : page.index("</figcaption>")]
    text = " ".join(re.sub(r"<ul[^>]*>", " ( ", told.replace("</ul>", " ) ")).split())
    text = " ".join(re.sub(r"<[^>]+>", " ", text).split())
    assert text == (
        "( A tide table Rosa · CC0 1.0 ( Inspired Poem Poem · Ana Lima ( Adapted as Song Poem · Ana Lima"
        " ( Adapted as Film Poem · Ana Lima ) Sampled in Film Poem · Ana Lima Remixed as Beside Poem · Ana Lima ) ) )"
    )


def test_a_family_of_two_needs_no_picture(site):
    assert "family-tree" not in site.read("projects/pair/index.html")
    assert "family-tree" not in site.read("projects/alone/index.html")
