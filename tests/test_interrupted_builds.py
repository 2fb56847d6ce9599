"""What happens to an output folder, whatever happens to the build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from publishing import FIRST, SECOND, child, order, publish, script_of, state_names, tree

from generator.errors import PublishError
from generator.files import interrupted, open_output, output_path, own_files


@pytest.mark.parametrize("damage", [b"", b"{}", None])
def test_a_damaged_record_is_refused_and_healed_by_adopt(tmp_path, damage):
    output = tmp_path / "output"
    publish(output, FIRST)
    record = output / ".creditroll/record"
    data = bytearray(record.read_bytes())
    data[len(data) // 2] ^= 1
    record.write_bytes(bytes(data) if damage is None else damage)
    with pytest.raises(PublishError, match="--adopt"):
        publish(output, SECOND)
    assert tree(output) == FIRST
    assert publish(output, FIRST, adopt=True).written == ()
    publish(output, SECOND)
    assert tree(output) == SECOND


def fail_after_staging(publication, error) -> None:
    publication.stage(output_path("index.html"), b"home two")
    raise error


def test_an_exception_while_rendering_leaves_everything_as_it_was(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    record = (output / ".creditroll/record").read_bytes()
    for error in (RuntimeError, KeyboardInterrupt, OSError):
        with pytest.raises(error), open_output(output) as publication:
            fail_after_staging(publication, error)
    assert tree(output) == FIRST
    assert state_names(output) == {"record", "lock"}
    assert (output / ".creditroll/record").read_bytes() == record
    with pytest.raises(RuntimeError), open_output(tmp_path / "fresh"):
        raise RuntimeError
    assert not (tmp_path / "fresh").exists()


DIE = """
import os, signal
limit = int(sys.argv[2])
calls = 0
def dying(name):
    real = getattr(os, name)
    def call(*arguments, **options):
        global calls
        calls += 1
        if calls == limit:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    setattr(os, name, call)
for name in ("rename", "replace", "unlink", "rmdir", "mkdir", "fsync"):
    dying(name)
publish(Path(sys.argv[1]), SECOND)
"""


def test_killed_at_any_step_each_file_is_old_or_new_and_the_next_open_completes(tmp_path):
    begun = False
    for step in range(1, 100):
        output = tmp_path / f"output-{step}"
        publish(output, FIRST)
        done = child(DIE, str(output), str(step))
        found = tree(output)
        for path, data in found.items():
            assert data in {FIRST.get(path), SECOND.get(path)}, (step, path)
        assert set(FIRST) & set(SECOND) <= set(found), step
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        pending = interrupted(output)
        begun = begun or pending
        with open_output(output):
            assert not interrupted(output)
        known = own_files(output)
        now = SECOND if "projects/new/index.html" in known else FIRST
        assert not pending or now is SECOND
        assert tree(output) == now, step
        publish(output, SECOND)
        assert tree(output) == SECOND, step
        assert state_names(output) == {"record", "lock"}
    else:
        pytest.fail("the build never ended")
    assert begun
    assert step > 20


def test_killed_at_any_step_of_the_first_build_the_next_one_completes(tmp_path):
    first = DIE.replace("SECOND", "FIRST")
    pending = 0
    for step in range(1, 100):
        output = tmp_path / f"output-{step}"
        done = child(first, str(output), str(step))
        found = tree(output)
        assert found.items() <= FIRST.items(), step
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        if interrupted(output):
            pending += 1
            with open_output(output):
                assert tree(output) == FIRST
        publish(output, FIRST)
        assert tree(output) == FIRST, step
        assert state_names(output) == {"record", "lock"}
    else:
        pytest.fail("the build never ended")
    assert pending > len({path.partition("/")[0] for path in FIRST})


def test_somebody_puts_files_into_an_empty_output_folder_while_it_is_built(tmp_path):
    output = tmp_path / "output"
    with open_output(output) as publication:
        for path, data in FIRST.items():
            publication.stage(output_path(path), data)
        (output / "projects/lamp").mkdir(parents=True)
        (output / "projects/lamp/notes.txt").write_text("mine")
        (output / "media").mkdir()
        publication.commit(order)
    assert tree(output) == FIRST | {"projects/lamp/notes.txt": b"mine"}
    other = tmp_path / "other"
    with open_output(other) as publication:
        for path, data in FIRST.items():
            publication.stage(output_path(path), data)
        (other / "index.html").write_text("mine")
        with pytest.raises(PublishError, match="was not written by us"):
            publication.commit(order)
    assert tree(other) == {"index.html": b"mine"}


def test_a_journal_that_goes_on_from_a_damaged_record_says_so(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    for step in range(1, 60):
        if child(DIE, str(output), str(step)).returncode == -signal.SIGKILL and interrupted(output):
            break
    (output / ".creditroll/record").write_bytes(b"cut")
    with pytest.raises(PublishError, match="damaged"):
        publish(output, SECOND)
    publish(output, SECOND, adopt=True)
    assert tree(output) == SECOND


def test_a_journal_whose_staged_files_were_lost_still_ends_in_a_good_build(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    for step in range(1, 60):
        if child(DIE, str(output), str(step)).returncode == -signal.SIGKILL and interrupted(output):
            break
    for path in (output / ".creditroll/staging").rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    publish(output, SECOND)
    assert tree(output) == SECOND


def test_interrupted_by_the_keyboard_while_publishing_it_is_completed_first(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    code = """
real, calls = os.rename, []
def rename(*arguments):
    calls.append(1)
    if len(calls) == 3:
        raise KeyboardInterrupt
    real(*arguments)
