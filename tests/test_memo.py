"""What remembered results are worth when the cache is damaged: nothing, and never a wrong answer."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import threading
import time
from pathlib import Path

import msgspec
import pytest

from generator.memo import Memo


class Probe(msgspec.Struct):
    width_px: int


class Counted:
    def __init__(self, value) -> None:
        self.value = value
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.value


def entry(folder: Path) -> Path:
    (found,) = [path for path in folder.rglob("*") if not path.is_dir()]
    return found


def test_bytes_are_made_once_and_told_apart_by_kind_and_key(tmp_path):
    make = Counted(b"picture")
    for _ in range(3):
        with Memo(tmp_path) as memo:
            assert memo.bytes("webp", "a", make) == b"picture"
    assert make.calls == 1
    with Memo(tmp_path) as memo:
        assert memo.bytes("webp", "b", lambda: b"other") == b"other"
        assert memo.bytes("jpeg", "a", lambda: b"") == b""
        assert memo.bytes("jpeg", "a", lambda: b"never") == b""


def test_structs_are_made_once(tmp_path):
    make = Counted(Probe(7))
    for _ in range(3):
        with Memo(tmp_path) as memo:
            assert memo.struct("probe", "a\ud800", Probe, make) == Probe(7)
            assert memo.struct("probe", "a\ud800", Probe, make) == Probe(7)
    assert make.calls == 1
    with Memo(tmp_path) as memo:
        assert memo.struct("probe", "a\ud800", str, lambda: "another shape") == "another shape"


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def lengthen(path):
    path.write_bytes(path.read_bytes() + b"x")


def empty(path):
    path.write_bytes(b"")


def flip_header(path):
    path.write_bytes(b"X" + path.read_bytes()[1:])


def flip_data(path):
    path.write_bytes(path.read_bytes()[:-1] + b"X")


def noise(path):
    path.write_bytes(os.urandom(5000))


def link(path):
    other = path.parent.parent / "elsewhere"
    path.rename(other)
    path.symlink_to(other)


def dangling(path):
    path.unlink()
    path.symlink_to("nowhere")


def folder(path):
    path.unlink()
    path.mkdir()


def pipe(path):
    path.unlink()
    os.mkfifo(path)


def closed(path):
    path.chmod(0)


DAMAGES = [cut, lengthen, empty, flip_header, flip_data, noise, link, dangling, folder, pipe, closed]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_a_miss_and_is_mended(tmp_path, damage):
    with Memo(tmp_path) as memo:
        memo.bytes("webp", "a", lambda: b"picture")
    damage(entry(tmp_path))
    make = Counted(b"picture")
    with Memo(tmp_path) as memo:
        assert memo.bytes("webp", "a", make) == b"picture"
        assert make.calls == 1 or damage is closed  # root reads everything
        memo.bytes("webp", "a", make)
    assert make.calls <= 1


def test_an_entry_of_another_key_is_a_miss(tmp_path):
    with Memo(tmp_path) as memo:
        memo.bytes("webp", "a", lambda: b"a")
        theirs = entry(tmp_path)
        memo.bytes("webp", "b", lambda: b"b")
        (ours,) = [path for path in tmp_path.rglob("*") if path.is_file() and path != theirs]
        ours.write_bytes(theirs.read_bytes())
        assert memo.bytes("webp", "b", lambda: b"b") == b"b"


@pytest.mark.parametrize("damage", [*DAMAGES, "middle", "schema", "value", "shape"])
def test_a_damaged_database_is_a_miss(tmp_path, damage):
    with Memo(tmp_path) as memo:
        for n in range(500):
            memo.struct("prose", str(n), str, lambda n=n: f"text {n} " * 30)
    database = entry(tmp_path)
    if damage == "middle":
        data = bytearray(database.read_bytes())
        for place in range(4096, len(data), 997):
            data[place] ^= 0x55
        database.write_bytes(bytes(data))
    elif damage == "schema":
        database.unlink()
        with sqlite3.connect(database) as connection:
            connection.execute("CREATE TABLE memo (other TEXT)")
        connection.close()
    elif damage in {"value", "shape"}:
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE memo SET data = ?", (b"x" * 40 if damage == "value" else 7,))
        connection.close()
    else:
        damage(database)
    for _ in range(3):
        with Memo(tmp_path) as memo:
            for n in range(500):
                assert memo.struct("prose", str(n), str, lambda n=n: f"text {n} " * 30) == f"text {n} " * 30
    if damage is not folder:
        with Memo(tmp_path) as memo:
            memo.struct("prose", "7", str, lambda: pytest.fail("the database was not mended"))


def test_a_cache_that_cannot_be_written_is_no_harm(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", Path("/proc/nowhere"), tmp_path / "file/below"):
        with Memo(place) as memo:
            assert memo.bytes("webp", "a", lambda: b"a") == b"a"
            assert memo.struct("prose", "a", str, lambda: "a") == "a"


def test_the_folder_may_be_deleted_while_in_use(tmp_path):
    import shutil

    place = tmp_path / "cache"
    with Memo(place) as memo:
        memo.struct("prose", "a", str, lambda: "a")
        memo.flush()
        memo.bytes("webp", "a", lambda: b"a")
        shutil.rmtree(place)
        assert memo.bytes("webp", "a", lambda: b"a") == b"a"
        assert memo.struct("prose", "b", str, lambda: "b") == "b"


def test_threads_share_one_memo(tmp_path):
    with Memo(tmp_path) as memo:

        def work(offset):
            for n in range(300):
                assert memo.struct("prose", str(n % 50), str, lambda n=n: f"{n % 50}") == f"{n % 50}"
                assert memo.bytes("webp", str((n + offset) % 20), lambda: b"x" * 999) == b"x" * 999
                if n % 100 == 0:
                    memo.flush()

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def test_of_threads_that_ask_at_once_one_makes_it(tmp_path):
    made = []

    def make():
        made.append(threading.current_thread().name)
        time.sleep(0.05)
        return "slow"

    for afresh in (False, True):
        made.clear()
        with Memo(tmp_path / str(afresh), afresh=afresh) as memo:
            threads = [threading.Thread(target=memo.struct, args=("prose", "a", str, make)) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert len(made) == 1


def test_one_that_fails_leaves_the_turn_to_the_next(tmp_path):
    def fail():
        raise OSError

    with Memo(tmp_path) as memo:
        with pytest.raises(OSError):
            memo.struct("prose", "a", str, fail)
        assert memo.struct("prose", "a", str, lambda: "made") == "made"


def test_afresh_makes_again_what_another_run_has_made(tmp_path):
    with Memo(tmp_path) as memo:
        memo.struct("prose", "a", str, lambda: "old")
    with Memo(tmp_path, afresh=True) as memo:
        assert memo.struct("prose", "a", str, lambda: "new") == "new"
    with Memo(tmp_path) as memo:
        assert memo.struct("prose", "a", str, lambda: pytest.fail("forgotten")) == "new"


def remember_apart(memo, n, answers):
    answers.put(memo.struct("prose", "shared", str, lambda: "made again"))
    memo.struct("prose", f"worker {n}", str, lambda: f"by {n}")
    memo.flush()


def test_forked_workers_read_and_write_the_same_memory(tmp_path):
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    with Memo(tmp_path) as memo:
        memo.struct("prose", "shared", str, lambda: "by the parent")
        memo.flush()
        workers = [context.Process(target=remember_apart, args=(memo, n, answers)) for n in range(4)]
        for worker in workers:
            worker.start()
        assert [answers.get() for _ in workers] == ["by the parent"] * 4
        for worker in workers:
            worker.join()
        assert [memo.struct("prose", f"worker {n}", str, lambda: "lost") for n in range(4)] == [f"by {n}" for n in range(4)]


def test_trim_keeps_what_was_used_last(tmp_path):
    with Memo(tmp_path) as memo:
        for n in range(10):
            memo.bytes("webp", str(n), lambda: b"x" * 1000)
        for path in tmp_path.rglob("*"):
            if path.is_file():
                os.utime(path, (10**9, 10**9))
        memo.bytes("webp", "3", lambda: pytest.fail("forgotten"))
        memo.trim(3200)
        assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) <= 3200
        memo.bytes("webp", "3", lambda: pytest.fail("forgotten"))


def test_a_kind_is_a_plain_word(tmp_path):
    for kind in ("../x", "", "A", "a/b"):
        with pytest.raises(ValueError, match="kind"):
            Memo(tmp_path).bytes(kind, "a", lambda: b"")
