"""Arguments in, exit code out; everything else is imported where it is used."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.cli.leaving import export
from generator.cli.options import FORMAT, SITE, TODAY, day, near, site_folder
from generator.cli.people import proof, rename, shares
from generator.cli.say import Progress, counted, plain, print_problems, report, report_unchanged, say

OK, WRONG_CONTENT, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

_STRICT = click.option("--strict", is_flag=True, help="Warnings count as errors.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="creditroll", prog_name="creditroll")
def cli() -> None:
    """Publish anthologies in which everyone who made something is credited."""


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="Only the configuration and the folders.")
def init(folder: Path, empty: bool) -> None:
    """Make a new site that already builds."""
    from generator.importers.starter import init_site

    made = init_site(folder, empty=empty)
    say(f"A new site is in {folder}: {len(made)} files.")
    say(f"Next: creditroll build --site {folder}, then creditroll serve --site {folder}")


@cli.command()
@click.argument("kind", type=click.Choice(["project", "contributor", "collection", "page"]))
@click.argument("name")
@SITE
def new(kind: Any, name: str, site: Path | None) -> None:
    """Add a project, contributor, collection or page, ready to be filled in."""
    from generator.importers.starter import new_record

    root = site_folder(site)
    path = new_record(root, kind, name)
    click.echo(path.relative_to(root) if path.is_relative_to(root) else path)


@cli.command()
@SITE
@click.option("--output", type=click.Path(path_type=Path), default=None, help="Where to write. Default: output/ in the site.")
@click.option("--drafts", is_flag=True, help="Drafts, proofs and scheduled projects too; never into output/.")
@click.option("--clean", is_flag=True, help="Trust no memory and no recorded time: everything is made anew.")
@click.option(
    "--verify",
    is_flag=False,
    flag_value="most",
    type=click.Choice(["most", "all"]),
    metavar="[=all]",
    help="Then build clean in a temporary folder, and compare; with =all pictures, recordings and films are encoded again.",
)
@_STRICT
@click.option("--explain", "told", is_flag=True, help="Say of each written file why it was written.")
@click.option("--portable", is_flag=True, help="Write index.html into links, for reading from a disk.")
@click.option("--today", default="", metavar="DATE", help="The build day, YYYY-MM-DD. Default: today in the site's time zone.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=None, help="How many processes. Default: as many as there are cores."
)
@click.option(
    "--media",
    type=click.Choice(["now", "later"]),
    default="now",
    help="later: leave copies of pictures, recordings and films that are not there yet to another build.",
)
@click.option("--adopt", is_flag=True, help="Write into a folder that has files of others.")
@click.option("--no-lock", is_flag=True, help="For file systems without locks: make sure yourself that one build runs at a time.")
@FORMAT
def build(
    site: Path | None,
    output: Path | None,
    drafts: bool,
    clean: bool,
    verify: str | None,
    strict: bool,
    told: bool,
    portable: bool,
    today: str,
    jobs: int | None,
    media: str,
    adopt: bool,
    no_lock: bool,
    form: str,
) -> None:
    """Publish the site into output/."""
    place = site_folder(site)
    seen = None
    if not clean:
        from generator.build.glance import glance

        started = time.monotonic()
        target = os.path.realpath(output or place / (".cache/preview" if drafts else "output"))
        seen = glance(os.path.realpath(place), target, today=day(today), drafts=drafts, portable=portable)
        if seen is not None and seen.unchanged and not (verify or strict or no_lock or told):
            report_unchanged(seen.said, str(output or place / (".cache/preview" if drafts else "output")), place, form, started)
            return
    from generator.build.run import Request
    from generator.build.run import build as run
    from generator.plugins import planners

    request = Request(
        site=place,
        output=output,
        today=day(today),
        drafts=drafts,
        clean=clean,
        strict=strict,
        portable=portable,
        adopt=adopt,
        lock=not no_lock,
        jobs=jobs or 0,
        media_later=media == "later",
        planners=planners(),
    )
    with Progress(form) as progress:
        built = run(request, progress, say, seen)
    report(built, request, form, told=told)
    if verify:
        from generator.build.run import verify as compare

        different = compare(request, encoded=verify == "all")
        for path in different:
            say(f"differs from a clean build: {path}")
        if different:
            raise SystemExit(WRONG_CONTENT)
        say("Verified: a clean build makes the same bytes.")


@cli.command()
@SITE
@_STRICT
@click.option("--drafts", is_flag=True, help="As editors preview it.")
@click.option("--external", is_flag=True, help="Ask other sites whether links to them still lead anywhere.")
@TODAY
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="How the result is printed; sarif is for code hosts.",
)
def check(site: Path | None, strict: bool, drafts: bool, external: bool, today: str, form: str) -> None:
    """Say all that is wrong or could be better; nothing is written."""
    from generator.build.run import Request
    from generator.build.run import check as run
    from generator.errors import Severity

    request = Request(site=site_folder(site), today=day(today), drafts=drafts)
    if external:
        with Progress(form) as progress:
            problems = run(request, progress)
    else:
        problems = run(request)
    print_problems(problems, form, err=False)
    bad = sum(problem.severity is Severity.ERROR or (strict and problem.severity is Severity.WARNING) for problem in problems)
    if form == "text":
        say(counted(problems) or "Nothing to mend.")
    if bad:
        raise SystemExit(WRONG_CONTENT)


@cli.command()
@SITE
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open the page of the file saved last in the browser.")
@click.option("--drafts", is_flag=True, help="Drafts, proofs and scheduled projects too.")
def serve(site: Path | None, port: int, host: str, open_browser: bool, drafts: bool) -> None:
    """Show the site live: every save is in the browser at once."""
    from generator.plugins import planners
    from generator.serve import serve as run

    root = site_folder(site)
    try:
        run(root, host=host, port=port, open_browser=open_browser, drafts=drafts, planners=planners(), progress=Progress)
    except KeyboardInterrupt:
        say("\nThe preview has ended." if sys.stderr.isatty() else "The preview has ended.")
        raise SystemExit(INTERRUPTED) from None


_IMPORTERS = {
    "jsonl": "jsonl:import_jsonl",
    "csv": "credit_table:import_csv",
    "all-contributors": "all_contributors:import_all_contributors",
    "citation": "citation_file:import_citation",
    "feed": "feed_file:import_feed",
    "epub": "package_file:import_epub",
}
"""What can be brought in, with the module and the function that does it."""


@cli.command("import")
@click.argument("kind", type=click.Choice(list(_IMPORTERS)))
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@SITE
def import_(kind: str, source: Path, site: Path | None) -> None:
    """Bring in a collection from elsewhere; importing again updates it."""
    from importlib import import_module

    module, function = _IMPORTERS[kind].split(":")
    bring = getattr(import_module(f"generator.importers.{module}"), function)
    click.echo(plain(bring(source, site_folder(site)).text()))


@cli.command()
@click.argument("what", metavar="CODE|URL")
@SITE
@click.option("--output", type=click.Path(path_type=Path), default=None, help="The folder it was built into, if not output/.")
def explain(what: str, site: Path | None, output: Path | None) -> None:
    """Say what a problem means, or what made a page and why it was last written."""
    from generator.errors import UsageError, did_you_mean
    from generator.model.codes import CODES, explain

    code = what
    text = explain(code)
    if text is None and ("/" in what or "." in what):
        from generator.build.run import Request, explained

        text = "\n".join(explained(Request(site=site_folder(site), output=output), what))
    if text is None:
        raise UsageError(f'there is no problem "{code}"; {did_you_mean(code, CODES) or "known: " + ", ".join(CODES)}')
    click.echo(text)


@cli.command()
@click.option("--reference", is_flag=True, help="The reference as Markdown instead.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="Write one file for each kind of manifest into this folder."
)
@SITE
def schema(reference: bool, output: Path | None, site: Path | None) -> None:
    """Print the JSON Schemas of the manifests; within a site with its own ids, roles and licences."""
    import json

    from generator.exporters import schema as schemas

    if reference:
        click.echo(schemas.reference())
        return
    made = schemas.json_schemas()
    place = near(site)
    if place is not None:
        from generator.exporters.own_words import own_words, with_own_words

        words = own_words(place)
        made = {kind: with_own_words(one, words) for kind, one in made.items()}
    if output is None:
        click.echo(json.dumps(made, indent=2, ensure_ascii=False))
        return
    output.mkdir(parents=True, exist_ok=True)
    for kind, one in made.items():
        (output / f"{kind}.schema.json").write_text(json.dumps(one, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        click.echo(output / f"{kind}.schema.json")


for command in (export, proof, rename, shares):
    cli.add_command(command)


def main() -> NoReturn:
    """The command line, with every refusal in plain words. Exit codes: 0, 1 content, 2 use, 130 interrupted."""
    try:
        code = _run()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # everything is done
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = INTERRUPTED
    sys.exit(code)


def _run() -> int:
    try:
        cli.main(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        say("Interrupted; what was published is untouched.")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # noqa: BLE001 - ours are told apart there; the others go on
        return _refused(error)
    return OK


def _refused(error: Exception) -> int:
    """What the program itself refuses, in plain words; anything else is raised again."""
    from generator.errors import ContentError, CreditrollError, UsageError

    if isinstance(error, ContentError):
        form = next(
            (one for one in ("json", "sarif") if f"--format={one}" in sys.argv or {"--format", one} <= {*sys.argv}), "text"
        )
        print_problems(error.problems, form, err=form == "text")
        say(f"{counted(error.problems)} Nothing was published.")
        return WRONG_CONTENT
    if not isinstance(error, CreditrollError):
        raise error
    say(f"creditroll: {error}")
    return WRONG_USE if isinstance(error, UsageError) else WRONG_CONTENT
