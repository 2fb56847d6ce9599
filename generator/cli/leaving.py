"""Commands for what leaves the site in other shapes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.options import SITE, site_folder
from generator.cli.say import plain


@click.group()
def export() -> None:
    """Print what leaves the site in other shapes."""


@export.command("credits")
@click.argument("project")
@click.option(
    "--as",
    "shape",
    type=click.Choice(["roll", "description", "vtt", "csv", "json", "id3", "md"]),
    default="roll",
    show_default=True,
    help="An end roll, a video's description, WebVTT, a table, data, ID3 frames, a block for a README.",
)
@click.option(
    "--start", default="", metavar="TIME", help="When the end roll begins, for vtt; else so that it ends with the film."
)
@click.option("--seconds", type=click.FloatRange(0.1, 600), default=3.0, show_default=True, help="How long a cue stays, for vtt.")
@click.option("--drafts", is_flag=True, help="Drafts, proofs and scheduled projects too.")
@SITE
def export_credits(project: str, shape: str, start: str, seconds: float, drafts: bool, site: Path | None) -> None:
    """Print the credits of a project, as readers see them, for other outlets."""
    from generator.build.run import Request, shown
    from generator.exporters.credits import credits_as, project_of, refuse_names

    shelf, world = shown(Request(site=site_folder(site), drafts=drafts))
    text = credits_as(shelf, project_of(shelf, project), shape, start=start, seconds=seconds)
    refuse_names(world, f"credits.{'txt' if shape in ('roll', 'description', 'id3') else shape}", text)
    click.echo(plain(text) if sys.stdout.isatty() else text, nl=False)


@export.command("redirects")
@click.option(
    "--as",
    "shape",
    type=click.Choice(["netlify", "apache", "nginx"]),
    default="netlify",
    show_default=True,
    help="A file _redirects, a file .htaccess, or lines for nginx.",
)
@SITE
def export_redirects(shape: str, site: Path | None) -> None:
    """Print the old addresses as rules of a web server; the pages that lead on are there anyway."""
    from generator.build.run import Request, shown
    from generator.exporters.credits import refuse_names
    from generator.exporters.redirects import redirects_as

    shelf, world = shown(Request(site=site_folder(site)))
    text = redirects_as(shelf, shape)
    refuse_names(world, "redirects.txt", text)
    click.echo(text, nl=False)


@export.command("citations")
@click.argument("projects", nargs=-1)
@click.option("--as", "shape", type=click.Choice(["bibtex", "ris", "csl"]), default="bibtex", show_default=True)
@click.option("--drafts", is_flag=True, help="Drafts, proofs and scheduled projects too.")
@SITE
def export_citations(projects: tuple[str, ...], shape: str, drafts: bool, site: Path | None) -> None:
    """Print how works are cited; without PROJECTS, all of them."""
    from generator.build.run import Request, shown
    from generator.exporters.anthology import citations_as
    from generator.exporters.credits import project_of, refuse_names

    shelf, world = shown(Request(site=site_folder(site), drafts=drafts))
    text = citations_as(shelf, [project_of(shelf, key).id for key in projects], shape)
    refuse_names(world, f"citations.{ {'bibtex': 'bib', 'ris': 'ris', 'csl': 'json'}[shape] }", text)
    click.echo(plain(text) if sys.stdout.isatty() else text, nl=False)


@export.command("data")
@click.option("--schema", is_flag=True, help="Its JSON Schema instead.")
@SITE
def export_data(schema: bool, site: Path | None) -> None:
    """Print everything public as one JSON document."""
    from generator.build.run import Request, shown
    from generator.exporters.anthology import everything
    from generator.exporters.credits import refuse_names

    shelf, world = shown(Request(site=site_folder(site)))
    text = everything(shelf, schema=schema)
    refuse_names(world, "data.json", text)
    click.echo(text, nl=False)
