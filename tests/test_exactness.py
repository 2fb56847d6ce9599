"""After any edits a build leaves, byte for byte, what a clean build of the same sources would."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from exactness.starting import write_site
from exactness.trial import Trial, settled
from exactness.walk import walk
from exactness.zygote import Zygote
from sites import SiteTest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTS = 3


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote() as running:
        yield running


@pytest.fixture(scope="module")
def start(tmp_path_factory) -> Path:
    from exactness.settings import PLAYBILL

    folder = tmp_path_factory.mktemp("exactness") / "start"
    write_site(folder, PLAYBILL)
    return folder


@pytest.mark.parametrize("part", range(PARTS))
def test_each_edit_is_built_as_a_clean_build_would(part, start, zygote, tmp_path):
    (site,) = settled(tmp_path, start, 1)
    walk(site, start, tmp_path / "reference", zygote, part=part, parts=PARTS)
