"""A theme's folders read into one theme: its settings, files, words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from yaml.nodes import MappingNode, ScalarNode

from generator.errors import Problem, did_you_mean
from generator.model.manifest import Entry, says
from generator.model.theme import Backgrounds, Makes, Setting, Theme
from generator.sources.convert import convert
from generator.sources.document import read_document

if TYPE_CHECKING:
    from generator.model.config import Config
    from generator.sources.document import Document


class _SettingEntry(Entry, frozen=True):
    type: Literal["colour", "text", "choice"] = "text"
    default: Annotated[str, says("The value where a site gives none.")] = ""
    help: Annotated[str, says("A sentence of help.")] = ""
    choices: list[str] = []


class _BackgroundsEntry(Entry, frozen=True):
    light: Annotated[str, says("The page's background, light.", "colour")] = "#ffffff"
    dark: Annotated[str, says("The page's background, dark.", "colour")] = "#000000"


class ThemeManifest(Entry, frozen=True):
    """`theme.yaml`."""

    name: Annotated[str | None, says("The theme's name.")] = None
    extends: Annotated[str | None, says("The theme this one builds on.")] = None
    settings: Annotated[dict[str, _SettingEntry], says("What a site may choose.")] = {}
    image_widths: Annotated[list[int], says("Widths of pictures in pixels.", "pixels")] = []
    backgrounds: _BackgroundsEntry | None = None
    makes: Annotated[list[Makes], says("The kinds of pages it makes; all, where this is left out.")] = []


def theme_homes(site: Path) -> tuple[Path, ...]:
    """The folders in which themes are looked for: the site's own, the program's."""
    package = Path(__file__).resolve().parent.parent
    return tuple(home for home in (site / "themes", package / "_themes", package.parent / "themes") if home.is_dir())


def read_theme(site: Path, config: Config, config_document: Document, problems: list[Problem]) -> Theme | None:
    """The theme that a configuration names, with all it extends; a site's own files of the same name come first."""
    homes = theme_homes(site)
    known = sorted({path.parent.name for home in homes for path in home.glob("*/theme.yaml")})
    folders: list[Path] = []
    manifests: list[ThemeManifest] = []
    name: str | None = config.theme.name
    seen: list[str] = []
    while name:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
            problems.append(config_document.problem(("theme", "name"), "unknown-theme", f'there is no theme "{name}"', hint))
            return None
        if name in seen:
            problems.append(config_document.problem(("theme", "name"), "unknown-theme", f'the theme "{name}" extends itself'))
            return None
        seen.append(name)
        own = [home / name for home in homes if (home / name).is_dir()]
        folders += own
        manifest_path = next(folder / "theme.yaml" for folder in own if (folder / "theme.yaml").is_file())
        source = manifest_path.relative_to(site).as_posix() if manifest_path.is_relative_to(site) else f"themes/{name}/theme.yaml"
        manifest = convert(read_document(manifest_path.read_bytes(), source), ThemeManifest, problems)
        if manifest is None:
            return None
        manifests.append(manifest)
        name = manifest.extends
    settings: dict[str, Setting] = {}
    for manifest in reversed(manifests):
        settings |= {
            key: Setting(type=entry.type, default=entry.default, help=entry.help, choices=tuple(entry.choices))
            for key, entry in manifest.settings.items()
        }
    backgrounds = next((manifest.backgrounds for manifest in manifests if manifest.backgrounds), _BackgroundsEntry())
    return Theme(
        name=config.theme.name,
        settings=settings,
        chosen=_chosen(config, config_document, settings, problems),
        image_widths=next(
            (tuple(manifest.image_widths) for manifest in manifests if manifest.image_widths), (320, 640, 960, 1280, 1920)
        ),
        backgrounds=Backgrounds(backgrounds.light, backgrounds.dark),
        makes=tuple(next((manifest.makes for manifest in manifests if manifest.makes), get_args(Makes))),
        template_folders=tuple(str(folder / "templates") for folder in folders if (folder / "templates").is_dir()),
        static=_static(folders),
        strings=_strings(folders, config.site.language, problems),
    )


def _chosen(config: Config, document: Document, settings: dict[str, Setting], problems: list[Problem]) -> dict[str, str]:
    chosen = {key: setting.default for key, setting in settings.items()}
    for key, value in config.theme.settings.items():
        setting = settings.get(key)
        where = ("theme", "settings", key)
        if setting is None:
            hint = did_you_mean(key, settings) or f"it has: {', '.join(settings)}"
            problems.append(document.problem(where, "unknown-setting", f'the theme has no setting "{key}"', hint, key=True))
        elif setting.type == "colour" and not _is_colour(value):
            problems.append(document.problem(where, "bad-value", f'"{value}" is no colour', 'write it as "#2f6f6a", in quotes'))
        elif setting.type == "choice" and value not in setting.choices:
            problems.append(
                document.problem(
                    where, "bad-value", f'"{value}" is no choice here', f"choose one of: {', '.join(setting.choices)}"
                )
            )
        else:
            chosen[key] = value.lower() if setting.type == "colour" else value
    return chosen


def _is_colour(value: str) -> bool:
    return len(value) == 7 and value[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in value[1:])


def _static(folders: list[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        static = folder / "static"
        for path in sorted(static.rglob("*")) if static.is_dir() else ():
            if path.is_file() and not path.name.startswith("."):
                found[path.relative_to(static).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def _strings(folders: list[Path], language: str, problems: list[Problem]) -> dict[str, str]:
    """English interface text to the site's language; plural forms stand under "works|few"."""
    found: dict[str, str] = {}
    for folder in reversed(folders):
        for name in dict.fromkeys((language.split("-", maxsplit=1)[0], language)):
            path = folder / "strings" / f"{name}.yaml"
            if not path.is_file():
                continue
            document = read_document(path.read_bytes(), f"themes/{folder.name}/strings/{path.name}")
            problems += document.problems
            for key, value in document.root.value if isinstance(document.root, MappingNode) else ():
                if isinstance(value, ScalarNode):
                    found[key.value] = value.value
                elif isinstance(value, MappingNode):
                    found |= {f"{key.value}|{form.value}": text.value for form, text in value.value}
    return found
