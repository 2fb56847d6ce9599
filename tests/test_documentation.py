"""What the documentation says is so: its examples run, its links lead somewhere, its tables are those of the code.

`CREDITROLL_RECORD=1 pytest tests/test_documentation.py` writes what was found into the documentation.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import generator.plan.views as views
from generator.cli import cli
from generator.exporters.schema import KINDS, reference
from generator.sources.convert import convert
from generator.sources.document import read_document
from generator.sources.theme import ThemeManifest

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "content/README.md", "themes/README.md", "generator/README.md", "CONTRIBUTING.md", "CHANGELOG.md")
RECORD = bool(os.environ.get("CREDITROLL_RECORD"))
YAML_KINDS = KINDS | {"theme": ThemeManifest}
LOOSE = {"never-print", "contributors", "strings"}
"""YAML files that no Struct describes; they are read as they stand in the site that the examples make."""
HOME = "/home/you"
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def text_of(name):
    return (ROOT / name).read_text("utf-8")


def fences(name):
    """Every fenced example: its info words, its text, its line."""
    text = text_of(name)
    return [(match[1].split(), match[2], text.count("\n", 0, match.start()) + 1) for match in FENCE.finditer(text)]


def between(name, mark):
    text = text_of(name)
    start, end = f"<!-- {mark}: begin -->\n", f"<!-- {mark}: end -->"
    assert start in text
    assert end in text
    return text[text.index(start) + len(start) : text.index(end)]


def record(name, old, new):
    text = text_of(name)
    assert old in text
    (ROOT / name).write_text(text.replace(old, new, 1), "utf-8")


def prose_of(name):
    """The text without its fenced examples and without code."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text_of(name)))


def headings(name):
    return re.findall(r"^#{1,6} (.+)$", FENCE.sub("", text_of(name)), re.MULTILINE)


