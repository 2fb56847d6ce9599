"""Times of a cold, an empty and a one-title build of made-up anthologies, as ratios of one run: python -m tests.bench [N ...]."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.md"


def descendants(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += descendants(int(child))
    return found


def memory_kib(pid: int) -> int:
    """Memory of a process and its children, what they share counted once (PSS)."""
    total = 0
    for one in descendants(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total


def build(site: Path) -> tuple[float, float, dict]:
    """Seconds, peak MiB over all processes, what the build said."""
    started = time.monotonic()
    command = [sys.executable, "-m", "generator", "build", "--site", str(site), "--format", "json"]
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdout=said, stderr=subprocess.PIPE) as process:
        peak = 0
        while process.poll() is None:
            with contextlib.suppress(OSError):
                peak = max(peak, memory_kib(process.pid))
            time.sleep(0.05 if time.monotonic() - started < 5 else 0.3)
        seconds = time.monotonic() - started
        if process.returncode:
            sys.exit(f"the build failed: {process.stderr.read().decode()}")
        said.seek(0)
        return seconds, peak / 1024, json.load(said)


def measure(count: int, folder: Path) -> list[str]:
    """The rows of one corpus."""
    subprocess.run([sys.executable, HERE / "corpus.py", str(count), str(folder), "--site"], check=True, stdout=subprocess.DEVNULL)
    cold, cold_mib, made = build(folder)
    expected = len(list((folder / "content/projects").iterdir()))
    pages = len(list((folder / "output/projects").glob("*/credits/index.html")))
    if pages != expected:
        sys.exit(f"{expected} projects, but {pages} credits pages")
    empty, empty_mib, again = build(folder)
    if again["written"]:
        sys.exit(f"an empty build wrote {len(again['written'])} files")
    manifest = next(iter(sorted((folder / "content/projects").glob("*/project.yaml"))))
    manifest.write_text(manifest.read_text().replace("title: ", "title: New ", 1).replace('New "', '"New '))
    title, title_mib, changed = build(folder)
    rows = (("cold", cold, cold_mib, made["files"]), ("empty", empty, empty_mib, 0), ("one title", title, title_mib, len(changed["written"])))
    return [f"| {count:,} | {what} | {s:.2f} | {s / cold:.2f} | {mib:.0f} | {files:,} |" for what, s, mib, files in rows]


def main() -> None:
    """Measures, prints, writes results.md."""
    counts = [int(argument) for argument in sys.argv[1:]] or [100, 1000]
    lines = ["# Results of one run", "", "| projects | build | seconds | of cold | peak MiB | files written |", "| --- | --- | --- | --- | --- | --- |"]
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            lines += measure(count, Path(folder))
    text = "\n".join(lines) + "\n"
    RESULTS.write_text(text)
    print(text)  # noqa: T201 - this is what it is for


if __name__ == "__main__":
    main()
