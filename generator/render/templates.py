"""Templates filled with views; a misspelt name says the file, the line, the names there are."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import jinja2
import jinja2.bccache
import jinja2.meta
import msgspec
from markupsafe import Markup, escape

from generator.errors import Place, Problem, code_frame, did_you_mean
from generator.model.later import Later
from generator.model.links import resolve_markers

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.anthology import MediaFile, Prose
    from generator.model.theme import Theme

_NO_ATTRIBUTE = re.compile(r"'([\w.]+)(?: object)?' (?:object )?has no attribute '(\w+)'")
_SUM_BYTES = 16
_SHORT_CHARACTERS = 200
_UNDEFINED = re.compile(r"'(\w+)' is undefined")


class Digests(Protocol):
    """Remembers what was computed for a key."""

    def struct(
        self, kind: str, key: str, type_: type[dict[str, bytes]], make: Callable[[], dict[str, bytes]]
    ) -> dict[str, bytes]:
        """The remembered value, or what `make` returns."""
        ...


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled before, each with a checksum: a file that is not whole is a miss."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """What was compiled from the same text, if it is there."""
        with contextlib.suppress(OSError):
            data = (self._folder / bucket.key).read_bytes()
            if data[:_SUM_BYTES] == _sum(data[_SUM_BYTES:]):
                bucket.bytecode_from_string(data[_SUM_BYTES:])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Remembered, whole or not at all."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            data = bucket.bytecode_to_string()
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(_sum(data) + data)
            Path(file.name).replace(self._folder / bucket.key)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SUM_BYTES).digest()


class TemplateProblem(Exception):  # noqa: N818 - it carries a Problem
    """A template that cannot be filled, located."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@functools.lru_cache(maxsize=1 << 14)
def _short(text: str) -> Markup:
    return escape(text)


def _escaped(value: Any) -> Markup:
    """As markupsafe's `escape`, for templates: the same names and addresses stand on many pages."""
    if type(value) is str and len(value) <= _SHORT_CHARACTERS:
        return _short(value)
    return value if type(value) is Markup else escape(value)


class _Template(jinja2.Template):
    """A template that escapes as `_escaped` does."""

    @classmethod
    def from_code(cls, *arguments: Any, **more: Any) -> jinja2.Template:
        """A compiled template."""
        made = super().from_code(*arguments, **more)
        made.root_render_func.__globals__["escape"] = _escaped
        return made