def anchor(heading):
    """The fragment of a heading, as code hosts make it."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


# Examples


@pytest.mark.parametrize("name", READMES)
def test_every_example_says_what_it_is(name):
    known = {"yaml", "console", "sh", "text", "markdown", "csv", "jinja", "python", "html"}
    assert [(line, words) for words, _, line in fences(name) if not words or words[0] not in known] == []


@pytest.mark.parametrize("name", READMES)
def test_every_yaml_example_is_read_without_a_problem(name):
    for words, text, line in fences(name):
        if words[0] != "yaml":
            continue
        assert len(words) > 1, f"{name}:{line} does not say which file it shows"
        if words[1] in LOOSE:
            assert read_document(text.encode(), "example.yaml").problems == ()
            continue
        problems = []
        document = read_document(text.encode(), f"{name}:{line}")
        assert convert(document, YAML_KINDS[words[1]], problems) is not None or problems
        assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("name", READMES)
def test_every_console_example_prints_what_it_shows(name, tmp_path):
    """In a folder of its own; examples that name a path are written there on the way."""
    folder = tmp_path
    for words, text, line in fences(name):
        if words[0] == "console":
            folder, shown = run(folder, text, tmp_path)
            if RECORD and shown != text:
                record(name, f"```console\n{text}```", f"```console\n{shown}```")
            else:
                assert blurred(shown) == blurred(text), f"{name}:{line}"
        elif words[0] != "sh" and "." in words[-1]:
            target = folder / words[-1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")


def run(folder, text, home):
    """The commands after `$`, in turn, with what they print; the folder the last one leaves us in."""
    shown = []
    for line in text.splitlines():
        if not line.startswith("$ "):
            continue
        shown.append(line)
        command = line[2:]
        if command.startswith("cd "):
            folder = folder / command[3:]
            continue
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "NO_COLOR": "1"}
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        shown += done.stdout.replace(str(home), HOME).splitlines()
        if command.startswith("creditroll init "):
            remembered_fonts(folder / command.split()[2])
    return folder, "\n".join(shown) + "\n"


def remembered_fonts(site):
    """What an earlier build of this repository remembers of fonts: a new site need not make them again."""
    made = ROOT / ".cache" / "fonts.sqlite3"
    if made.is_file():
        (site / ".cache").mkdir(exist_ok=True)
        shutil.copy(made, site / ".cache")


def blurred(text):
    """What differs from run to run taken out."""
    return re.sub(r"in \d+\.\d s", "in 0.0 s", text)


@pytest.mark.parametrize("name", READMES)
def test_every_command_that_is_named_exists(name):
    makefile = text_of("Makefile")
    lines = [line for words, text, _ in fences(name) if words[0] == "sh" for line in text.splitlines()]
    lines += [
        line[2:] for words, text, _ in fences(name) if words[0] == "console" for line in text.splitlines() if line[:2] == "$ "
    ]
    lines += re.findall(r"`((?:make|creditroll) [^`\n]+)`", text_of(name))
    for line in lines:
        parts = shlex.split(line, comments=True)
        if parts[:1] == ["make"]:
            for target in parts[1:]:
                assert "=" in target or re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), line
        elif parts[:1] == ["creditroll"] and not parts[1].startswith("-"):
            command = cli.commands[parts[1]]
            known = {option for parameter in command.params for option in parameter.opts}
            assert {part.partition("=")[0] for part in parts if part.startswith("--")} - {"--help"} <= known, line


def test_every_command_and_option_stands_in_the_editors_readme():
    text = text_of("content/README.md")
    for name, command in cli.commands.items():
        assert f"creditroll {name}" in text
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in text, f"creditroll {name} {option}"


# Links


@pytest.mark.parametrize("name", READMES)
def test_every_relative_link_leads_to_a_file_and_a_heading(name):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose_of(name)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), target
        if fragment:
            other = file.resolve().relative_to(ROOT).as_posix()
            assert fragment in {anchor(heading) for heading in headings(other)}, target


@pytest.mark.parametrize("name", READMES[:4])
def test_no_two_headings_share_an_address(name):
    found = [anchor(heading) for heading in headings(name)]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("name", [*READMES, "LICENSE"])
def test_nothing_of_a_particular_machine_is_told(name):
    text = text_of(name)
    assert text.endswith("\n")
    assert re.findall(r"/(?:root|work|Users|home/(?!you\b))[/\w]*", text) == []


# Tables


def test_the_key_reference_is_current():
    made = re.sub(r"^#", "##", reference().partition("\n")[2].lstrip("\n"), flags=re.MULTILINE)
    shown = between("content/README.md", "keys")
    if RECORD:
        record("content/README.md", f"keys: begin -->\n{shown}<!--", f"keys: begin -->\n{made}<!--")
        shown = made
    assert shown == made


def view_tables():
    """A table of fields for each view, from the classes and the texts below their fields."""
    found = {}
    package = Path(views.__file__)
    for path in sorted(package.parent.glob("*.py")) if package.name == "__init__.py" else [package]:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name != "View":
                found[node.name] = node
    return "\n".join(view_table(name, found[name], found) for name in sorted(found))


def view_table(name, node, known):
    lines = [f"#### {name}", "", one_line(ast.get_docstring(node)), "", "| name | what | |", "| --- | --- | --- |"]
    for at, field in enumerate(node.body):
        if not isinstance(field, ast.AnnAssign):
            continue
        after = node.body[at + 1] if at + 1 < len(node.body) else None
        said = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
        lines.append(f"| `{field.target.id}` | {kind_words(ast.unparse(field.annotation), known)} | {one_line(said)} |")
    return "\n".join(lines) + "\n"


def kind_words(annotation, known):
    optional = " or none" if annotation.endswith(" | None") else ""
    plain = annotation.removesuffix(" | None")
    listed = re.fullmatch(r"tuple\[(.+), \.\.\.\]", plain)
    one = listed[1] if listed else plain
    words = {"str": "text", "int": "number", "float": "number", "bool": "true or false", "dict[str, str]": "texts by name"}
    shown = f"[{one}](#{one.lower()})" if one in known else words.get(one, one)
    return f"{'list of ' if listed else ''}{shown}{optional}"


def one_line(text):
    first = (text or "").split("\n\n")[0].replace("\n", " ").replace("|", "\\|")
    return re.sub(r"(<[^<>`]*>)", r"`\1`", first) if "`" not in first else first


def test_the_tables_of_views_are_current():
    made = view_tables()
    shown = between("themes/README.md", "views")
    if RECORD:
        record("themes/README.md", f"views: begin -->\n{shown}<!--", f"views: begin -->\n{made}<!--")
        shown = made
    assert shown == made


def template_table():
    return dict(re.findall(r"^\| `([\w/]+\.(?:html|svg))` \| \[(\w+)\]", text_of("themes/README.md"), re.MULTILINE))


def test_every_template_that_is_asked_for_stands_in_the_table_and_in_the_theme():
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "generator/plan").rglob("*.py"))
    asked = set(re.findall(r'TemplatePage\(\s*"([\w/.]+)"', sources))
    assert asked == set(template_table())
    assert [name for name in asked if not (ROOT / "themes/playbill/templates" / name).is_file()] == []


def test_every_template_gets_the_view_that_the_table_says(tmp_path):
    from generator.build.run import Request, Workshop
    from generator.memo import Memo
    from generator.model.site import TemplatePage

    remembered_fonts(tmp_path)
    table = template_table()
    with Memo(tmp_path / ".cache") as memo:
        outputs = Workshop(Request(site=ROOT, today="2027-01-01"), memo).planned()
    given = {}
    for output in outputs:
        if isinstance(output.recipe, TemplatePage) and output.recipe.template not in given:
            given[output.recipe.template] = type(output.recipe.make()[1]).__name__
    assert given == {name: table[name] for name in given}
    assert set(table) - set(given) <= {"redirect.html"} | set(given)


def test_every_page_view_stands_in_the_table():
    pages = {name for name in dir(views) if name.endswith(("Page", "PageView")) and name != "View"}
    assert pages == set(template_table().values())


def test_every_filter_is_described():
    source = (ROOT / "generator/render/templates.py").read_text("utf-8")
    names = re.findall(r'"(\w+)": \w+', re.search(r"return \{(\"href\".*?)\}", source, re.DOTALL)[1])
    assert names
    for name in names:
        assert re.search(rf"^\| `{name}`", text_of("themes/README.md"), re.MULTILINE), name


def test_every_module_of_the_house_is_named():
    text = text_of("generator/README.md")
    rooms = [path.name for path in (ROOT / "generator").iterdir() if path.is_dir() and (path / "__init__.py").is_file()]
    files = [path.name for path in (ROOT / "generator").glob("*.py") if not path.name.startswith("__")]
    assert [name for name in (*rooms, *files) if f"`{name}" not in text] == []
    for path in (ROOT / "generator").rglob("*.py"):
        if not path.name.startswith("__"):
            assert f"`{path.stem}`" in text or f"`{path.name}`" in text, path


def test_every_dependency_is_explained():
    import tomllib

    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    text = text_of("generator/README.md").lower()
    names = [re.split(r"[<>=\[ ]", one)[0] for one in project["dependencies"]]
    assert [name for name in names if name.lower() not in text] == []


def test_the_help_of_every_command_is_there():
    for name in cli.commands:
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0
