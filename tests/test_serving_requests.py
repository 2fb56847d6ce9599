"""What the preview answers to browsers, and to those who try what browsers would not."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

import pytest
from serving import WITHIN_S, Serving, make_site, until

from generator.serve import answers
from generator.serve.channel import Channel
from generator.serve.server import CONNECTIONS, bind

BIG_BYTES = 3 << 30


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    serving = Serving(make_site(tmp_path_factory.mktemp("shared") / "site"))
    (serving.site / ".cache/preview/film.mp4").write_bytes(bytes(range(256)) * 400)
    yield serving
    serving.kill()


def test_every_answer_asks_for_no_trust_and_no_search_engine(shared):
    for path in ("/projects/lamp/", "/feed.xml", "/nowhere/", "/_creditroll/reload.js"):
        headers = shared.get(path).headers
        assert headers["Cache-Control"] in ("no-cache", "no-store")
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_named_by_its_bytes_is_kept_for_ever(shared):
    page = shared.page("/")
    sheet = page.partition('href="./assets/playbill.')[2].partition('"')[0]
    assert "immutable" in shared.get(f"/assets/playbill.{sheet}").headers["Cache-Control"]
    assert "immutable" in shared.get(f"/anthology/assets/playbill.{sheet}").headers["Cache-Control"]


def test_what_the_browser_has_already_is_not_sent_again(shared):
    for path in ("/projects/lamp/", "/feed.xml", "/film.mp4"):
        tag = shared.get(path).headers["ETag"]
        for held in (tag, f'"other", W/{tag}', "*"):
            again = shared.get(path, If_None_Match=held)
            assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert shared.get(path, If_None_Match='"other"').status == 200
    assert shared.get("/nowhere/", If_None_Match="*").status == 404


def test_the_site_stands_also_below_the_path_of_its_address(shared):
    assert shared.page("/anthology/projects/lamp/") == shared.page("/projects/lamp/")
    assert shared.get("/anthology").headers["Location"] == "/anthology/"
    assert shared.get("/anthology/").status == 200


def test_a_folder_without_its_slash_is_redirected(shared):
    answer = shared.get("/projects/lamp?from=here")
    assert (answer.status, answer.headers["Location"]) == (301, "/projects/lamp/?from=here")
    assert shared.get("/anthology/projects/lamp").headers["Location"] == "/anthology/projects/lamp/"


def test_what_is_not_there_is_answered_with_the_404_page(shared):
    answer = shared.get("/nowhere/")
    assert answer.status == 404
    assert b"Night Desk" in answer.body
    assert b"/_creditroll/reload.js" in answer.body


def test_head_says_what_get_would(shared):
    for path in ("/projects/lamp/", "/feed.xml", "/nowhere/", "/film.mp4", "/_creditroll/reload.js"):
        head, get = shared.get(path, "HEAD"), shared.get(path)
        assert (head.status, head.body) == (get.status, b"")
        assert head.headers["Content-Length"] == str(len(get.body))
        assert head.headers["ETag"] == get.headers["ETag"]
    assert shared.get("/film.mp4", "HEAD", Range="bytes=0-9").status == 200


def test_nothing_but_get_and_head_is_answered(shared):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = shared.get("/", method)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
        assert answer.headers["Access-Control-Allow-Origin"] is None
    assert shared.get("/", "TRACE").status == 501


def test_a_part_of_a_film_is_served(shared):
    whole = shared.get("/film.mp4")
    size = len(whole.body)
    assert (whole.headers["Accept-Ranges"], whole.headers["Content-Type"]) == ("bytes", "video/mp4")
    for asked, first, last in (
        ("bytes=0-9", 0, 9), ("bytes=5-", 5, size - 1), ("bytes=-7", size - 7, size - 1), ("bytes=1-99999999", 1, size - 1), ("BYTES = 3 - 3", 3, 3),
    ):  # fmt: skip
        answer = shared.get("/film.mp4", Range=asked)
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert answer.body == whole.body[first : last + 1]
    for beyond in (f"bytes={size}-", f"bytes={size + 5}-{size + 9}", "bytes=-0"):
        answer = shared.get("/film.mp4", Range=beyond)
        assert (answer.status, answer.headers["Content-Range"], answer.body) == (416, f"bytes */{size}", b"")
    for strange in ("bytes=9-2", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "bytes=a-b", "bytes=1-2-3", "bytes=" + "9" * 40 + "-"):
        assert shared.get("/film.mp4", Range=strange).body == whole.body


def test_a_part_is_only_joined_to_what_it_is_a_part_of(shared):
    tag = shared.get("/film.mp4").headers["ETag"]
    assert shared.get("/film.mp4", Range="bytes=0-9", If_Range=tag).status == 206
    assert shared.get("/film.mp4", Range="bytes=0-9", If_Range='"another"').status == 200


def test_a_film_larger_than_memory_is_sent_from_the_disk(shared):
    film = shared.site / ".cache/preview/big.mp4"
    with film.open("wb") as file:
        file.truncate(BIG_BYTES)
    try:
        answer = shared.get("/big.mp4", Range=f"bytes={BIG_BYTES - 3}-")
        assert (answer.status, answer.headers["Content-Range"]) == (206, f"bytes {BIG_BYTES - 3}-{BIG_BYTES - 1}/{BIG_BYTES}")
        with socket.create_connection(("127.0.0.1", shared.port), WITHIN_S) as connection:
            connection.sendall(f"GET /big.mp4 HTTP/1.1\r\nHost: 127.0.0.1:{shared.port}\r\n\r\n".encode())
            received = 0
            while received < 64 << 20:
                received += len(connection.recv(1 << 20))
            status = Path(f"/proc/{shared.process.pid}/status").read_text()
            peak_kb = int(status.partition("VmHWM:")[2].split()[0])
        assert peak_kb < 1_000_000
        assert shared.get("/").status == 200
    finally:
        film.unlink()


def test_a_foreign_host_name_is_refused(shared):
    for host in ("evil.example", f"evil.example:{shared.port}", "127.0.0.1:1", "", f"127.0.0.1:{shared.port}.evil.example"):
        answer = shared.get("/projects/lamp/", Host=host)
        assert answer.status == 403
        assert b"Lamp" not in answer.body
    for host in ("127.0.0.1", "localhost", "LocalHost", "[::1]"):
        assert shared.get("/projects/lamp/", Host=f"{host}:{shared.port}").status == 200
    twice = f"GET / HTTP/1.1\r\nHost: localhost:{shared.port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert b" 403 " in shared.raw(twice.encode())
    assert b" 403 " in shared.raw(b"GET / HTTP/1.0\r\n\r\n")


def test_pages_of_other_sites_can_neither_read_nor_listen(shared):
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{shared.port}"},
        {"Origin": "http://127.0.0.1:1"},
    ):
        assert shared.get("/_creditroll/events", **headers).status == 403
        assert shared.get("/projects/lamp/", **headers).status == 403
    for site in ("cross-site", "same-site"):
        assert shared.get("/_creditroll/events", Sec_Fetch_Site=site).status == 403
        assert shared.get("/projects/lamp/", Sec_Fetch_Site=site).status == 200  # someone followed a link
    assert shared.get("/_creditroll/events", "HEAD", Origin=f"http://localhost:{shared.port}").status == 200


def test_no_address_leads_out_of_the_preview(shared):
    preview = shared.site / ".cache/preview"
    (preview.parent / "preview-secret").mkdir(exist_ok=True)
    (preview.parent / "preview-secret/index.html").write_text("secret")
    (preview.parent / "secret.txt").write_text("secret")
    with contextlib.suppress(FileExistsError):
        (preview / "out.txt").symlink_to(shared.site / "config.yaml")
        (preview / "inside.xml").symlink_to(preview / "feed.xml")
        (preview / "folder").symlink_to(shared.site / "content")
        os.mkfifo(preview / "pipe.txt")
    for path in (
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/%252e%252e/secret.txt", "/projects/../../secret.txt",
        "/../preview-secret/", "//etc/passwd", "/%2fetc/passwd", "/projects%2flamp/", "/projects/lamp%2Findex.html", "/.creditroll/record",
        "/.creditroll/", "/.CREDITROLL/record", "/%2ecreditroll/record", "/anthology/.creditroll/record", "/anthology/../../secret.txt",
        "/./.creditroll/record", "/out.txt", "/inside.xml", "/folder/contributors.yaml", "/pipe.txt", "/%00", "/%ff", "/%", "/%zz",
        "/projects/lamp/index.html/", "/projects/lamp/index.html/x", "/" + "a" * 5000, "/assets/", "/media/", "/assets", "/_creditroll/",
        "/_creditroll/live.py", "/_creditroll/../../secret.txt",
    ):  # fmt: skip
        answer = shared.raw(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{shared.port}\r\nConnection: close\r\n\r\n".encode())
        assert answer.startswith(b"HTTP/1.1 404 "), path
        assert b"secret" not in answer
    assert b"Location: //" not in shared.raw(
        f"GET //evil.example/%2f.. HTTP/1.0\r\nHost: localhost:{shared.port}\r\n\r\n".encode()
    )


def test_requests_that_are_too_large_or_no_requests_are_refused_in_words(shared):
    host = f"Host: localhost:{shared.port}\r\nConnection: close\r\n"
    for request, status in (
        (f"GET /{'a' * 70_000} HTTP/1.1\r\n{host}\r\n", b"414"),
        (f"GET / HTTP/1.1\r\n{host}X: {'a' * 70_000}\r\n\r\n", b"431"),
        ("GET / HTTP/1.1\r\n" + host + "X: a\r\n" * 200 + "\r\n", b"431"),
        (f"GET / HTTP/9.9\r\n{host}\r\n", b"505"),
        (f"GET http://localhost:{shared.port}/ HTTP/1.1\r\n{host}\r\n", b"400"),
        ("\x16\x03\x01\x02\r\n\r\n", b"400"),
    ):
        try:
            answer = shared.raw(request.encode())
        except ConnectionResetError:
            continue  # hung up on before it had said all
        assert status in answer[:200]
    assert shared.get("/").status == 200
    assert "Traceback" not in shared.told


def test_several_requests_on_one_connection_are_answered_in_order(shared):
    host = f"Host: 127.0.0.1:{shared.port}\r\n"
    requests = [f"GET /film.mp4 HTTP/1.1\r\n{host}Range: bytes={n}-{n}\r\n\r\n" for n in range(20)]
    requests.append(f"GET /projects/lamp/ HTTP/1.1\r\n{host}Connection: close\r\n\r\n")
    answer = shared.raw("".join(requests).encode())
    assert answer.count(b"HTTP/1.1 206 ") == 20
    parts = [answer.index(f"Content-Range: bytes {n}-{n}/".encode()) for n in range(20)]
    assert parts == sorted(parts)
    assert answer.count(b"HTTP/1.1 200 ") == 1
    smuggled = f"GET /film.mp4 HTTP/1.1\r\n{host}Content-Length: 30\r\n\r\nGET /feed.xml HTTP/1.1\r\n{host}\r\n"
    assert shared.raw(smuggled.encode()).count(b"HTTP/1.1 ") == 1


def test_many_pages_listen_at_once_and_their_threads_end_with_them(shared):
    before = shared.threads()
    with contextlib.ExitStack() as stack:
        listening = [stack.enter_context(shared.events()) for _ in range(60)]
        assert len({events.next().page for events in listening}) == 1
        assert shared.threads() >= 60
        assert shared.get("/projects/lamp/").status == 200
    until(lambda: shared.threads() <= before, "threads are left")


def test_slow_readers_hold_up_nobody(shared):
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", shared.port)))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        assert shared.get("/").status == 200


def test_a_reader_who_stops_reading_is_let_go(tmp_path, monkeypatch):
    import threading

    from generator.serve.connection import Connection

    monkeypatch.setattr(Connection, "timeout", 0.3)
    with (tmp_path / "film.mp4").open("wb") as file:
        file.truncate(1 << 30)
    server = bind(str(tmp_path), "127.0.0.1", 0, Channel(), print)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        with socket.create_connection(server.server_address, 10) as connection:
            connection.sendall(f"GET /film.mp4 HTTP/1.1\r\nHost: localhost:{server.server_port}\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
            assert server._free._value == CONNECTIONS - 1
            until(lambda: server._free._value == CONNECTIONS)
    finally:
        server.shutdown()
        server.server_close()


def test_more_connections_than_it_has_threads_for_are_asked_to_wait(tmp_path):
    import threading

    server = bind(str(tmp_path), "127.0.0.1", 0, Channel(), print)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        for _ in range(CONNECTIONS):
            server._free.acquire()
        with socket.create_connection(server.server_address, 10) as connection:
            assert connection.recv(100).startswith(b"HTTP/1.1 503 ")
        server._free.release()
        with socket.create_connection(server.server_address, 10) as connection:
            connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 403 ")
        assert until(lambda: server._free._value == 1)
    finally:
        server.shutdown()
        server.server_close()


def test_with_all_addresses_only_numbers_of_this_port_are_hosts(tmp_path):
    server = bind(str(tmp_path), "0.0.0.0", 0, Channel(), print)
    try:
        assert server.is_ours(f"192.0.2.7:{server.server_port}")
        assert not server.is_ours(f"evil.example:{server.server_port}")
        assert not server.is_ours("192.0.2.7:1")
    finally:
        server.server_close()


def test_only_this_machine_can_connect(shared):
    table = [line.split() for line in Path(f"/proc/{shared.process.pid}/net/tcp").read_text().splitlines()]
    listening = [row[1] for row in table if row[3] == "0A" and row[1].endswith(f":{shared.port:04X}")]
    assert listening == [f"0100007F:{shared.port:04X}"]


def test_types_do_not_depend_on_the_machine():
    expected = {
        "a.css": "text/css; charset=utf-8",
        "A.MP4": "video/mp4",
        "c.woff2": "font/woff2",
        "d.vtt": "text/vtt; charset=utf-8",
    }
    assert {name: answers.media_type(name) for name in expected} == expected
    assert answers.media_type("stems.xyz") == answers.media_type("README") == "application/octet-stream"