os.rename = rename
publish(Path(sys.argv[1]), SECOND)
"""
    assert "KeyboardInterrupt" in child(code, str(output)).stderr
    assert tree(output) == SECOND
    assert state_names(output) == {"record", "lock"}


def test_a_full_disk_leaves_everything_as_it_was(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    code = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    publish(Path(sys.argv[1]), {**SECOND, **{f"p/{n}/{'x' * 60}.html": b"x" * 3000 for n in range(40)}, "a.html": b"a"})
except PublishError as error:
    print(error)
    raise SystemExit(1)
"""
    for limit in (2000, 3500):  # a page too large; the journal too large
        done = child(code, str(output), str(limit))
        assert done.returncode == 1, done.stderr
        assert "full" in done.stdout
        assert tree(output) == FIRST
        assert not (output / "p").exists()
        assert state_names(output) == {"record", "lock"}


@pytest.mark.parametrize("closed", [".", "projects", "projects/old"])
def test_an_output_that_cannot_be_written_is_left_as_it_was(closed):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        output = Path(folder) / "output"
        publish(output, FIRST)
        for path in (output, *output.rglob("*")):
            if os.getuid() == 0:
                os.chown(path, 65534, 65534)
        (output / closed).chmod(0o555)
        code = """
if os.getuid() == 0:  # root may write anywhere
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
os.environ["HOME"] = "/nonexistent"
try:
    publish(Path(sys.argv[1]), SECOND)
except PublishError as error:
    print(error)
    raise SystemExit(1)
"""
        done = child(code, str(output))
        (output / closed).chmod(0o755)
        assert done.returncode == 1, done.stderr
        assert "cannot be written" in done.stdout
        assert tree(output) == FIRST
        assert not (output / "media/cd").exists()


def test_a_second_build_waits_and_is_told_who_holds_the_lock(tmp_path):
    output = tmp_path / "output"
    publish(output, FIRST)
    code = """
with open_output(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""
    script = script_of(code)
    with subprocess.Popen(
        [sys.executable, "-c", script, str(output)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        told = []
        with pytest.raises(PublishError, match=f"process {holder.pid} on"):
            publish(output, SECOND, wait_s=0.2, waiting=told.append)
        assert len(told) == 1

        def let_go(holding: str) -> None:
            told.append(holding)
            holder.stdin.write("\n")
            holder.stdin.close()

        publish(output, SECOND, wait_s=30, waiting=let_go)
        assert holder.wait() == 0
    assert len(told) == 2
    assert tree(output) == SECOND


def test_a_killed_holder_leaves_no_lock_behind(tmp_path):
    code = "with open_output(Path(sys.argv[1])):\n    os.kill(os.getpid(), signal.SIGKILL)"
    assert child(code, str(tmp_path / "output")).returncode == -signal.SIGKILL
    publish(tmp_path / "output", FIRST, wait_s=0)
    assert tree(tmp_path / "output") == FIRST


def test_many_builds_at_once_end_as_one_of_them(tmp_path):
    output = tmp_path / "output"
    code = "publish(Path(sys.argv[1]), {f'{n}/index.html': sys.argv[2].encode() for n in range(30)})"
    script = script_of(code)
    running = [subprocess.Popen([sys.executable, "-c", script, str(output), str(n)]) for n in range(6)]
    assert [process.wait() for process in running] == [0] * 6
    assert len(set(tree(output).values())) == 1


def test_a_file_system_without_locks_names_the_way_out(tmp_path, monkeypatch):
    import errno
    import fcntl

    def flock(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(PublishError, match="--no-lock"):
        publish(tmp_path / "output", FIRST)
    publish(tmp_path / "output", FIRST, lock=False)
    assert tree(tmp_path / "output") == FIRST
