"""Everything that will be published, decided before the first byte is written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from generator.errors import Place, Problem
from generator.files import PathError, fold, output_path
from generator.model.media import Rights
from generator.model.site import Output, Site
from generator.plan import urls
from generator.plan.checks import dead_links
from generator.plan.heads import Heads
from generator.plan.media_outputs import media_outputs, social_outputs
from generator.plan.pages_lists import list_outputs
from generator.plan.pages_machine import machine_outputs
from generator.plan.pages_people import people_outputs
from generator.plan.pages_works import work_outputs
from generator.plan.pictures import Pictures
from generator.plan.redirects import redirect_outputs
from generator.plan.shelf import Shelf
from generator.plan.site_view import site_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model.anthology import Project
    from generator.model.config import Config
    from generator.model.theme import Theme
    from generator.plan.release import Published


class Options(msgspec.Struct, frozen=True):
    """How this build differs from others."""

    today: str
    preview: bool = False
    """Not to be found: noindex on every page, no sitemap."""
    drafts: bool = False
    """With drafts: every page says so."""
    portable: bool = False


def plan_site(
    published: Published,
    config: Config,
    theme: Theme,
    assets: Mapping[str, str],
    fonts: tuple[str, ...],
    options: Options,
    *,
    logo_px: tuple[int, int] = (0, 0),
) -> tuple[Site, tuple[Problem, ...]]:
    """All outputs of a site, with what is wrong with them: addresses that collide, links that lead nowhere.

    `assets` are the theme's files by name with the addresses they are published under.
    """
    shelf = make_shelf(published, config, theme)
    root_path = urlsplit(config.site.url).path or "/"
    heads = Heads(shelf, preview=options.preview, ribbon=options.drafts, portable=options.portable, root_path=root_path)
    problems: list[Problem] = []
    outputs: dict[str, Output] = {}
    folded: dict[str, Output] = {}
    for output in _all(shelf, heads, options):
        _add(output, outputs, folded, problems)
    machine = machine_outputs(shelf, heads, theme, tuple(outputs.values()), preview=options.preview)
    for output in machine:
        _add(output, outputs, folded, problems)
    problems += dead_links(shelf, outputs)
    view = site_view(shelf, theme, assets, fonts, logo_px)
    return Site(outputs=outputs, view=view, next_day=published.next_day), tuple(problems)


def make_shelf(published: Published, config: Config, theme: Theme) -> Shelf:
    """The published anthology with its indexes and pictures."""
    pictures = Pictures(theme.image_widths, tuple(config.media.formats), _rights(published, config))
    return Shelf(published, config, pictures, theme.strings)


def _all(shelf: Shelf, heads: Heads, options: Options) -> Iterator[Output]:
    yield from media_outputs(shelf)
    yield from social_outputs(shelf)
    yield from work_outputs(shelf, heads)
    yield from people_outputs(shelf, heads)
    yield from list_outputs(shelf, heads, portable=options.portable)
    yield from redirect_outputs(shelf, heads)


def _add(output: Output, outputs: dict[str, Output], folded: dict[str, Output], problems: list[Problem]) -> None:
    try:
        output_path(output.path)
    except PathError as error:
        problems.append(Problem(Place(output.source or output.path), error.code, str(error)))
        return
    other = outputs.get(output.path)
    if other is not None and (other.recipe == output.recipe or output.path.startswith("media/")):
        return
    other = other or folded.get(fold(output.path))
    if other is not None:
        problems.append(_collision(output, other))
        return
    outputs[output.path] = output
    folded[fold(output.path)] = output


def collision(output: Output, outputs: Mapping[str, Output]) -> Iterator[Problem]:
    """A problem where an output of another package takes an address that is taken."""
    if (other := outputs.get(output.path)) is not None:
        yield _collision(output, other)


def _collision(output: Output, other: Output) -> Problem:
    sources = " and ".join(sorted({one.source for one in (other, output) if one.source})) or "the site itself"
    message = f"two things would be published at /{output.path}: {sources}"
    return Problem(Place(output.source or other.source or "content"), "url-collision", message, "rename one of them")


def _rights(published: Published, config: Config) -> dict[str, Rights]:
    """Who is named in each published file, by its source."""
    found: dict[str, Rights] = {}
    for project in (*published.projects.values(), *published.unlisted.values()):
        rights = project_rights(published, project, config.site.url)
        for item in project.media:
            for file in (item.file, *(picture.file for picture in item.pictures)):
                if file is not None:
                    found[file.source] = rights
        if project.cover is not None and project.cover.file.source not in found:
            folder = project.source.rpartition("/")[0]
            if project.cover.file.source.startswith(folder + "/"):
                found[project.cover.file.source] = msgspec.structs.replace(rights, title="")
    return found


def project_rights(published: Published, project: Project, site_url: str) -> Rights:
    """Creator, licence and page of a project, as written into its published files."""
    from generator.model.anthology import credit_name

    leads = [credit for role in project.medium.lead_roles for credit in project.credits if credit.role.id == role]
    names = dict.fromkeys(
        credit_name(credit, published.contributors.get(credit.contributor)) for credit in leads or project.credits[:3]
    )
    creator = "; ".join(list(names)[:6])
    licence = project.licences[0] if project.licences else None
    holder = project.rights_holder or creator
    return Rights(
        creator=creator,
        credit_line=creator,
        copyright=" ".join(text for text in (f"© {project.year}".strip(), holder) if holder),
        license_url=licence.url if licence else "",
        web_statement=site_url + urls.project(project.id),
        title=project.title,
    )