class _Environment(jinja2.Environment):
    """Jinja's environment with its templates at hand."""

    template_class = _Template

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._at_hand: dict[Any, jinja2.Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:  # noqa: A002
        """A template by its name."""
        found = self._at_hand.get(name)
        if found is None:
            found = self._at_hand[name] = super().get_template(name, parent, globals)
        return found

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of a view, made now where it was to be made later."""
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
        return value() if type(value) is Later else value

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As `getattr`, for `view["name"]`."""
        value = super().getitem(obj, argument)
        return value() if type(value) is Later else value

    def make_globals(self, d: Any) -> Any:
        """The names that every template knows, as a plain dictionary: Jinja's chain of two takes long to copy for each page."""
        return super().make_globals(d) if d else self.globals


class _On:
    """The page that is being filled: addresses are relative to it, and an imported template is not told of it."""

    page: Any = None


class Templates:
    """The templates of one theme, compiled once."""

    def __init__(
        self, theme: Theme, site: Any, *, language: str, media: Callable[[MediaFile], str], bytecode: Path | None = None
    ) -> None:
        self._site = site
        self._folders = theme.template_folders
        cache = None
        if bytecode is not None:
            cache = _Compiled(bytecode)
        self._environment = _Environment(
            loader=jinja2.FileSystemLoader(list(theme.template_folders)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=400,
            bytecode_cache=cache,
            keep_trailing_newline=True,
        )
        self._on = _On()
        self._environment.filters |= _filters(theme, language, media, self._on)
        self._environment.globals["site"] = site

    def digests(self, memo: Digests) -> dict[str, bytes]:
        """Each template's digest together with all that it can reach; one whose names are computed reaches all."""
        texts: dict[str, str] = {}
        for folder in reversed(self._folders):
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file():
                    texts[path.relative_to(folder).as_posix()] = path.read_text("utf-8", "replace")
        own = {name: hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for name, text in texts.items()}
        key = hashlib.blake2b(repr(sorted(own.items())).encode(), digest_size=16).hexdigest()
        return memo.struct("templates", f"closure-1-{key}", dict[str, bytes], lambda: self._closures(texts, own))

    def _closures(self, texts: dict[str, str], own: dict[str, str]) -> dict[str, bytes]:
        reaches: dict[str, set[str]] = {}
        for name, text in texts.items():
            try:
                named = set(jinja2.meta.find_referenced_templates(self._environment.parse(text)))
            except jinja2.TemplateSyntaxError:
                named = set()
            reaches[name] = set(texts) if None in named else {one for one in named if one is not None}
        found = {}
        for name in texts:
            seen = {name}
            waiting = [name]
            while waiting:
                new = reaches.get(waiting.pop(), set()) - seen
                seen |= new
                waiting += new
            lines = "\n".join(f"{one} {own.get(one, '')}" for one in sorted(seen))
            found[name] = hashlib.blake2b(lines.encode(), digest_size=16).digest()
        return found

    def render(self, name: str, page: Any, view: Any) -> bytes:
        """One page as UTF-8. Raises TemplateProblem."""
        self._on.page = page
        try:
            text = self._environment.get_template(name).render(page=page, view=view)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateProblem(self._located(error.name or name, error.lineno, error.message or "is wrong", "")) from error
        except jinja2.TemplateNotFound as error:
            place = Place(f"themes/{name}")
            raise TemplateProblem(Problem(place, "template-error", f'there is no template "{error.name}"')) from error
        except jinja2.UndefinedError as error:
            raise TemplateProblem(self._undefined(error, name, view)) from error
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            template, line = self._line(error, name)
            raise TemplateProblem(self._located(template, line, f"{type(error).__name__}: {error}", "")) from error
        return text.encode()

    def _undefined(self, error: jinja2.UndefinedError, name: str, view: Any) -> Problem:
        template, line = self._line(error, name)
        message = error.message or "a name is not defined"
        hint = ""
        if found := _NO_ATTRIBUTE.search(message):
            kind, attribute = found[1].rpartition(".")[2].strip(), found[2]
            names = _fields(type(view), kind) or _fields(type(self._site), kind) or ()
            hint = did_you_mean(attribute, names) or (f"it has: {', '.join(names)}" if names else "")
            message = f'{kind} has no "{attribute}"'
        elif found := _UNDEFINED.search(message):
            message = f'"{found[1]}" is not known'
            known = ("site", "page", "view")
            hint = did_you_mean(found[1], known) or "a template gets site, page and view"
            if found[1] in known:
                hint = "what is imported knows only site and what its macros are given; say: import ... with context"
        return self._located(template, line, message, hint)

    def _line(self, error: BaseException, name: str) -> tuple[str, int]:
        """The innermost template frame of a traceback."""
        template, line = name, 0
        trace = error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            for folder in self._folders:
                if file.startswith(folder):
                    template, line = Path(file).relative_to(folder).as_posix(), trace.tb_lineno
            trace = trace.tb_next
        return template, line

    def _located(self, template: str, line: int, message: str, hint: str) -> Problem:
        for folder in self._folders:
            path = Path(folder, template)
            if path.is_file():
                name = Path(folder).parent.name
                place = Place(f"themes/{name}/templates/{template}", line, 1, 200)
                return Problem(
                    place, "template-error", message, hint, frame=code_frame(path.read_text("utf-8").splitlines(), place)
                )
        return Problem(Place(f"themes/{template}", line), "template-error", message, hint)


def _fields(kind: type, name: str) -> tuple[str, ...]:
    """The fields of the view called `name`, looked for among everything a view can hold."""
    import sys

    module = sys.modules.get(kind.__module__.rpartition(".")[0])
    found = getattr(module, name, None)
    return tuple(found.__struct_fields__) if isinstance(found, type) and issubclass(found, msgspec.Struct) else ()


def _filters(theme: Theme, language: str, media: Callable[[MediaFile], str], on: _On) -> dict[str, Callable[..., Any]]:
    translate = theme.strings.get

    @functools.cache
    def plural(number: int) -> str:
        from babel import Locale

        return str(Locale.parse(_locale(language)).plural_form(number))

    # With the context, although it is not used: else Jinja would fill in a constant address once for all pages.
    @jinja2.pass_context
    def href(_: jinja2.runtime.Context, path: str) -> str:
        return link(on.page, path)

    @jinja2.pass_context
    def prose(_: jinja2.runtime.Context, text: Prose) -> Markup:
        page = on.page

        def picture(name: str) -> str:
            file = text.pictures.get(name)
            return link(page, media(file)) if file is not None else ""

        return Markup(resolve_markers(text.html, lambda path: link(page, path.lstrip("/")), picture))  # noqa: S704 - sanitised when it was read

    def count(number: int, one: str, many: str) -> str:
        from babel.numbers import format_decimal

        form = plural(number)
        word = one if form == "one" else many
        said = translate(f"{many}|{form}") or translate(f"{many}|other") or translate(word, word)
        shown = str(number) if number < 1000 else format_decimal(number, locale=_locale(language))
        return f"{shown} {said}"

    def names(texts: list[str]) -> str:
        from babel.lists import format_list

        return str(format_list(list(texts), locale=_locale(language)))

    return {"href": href, "prose": prose, "count": count, "names": names, "t": lambda text: translate(text, text)}


def _locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"


def link(page: Any, path: str) -> str:
    """An address as a link on a page: relative to it, or absolute as it is."""
    if "://" in path or path.startswith(("mailto:", "#", "data:")):
        return path
    if page.portable:
        address, mark, fragment = path.partition("#")
        if not address or address.endswith("/"):
            path = f"{address}index.html{mark}{fragment}"
    return str(page.root + path)
