"""Which paths are written to or opened."""

from __future__ import annotations

import os
from pathlib import PurePosixPath

import pytest

from generator.files import (
    PathError,
    inside,
    output_path,
)


@pytest.mark.parametrize(
    "text",
    [
        *[
            "",
            "/a",
            "a//b",
            "a/",
            "./a",
            "a/../b",
            "..",
            ".",
            "a/.",
            "a\\b",
            "c:/a",
            "a:b",
            "a\0b",
            "a\nb",
            "a?b",
            "a*",
            "a|b",
            "<a>",
        ],
        *[
            "con",
            "a/NUL.txt",
            "com1",
            "lpt9.html",
            "aux.",
            "a.",
            "a /b",
            " a",
            ".creditroll/record",
            ".CreditRoll",
            ".git/config",
        ],
        *["a/.git/hooks", "e\u0301.html", "a\u202eb", "\ud800", "%2e%2e/a", "a%2Fb", "x" * 241, "é" * 121, "a\u2028b"],
    ],
)
def test_bad_output_paths_are_refused(text):
    with pytest.raises(PathError) as caught:
        output_path(text)
    assert caught.value.code == "bad-path"
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "text", ["index.html", ".nojekyll", ".well-known/x", "media/ab/夜の街.mp3", "a/50%.mp3", "console/a", "x" * 240]
)
def test_good_output_paths_are_kept(text):
    assert output_path(text) == PurePosixPath(text)


@pytest.fixture
def content(tmp_path):
    root = tmp_path / "content"
    (root / "projects/lamp").mkdir(parents=True)
    (root / "projects/lamp/cover.jpg").write_bytes(b"x")
    (root / "projects/lamp/café.jpg").write_bytes(b"x")
    (tmp_path / "secret").write_bytes(b"x")
    (root / "out.jpg").symlink_to(tmp_path / "secret")
    (root / "in.jpg").symlink_to(root / "projects/lamp/cover.jpg")
    (root / "up").symlink_to(tmp_path)
    (root / "loop").symlink_to(root / "loop")
    (root / "gone").symlink_to(root / "nothing")
    os.mkfifo(root / "pipe")
    (root / "device").symlink_to("/dev/zero")
    return root


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("", "bad-path"), ("projects", "bad-path"), ("projects/lamp/", "bad-path"), ("pipe", "bad-path"), ("a\0b", "bad-path")],
        *[("a\\b", "bad-path"), ("https://a.org/b.jpg", "bad-path"), (".", "bad-path"), ("\ud800", "bad-path")],
        *[("/etc/passwd", "outside-content"), ("../secret", "outside-content"), ("projects/../../secret", "outside-content")],
        *[
            ("out.jpg", "outside-content"),
            ("up/secret", "outside-content"),
            ("device", "outside-content"),
            ("C:/a", "outside-content"),
        ],
        *[("no.jpg", "missing-file"), ("in.jpg/a", "missing-file"), ("loop", "missing-file"), ("gone", "missing-file")],
        *[("~/a", "missing-file"), ("$HOME/a", "missing-file"), ("%2e%2e/secret", "missing-file"), ("x" * 5000, "missing-file")],
    ],
)
def test_files_that_may_not_be_opened(content, text, code):
    with pytest.raises(PathError) as caught:
        inside(content, text)
    assert caught.value.code == code
    assert len(str(caught.value)) < 500


def test_files_that_may_be_opened(content):
    for text in (
        "projects/lamp/cover.jpg",
        "./projects/lamp/cover.jpg",
        "projects/x/../lamp/cover.jpg",
        "in.jpg",
        "up/content/in.jpg",
    ):
        assert inside(content, text).read_bytes() == b"x"
    assert inside(content, "projects/lamp/cafe\u0301.jpg").name == "café.jpg"


def test_a_misspelt_file_has_a_hint(content):
    with pytest.raises(PathError) as caught:
        inside(content, "projects/lamp/covr.jpg")
    assert caught.value.hint.startswith('did you mean "cover.jpg"')
