"""What many tests share."""

from __future__ import annotations

import os
import shutil
from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from site_output import BuiltSite

pytest.register_assert_rewrite("site_faults", "script_pages")

CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on the real sample are chosen by `CREDITROLL_SAMPLE`, the folder it is in; those that only root can do, by being root.

    Else they do not belong to the run. Once chosen, what is missing is an error.
    """
    absent = [*(["sample"] if "CREDITROLL_SAMPLE" not in os.environ else []), *(["root"] if os.getuid() else [])]
    away = [item for item in items if any(item.get_closest_marker(name) for name in absent)]
    if away:
        config.hook.pytest_deselected(items=away)
        items[:] = [item for item in items if item not in set(away)]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium: the one on the path, else the one that playwright brought."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def other_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], BuiltSite]:
    """Gives one of the sites that all tests share; test processes share the folder, so that each is built once."""
    from site_output import built_site

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sites"
    return cache(lambda name: built_site(name, folder))


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, other_site: Callable[[str], BuiltSite]) -> BuiltSite:
    """The shared site that a test is marked with."""
    return other_site(request.param)
