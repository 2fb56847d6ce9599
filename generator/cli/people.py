"""Commands about those who are credited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import SITE, site_folder
from generator.cli.say import Progress, plain, say

if TYPE_CHECKING:
    from generator.model.anthology import Anthology, Project


@click.command()
@click.argument("project", required=False)
@SITE
@click.option("--contributor", default="", metavar="ID", help="Only what this person gets: their statement over all projects.")
@click.option("--pool", default="", metavar="NAME", help="Only this pool.")
@click.option(
    "--amount",
    "amounts",
    multiple=True,
    metavar="N|POOL=N",
    help="What there is to divide, such as 1200.00; given once for each pool.",
)
@click.option("--currency", default="", metavar="CODE", help="Its currency by ISO 4217, such as EUR.")
@click.option(
    "--amounts",
    "book",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="A CSV file with the columns project, pool, amount, currency: what there is to divide on each project.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", help="A table, or data for other programs."
)
def shares(
    project: str | None,
    site: Path | None,
    contributor: str,
    pool: str,
    amounts: tuple[str, ...],
    currency: str,
    book: Path | None,
    form: str,
) -> None:
    """Divide what a project earned among its contributors, to the cent."""
    from generator.build.run import Request, content
    from generator.exporters import shares as told

    anthology = content(Request(site=site_folder(site))).anthology
    lines = told.statement(
        anthology,
        told.Asked(project=project or "", contributor=contributor, pool=pool, amounts=amounts, currency=currency, book=book),
    )
    for note in told.notes(lines):
        say(note)
    click.echo(told.FORMS[form](lines) if form != "text" else plain(told.FORMS[form](lines)), nl=False)


@click.command()
@click.argument("kind", type=click.Choice(["contributor", "project"]))
@click.argument("old")
@click.argument("new")
@SITE
@click.option("--silent", is_flag=True, help="Write the old id nowhere: its address is not found.")
@click.option("--keep", is_flag=True, help="Where this takes a renaming back: keep the id it had meanwhile.")
@click.option("--merge", is_flag=True, help="NEW is there already and is the same person: both become one.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say which files would change.")
def rename(kind: Any, old: str, new: str, site: Path | None, silent: bool, keep: bool, merge: bool, dry: bool) -> None:
    """Give a contributor or a project another id, in all manifests; the old address leads to the new one."""
    from generator.editing.rename import Renaming
    from generator.editing.rename import rename as run

    asked = Renaming(kind=kind, old=old, new=new, silent=silent, keep=keep, merge=merge)
    done = run(site_folder(site), asked, dry=dry)
    for path in done.paths:
        click.echo(plain(path))
    for note in done.notes:
        say(note)
    count, verb = len(done.paths), "would be changed" if dry else "changed"
    say(f"{count} file{'' if count == 1 else 's'} {verb}; creditroll check says whether all is well.")


@click.command()
@click.argument("project")
@SITE
@click.option("--output", type=click.Path(path_type=Path), default=None, help="Where to write. Default: private/proofs/PROJECT/.")
@click.option("--parts", is_flag=True, help="Of an album, a magazine, a series: its parts too.")
@click.option("--no-pages", is_flag=True, help="Only the letters and lists, not the pages as they will be.")
@click.option("--asked", is_flag=True, help="Write down that everyone has been asked: once the letters are sent.")
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Read what people answered, from answers.csv of the proof, into the manifests.",
)
def proof(
    project: str, site: Path | None, output: Path | None, parts: bool, no_pages: bool, asked: bool, answers: Path | None
) -> None:
    """Write what each contributor should look over before release, or read their answers back."""
    from generator.build.run import Request, build, content
    from generator.exporters import proof as made

    root = site_folder(site)
    sources = content(Request(site=root))
    projects = made.chosen(sources.anthology, project, parts=parts)
    if asked or answers is not None:
        _write_down(root, sources.anthology, projects, answers)
        return
    folder = made.proof_folder(root, project, output)
    found = made.proofs(sources, projects)
    files = made.proof_files(sources, projects, found, site=not no_pages)
    made.write_proof(folder, files)
    if not no_pages:
        ids = tuple(one.id for one in projects)
        with Progress("text") as progress:
            build(Request(site=root, output=folder / "site", preview=True, portable=True, proofs=ids), progress, say)
    for one in found:
        click.echo(plain(f"{folder / one.stem}.txt"))
    waiting = [one.name for one in found if one.open]
    say(f"{len(found)} people; begin at {folder / 'index.html'}.")
    if waiting:
        say(f"Not asked, or without an answer: {', '.join(waiting[:20])}{' ...' if len(waiting) > 20 else ''}.")
    say(f"Answers: fill in {folder / 'answers.csv'}, then creditroll proof {project} --answers FILE.")


def _write_down(root: Path, anthology: Anthology, projects: tuple[Project, ...], answers: Path | None) -> None:
    from generator.editing.answers import all_asked, read_answers, write_answers

    remarks: list[str] = []
    if answers is not None:
        found, remarks = read_answers(answers, anthology, [one.id for one in projects])
    else:
        found = {key: value for one in projects for key, value in all_asked(one).items()}
    done = write_answers(root, anthology, found)
    for path in done.paths:
        click.echo(plain(path))
    say(", ".join(f"{count} {word}" for word, count in done.counts.items()) or "There was nothing to write down.")
    for remark in remarks:
        say(f"To do by hand: {remark}")
