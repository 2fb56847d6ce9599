"""Configuration and records, each part of them noted as it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.model.tracking import Watched, WatchedSet

if TYPE_CHECKING:
    from generator.model.anthology import Collection, TextPage
    from generator.model.config import (
        CataloguesEntry,
        Config,
        FeedsEntry,
        PaginationEntry,
        ReleaseRules,
        SecurityEntry,
        SiteEntry,
        TakeawaysEntry,
    )
    from generator.model.registries import Registries
    from generator.model.tracking import Tracker
    from generator.plan.release import Release


class Settings:
    """The configuration, section by section, each noted as it is read."""

    def __init__(self, config: Config, tracker: Tracker) -> None:
        self._config = config
        self._tracker = tracker

    def _section(self, name: str) -> Any:
        self._tracker.note(f"config {name}")
        return getattr(self._config, name)

    @property
    def site(self) -> SiteEntry:
        """Title, address, language, editor."""
        return self._section("site")  # type: ignore[no-any-return]

    @property
    def menu(self) -> list[str]:
        """The words of the menu."""
        return self._section("menu")  # type: ignore[no-any-return]

    @property
    def featured(self) -> list[str]:
        """The works on the home page."""
        return self._section("featured")  # type: ignore[no-any-return]

    @property
    def feeds(self) -> FeedsEntry:
        """Which feeds there are."""
        return self._section("feeds")  # type: ignore[no-any-return]

    @property
    def takeaways(self) -> TakeawaysEntry:
        """What contributors can take away."""
        return self._section("takeaways")  # type: ignore[no-any-return]

    @property
    def release(self) -> ReleaseRules:
        """What a work needs to be published."""
        return self._section("release")  # type: ignore[no-any-return]

    @property
    def catalogues(self) -> CataloguesEntry:
        """Which catalogues there are."""
        return self._section("catalogues")  # type: ignore[no-any-return]

    @property
    def security(self) -> SecurityEntry | None:
        """What security.txt says."""
        return self._section("security")  # type: ignore[no-any-return]

    @property
    def pagination(self) -> PaginationEntry:
        """How long the pages of lists are."""
        return self._section("pagination")  # type: ignore[no-any-return]


class Published:
    """What readers may see, each record noted as it is read."""

    def __init__(self, release: Release, tracker: Tracker) -> None:
        self._release = release
        self._tracker = tracker
        self.projects = Watched(release.listed, tracker, "listed")
        """Those in lists."""
        self.pages_of = Watched(release.projects, tracker, "project")
        """All that have a page, unlisted ones too."""
        self.withdrawn = Watched(release.withdrawn, tracker, "withdrawn")
        self.contributors = Watched(release.contributors, tracker, "person")
        self.previews = Watched(release.previews, tracker, "preview")

    @property
    def shown(self) -> WatchedSet:
        """Contributors who have a page of the site's own."""
        return WatchedSet(self._release.shown, self._tracker, "shown")

    @property
    def collections(self) -> Watched[Collection]:
        """Collections by id."""
        return Watched(self._release.collections, self._tracker, "collection")

    @property
    def pages(self) -> Watched[TextPage]:
        """The site's own texts by id."""
        return Watched(self._release.pages, self._tracker, "page")

    @property
    def registries(self) -> Registries:
        """Roles, licences, mediums, relations."""
        self._tracker.note("registries")
        return self._release.registries
