"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

SITE = click.option(
    "--site",
    "site",
    type=click.Path(path_type=Path),
    default=None,
    help="The site's folder. Default: here, or the nearest folder above with a config.yaml.",
)
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How the result is printed.")
TODAY = click.option("--today", default="", metavar="DATE", help="As of this day, YYYY-MM-DD.")


def site_folder(given: Path | None) -> Path:
    """The folder of the site that is meant; raises UsageError where there is none."""
    if given is not None and not (given / "config.yaml").is_file():
        from generator.errors import UsageError

        raise UsageError(f"{given} is no site: it has no config.yaml; `creditroll init {given}` makes one")
    place = given or near(None)
    if place is None:
        from generator.sources.settings import find_site

        return find_site(Path.cwd())
    return place.resolve()


def near(given: Path | None) -> Path | None:
    """The folder of the site that is meant, or nothing where there is none."""
    if given is not None:
        return site_folder(given)
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "config.yaml").is_file()), None)


def day(text: str) -> str:
    """A day as it was given; raises UsageError where it is none."""
    if not text:
        return ""
    import datetime

    from generator.errors import UsageError

    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"--today {text}: {error}; write it as 2026-11-23") from error
