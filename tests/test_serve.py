"""What `audiobuild serve` answers: to podcast apps, to browsers, and to attackers."""

import gzip
import http.client
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import INTERVIEW
from support.published import a_show
from support.published import published as publish

from audiobuild.errors import PublishError
from audiobuild.publishing.response import byte_range
from audiobuild.publishing.serve import Server
from audiobuild.publishing.served_files import find_published, readdress

AUDIO = random.Random(7).randbytes(300_000)
FEED = """<?xml version='1.0' encoding='utf-8'?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>
<atom:link href="https://example.org/a&amp;b/feed.xml" rel="self" type="application/rss+xml"/>
<link>https://other.example/</link>
<item><enclosure url="https://example.org/a&amp;b/ep-1.mp3" length="300000" type="audio/mpeg"/></item>
</channel></rss>
"""
FILES = {
    "feed.xml": FEED.encode(),
    "index.html": b"<!DOCTYPE html><title>show</title>",
    "ep.html": b"<!DOCTYPE html><title>ep</title>",
    "ep-1.mp3": AUDIO,
    "ep-1.vtt": b"WEBVTT\n",
    "ep-1.srt": b"1\n",
    "ep-1.chapters.json": b"{}",
    "ep-1.jpg": b"\xff\xd8\xff",
    "cover-1.png": b"\x89PNG",
    "empty.mp3": b"",
    ".secret.html": b"secret",
    "secret.key": b"secret",
}


@pytest.fixture
def folder(tmp_path):
    """A published folder next to private files."""
    home = tmp_path / "public"
    home.mkdir()
    for name, data in FILES.items():
        (home / name).write_bytes(data)
    (tmp_path / "outside.html").write_bytes(b"outside")
    return home


@pytest.fixture
def ask(folder):
    """Send a request unchanged to a server of the folder; returns status, headers and body."""
    with Server(find_published(folder), "127.0.0.1", 0) as server:

        def send(target, method="GET", **headers):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            connection.putrequest(method, target, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            found = answer.status, answer.headers, answer.read()
            connection.close()
            return found

        send.port = server.port
        yield send


# ---------------------------------------------------------------------------------------- what podcast apps rely on


def test_a_file_comes_whole_with_its_length_and_says_that_parts_may_be_asked_for(ask):
    status, headers, body = ask("/ep-1.mp3")
    assert (status, body) == (200, AUDIO)
    assert headers["Content-Length"] == "300000"
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Encoding"] is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ep-1.mp3", "audio/mpeg"),
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("ep-1.vtt", "text/vtt; charset=utf-8"),
        ("ep-1.srt", "application/x-subrip; charset=utf-8"),
        ("ep-1.chapters.json", "application/json+chapters; charset=utf-8"),
        ("ep.html", "text/html; charset=utf-8"),
        ("ep-1.jpg", "image/jpeg"),
        ("cover-1.png", "image/png"),
    ],
)
def test_every_kind_of_file_has_its_type(ask, name, kind):
    assert ask(f"/{name}")[1]["Content-Type"] == kind


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("ep-1.vtt", "*"), ("ep-1.srt", "*"), ("ep-1.chapters.json", "*"), ("ep-1.mp3", None), ("ep.html", None)],
)
def test_players_on_other_sites_may_fetch_transcripts_and_chapters(ask, name, allowed):
    assert ask(f"/{name}")[1]["Access-Control-Allow-Origin"] == allowed


def test_head_has_the_headers_of_get_and_no_body(ask):
    status, headers, body = ask("/ep-1.mp3", "HEAD")
    _, whole, _ = ask("/ep-1.mp3")
    expected_header = ("Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges")
    assert (status, body) == (200, b"")
    assert [headers[name] for name in expected_header] == [whole[name] for name in expected_header]


@pytest.mark.parametrize(
    ("asked", "expected_header", "body"),
    [
        ("bytes=0-1", "bytes 0-1/300000", AUDIO[:2]),
        ("bytes=0-", "bytes 0-299999/300000", AUDIO),
        ("bytes=299990-", "bytes 299990-299999/300000", AUDIO[-10:]),
        ("bytes=-500", "bytes 299500-299999/300000", AUDIO[-500:]),
        ("bytes=-999999", "bytes 0-299999/300000", AUDIO),
        ("bytes=100-999999", "bytes 100-299999/300000", AUDIO[100:]),
    ],
)
def test_a_range_comes_as_asked(ask, asked, expected_header, body):
    status, headers, found = ask("/ep-1.mp3", Range=asked)
    assert (status, headers["Content-Range"], headers["Content-Length"]) == (206, expected_header, str(len(body)))
    assert found == body


@pytest.mark.parametrize("asked", ["bytes=300000-", "bytes=999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(ask, asked):
    status, headers, body = ask("/ep-1.mp3", Range=asked)
    assert (status, headers["Content-Range"], body) == (416, "bytes */300000", b"")


def test_an_empty_file_has_no_ranges(ask):
    assert ask("/empty.mp3")[0] == 200
    assert ask("/empty.mp3", Range="bytes=-5")[0] == 416


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-1,5-6", "bytes=0-" + "9" * 5000]
)
def test_a_range_we_do_not_follow_brings_the_whole(ask, asked):
    status, _, body = ask("/ep-1.mp3", Range=asked)
    assert (status, body) == (200, AUDIO)


@pytest.mark.parametrize("size", [0, 1, 7])
def test_a_range_never_leaves_the_file(size):
    for first in ["", *map(str, range(9))]:
        for last in ["", *map(str, range(9))]:
            found = byte_range(f"bytes={first}-{last}", size)
            assert not found or 0 <= found[0] <= found[1] <= size


def test_what_a_client_has_is_not_sent_again(ask):
    _, headers, _ = ask("/ep-1.mp3")
    for condition in (
        {"If_None_Match": headers["ETag"]},
        {"If_None_Match": f'"other", W/{headers["ETag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": headers["Last-Modified"]},
    ):
        status, again, body = ask("/ep-1.mp3", **condition)
        assert (status, body, again["ETag"]) == (304, b"", headers["ETag"])
    assert ask("/ep-1.mp3", If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert ask("/ep-1.mp3", If_Modified_Since="yesterday")[0] == 200


def test_a_changed_file_has_another_tag_and_is_sent(ask, folder):
    _, headers, _ = ask("/ep-1.mp3")
    (folder / "ep-1.mp3").write_bytes(AUDIO[::-1])
    status, again, body = ask("/ep-1.mp3", If_None_Match=headers["ETag"])
    assert (status, body) == (200, AUDIO[::-1])
    assert again["ETag"] != headers["ETag"]


def test_a_download_continues_only_in_the_version_it_began_with(ask):
    _, headers, _ = ask("/ep-1.mp3")
    for same in (headers["ETag"], headers["Last-Modified"]):
        assert ask("/ep-1.mp3", Range="bytes=5-9", If_Range=same)[::2] == (206, AUDIO[5:10])
    assert ask("/ep-1.mp3", Range="bytes=5-9", If_Range='"other"')[::2] == (200, AUDIO)
    assert ask("/ep-1.mp3", Range="bytes=5-9", If_Range=f"W/{headers['ETag']}")[::2] == (200, AUDIO)


def test_one_connection_carries_many_requests(ask):
    connection = http.client.HTTPConnection("127.0.0.1", ask.port, timeout=20)
    connection.connect()
    own = connection.sock.getsockname()
    for method, target in [("GET", "/"), ("HEAD", "/ep-1.mp3"), ("GET", "/nothing"), ("GET", "/feed.xml")]:
        connection.request(method, target)
        connection.getresponse().read()
        assert connection.sock.getsockname() == own
    connection.close()


def test_a_hundred_ranges_at_once_are_all_right(ask):
    start = threading.Barrier(100)

    def part(number):
        first = number * 2990
        start.wait()
        status, _, body = ask("/ep-1.mp3", Range=f"bytes={first}-{first + 9999}")
        return status == 206 and body == AUDIO[first : first + 10_000]

    with ThreadPoolExecutor(100) as pool:
        assert all(pool.map(part, range(100)))


def test_a_client_that_hangs_up_harms_nobody_and_is_not_spoken_of(ask, folder, caplog, capfd):
    (folder / "long.mp3").write_bytes(bytes(64 << 20))  # more than the system keeps for a client that does not read
    with socket.create_connection(("127.0.0.1", ask.port)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.recv(10)
    assert ask("/ep-1.mp3")[0] == 200
    time.sleep(0.1)
    assert (caplog.records, capfd.readouterr().err) == ([], "")


# ------------------------------------------------------------------------------------------------------------- the feed


def test_the_feed_names_the_server_it_comes_from_so_that_a_phone_finds_the_episodes(ask):
    _, _, body = ask("/feed.xml", Host="localhost:9000")  # as through a tunnel
    assert b'<enclosure url="http://localhost:9000/ep-1.mp3"' in body
    assert b'<atom:link href="http://localhost:9000/feed.xml"' in body
    assert b"<link>https://other.example/</link>" in body


def test_the_feed_for_one_address_is_another_version_than_for_another(ask):
    _, headers, body = ask("/feed.xml", Host="localhost:8000")
    assert headers["Content-Length"] == str(len(body))
    assert ask("/feed.xml", Host="localhost:8000", If_None_Match=headers["ETag"])[0] == 304
    assert ask("/feed.xml", Host="127.0.0.1:8000", If_None_Match=headers["ETag"])[0] == 200


@pytest.mark.parametrize("host", ['x"/><script>', "a b", "user@localhost", "localhost/path", "localhost:x"])
def test_no_host_that_a_client_makes_up_gets_into_the_feed(ask, host):
    status, _, body = ask("/feed.xml", Host=host)
    assert status == 421
    assert host.encode() not in body


def test_a_client_that_names_no_host_gets_the_address_it_has_reached(ask):
    ((_, _, body),) = raw(ask.port, b"GET /feed.xml HTTP/1.0\r\n\r\n")
    assert f'<enclosure url="http://127.0.0.1:{ask.port}/ep-1.mp3"'.encode() in body


@pytest.mark.parametrize("feed", [b"", b"<rss", b"<rss/>"])
def test_a_feed_without_its_own_address_is_sent_unchanged(feed):
    assert readdress(feed, "http://x/") == feed


# ------------------------------------------------------------------------------------------------- refused requests


OUTSIDE = [
    "/../outside.html",
    "/%2e%2e/outside.html",
    "/%2E%2E%2Foutside.html",
    "/..%2foutside.html",
    "/..%5coutside.html",
    "/..\\outside.html",
    "/%252e%252e/outside.html",
    "/./ep.html",
    "/ep.html/",
    "/ep.html%00",
    "/ep.html%00.mp3",
    "/%00",
    "/%ff.html",
    "/C:/outside.html",
    "//etc/passwd",
    "/etc/passwd",
    "/%2fetc%2fpasswd",
    "http://127.0.0.1/../outside.html",
    "http://127.0.0.1/%2e%2e/outside.html",
    "http://127.0.0.1//etc/passwd",
    "/.secret.html",
    "/secret.key",
    "/nothing.mp3",
    "/" + "a" * 5000 + ".html",
]


@pytest.mark.parametrize("target", OUTSIDE, ids=lambda text: text[:40])
def test_nothing_but_published_files_is_found(ask, target):
    status, _, body = ask(target)
    assert (status, body) == (404, b"")


@pytest.mark.parametrize("target", ["ep.html", "*", "?", "../ep.html", "http:///ep.html", "file:///etc/passwd"])
def test_a_target_that_is_none_in_http_is_refused_in_silence(ask, target, caplog):
    status, _, body = ask(target)
    assert (status, b"<!DOCTYPE" in body) == (400, False)
    assert caplog.records == []


def test_an_absolute_path_on_this_machine_is_not_found(ask, folder):
    assert ask(str(folder.parent / "outside.html"))[0] == 404
    assert ask(str(folder / "ep.html"))[0] == 404


def test_a_folder_is_not_listed(ask, folder):
    (folder / "more").mkdir()
    (folder / "more.html").mkdir()
    assert [ask(target)[0] for target in ("/more", "/more/", "/more.html", "/?", "/#x")] == [404, 404, 404, 200, 200]
    assert ask("/")[2] == FILES["index.html"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_out_of_the_folder_leads_nowhere_and_one_within_does(ask, folder):
    (folder / "out.html").symlink_to(folder.parent / "outside.html")
    (folder / "loop.html").symlink_to(folder / "loop.html")
    (folder / "up").symlink_to(folder.parent)
    (folder / "in.html").symlink_to(folder / "ep.html")
    assert [ask(f"/{name}")[0] for name in ("out.html", "loop.html", "up/outside.html", "in.html")] == [
        404,
        404,
        404,
        200,
    ]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_only_reading_is_allowed(ask, method):
    status, headers, _ = ask("/ep.html", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


# --------------------------------------------------------------------------- requests as bytes, as odd clients send them


def raw(port, *requests):
    """Send these bytes over one connection, the next when the answer to the one before has begun; all answers."""
    answers = []
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        for request in requests:
            client.sendall(request)
            answer = http.client.HTTPResponse(client)
            answer.begin()
            answers.append((answer.status, answer.headers, answer.read()))
    return answers


def test_an_absolute_request_line_names_the_same_file_as_a_short_one(ask):
    line = f"GET http://127.0.0.1:{ask.port}/ep.html HTTP/1.1\r\nHost: 127.0.0.1:{ask.port}\r\n\r\n"
    ((status, _, body),) = raw(ask.port, line.encode())
    assert (status, body) == (200, FILES["ep.html"])


@pytest.mark.parametrize("target", ["http://127.0.0.1", "http://127.0.0.1?x", "HTTP://127.0.0.1/?x#y"])
def test_an_absolute_request_line_may_name_the_first_page(ask, target):
    ((status, _, body),) = raw(ask.port, f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    assert (status, body) == (200, FILES["index.html"])


def test_the_host_of_an_absolute_request_line_counts_and_not_the_header(ask):
    line = f"GET http://localhost:{ask.port}/feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    other = "GET http://evil.example/feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    (_, _, body), (status, _, _) = raw(ask.port, line.encode(), other.encode())
    assert f'<enclosure url="http://localhost:{ask.port}/ep-1.mp3"'.encode() in body
    assert status == 421


BODIES = [
    b"Content-Length: 25\r\n\r\nGET /ep-1.srt HTTP/1.1\r\n\r",  # looks like a request
    b"Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n",
]


@pytest.mark.parametrize("body", BODIES, ids=["length", "chunked"])
def test_a_request_with_a_body_leaves_the_connection_in_step(ask, body):
    head = b"GET /ep.html HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    answers = raw(ask.port, head + body, b"GET /ep-1.vtt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert [answer[::2] for answer in answers] == [(200, FILES["ep.html"]), (200, FILES["ep-1.vtt"])]


@pytest.mark.parametrize("name", ["feed.xml", "ep.html", "ep-1.vtt", "ep-1.srt", "ep-1.chapters.json"])
def test_text_is_compressed_for_clients_that_take_gzip(ask, name):
    status, headers, body = ask(f"/{name}", Accept_Encoding="deflate, gzip;q=0.5")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert headers["Content-Length"] == str(len(body))
    assert gzip.decompress(body) == ask(f"/{name}")[2]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.000", "xgzip"])
def test_text_stays_as_it_is_for_clients_that_do_not(ask, accepted):
    _, headers, body = ask("/ep.html", Accept_Encoding=accepted)
    assert (headers["Content-Encoding"], headers["Vary"], body) == (None, "Accept-Encoding", FILES["ep.html"])


@pytest.mark.parametrize(("name", "asked"), [("ep-1.mp3", {}), ("ep-1.jpg", {}), ("ep.html", {"Range": "bytes=0-4"})])
def test_sound_pictures_and_parts_are_never_compressed(ask, name, asked):
    _, headers, body = ask(f"/{name}", Accept_Encoding="gzip", **asked)
    assert headers["Content-Encoding"] is None
    assert body == FILES[name][: 5 if asked else None]


def test_compressed_text_has_its_own_etag(ask):
    _, plain, _ = ask("/ep.html")
    _, packed, _ = ask("/ep.html", Accept_Encoding="gzip")
    assert plain["ETag"] != packed["ETag"]
    for tag, accepted in ((plain["ETag"], ""), (packed["ETag"], "gzip")):
        status, again, _ = ask("/ep.html", Accept_Encoding=accepted, If_None_Match=tag)
        assert (status, again["ETag"]) == (304, tag)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.5:8000"],
)
def test_a_name_that_is_not_served_gets_one_sentence_and_no_file(ask, host):
    status, headers, body = ask("/feed.xml", Host=host)
    assert (status, headers["Content-Type"]) == (421, "text/plain; charset=utf-8")
    assert re.fullmatch(
        rb"this server answers only requests for its own names and addresses; open http://127\.0\.0\.1:\d+/\n", body
    )


@pytest.mark.parametrize("host", ["localhost", "LocalHost:1", "127.0.0.1", "[::1]:8000", "[0:0::1]"])
def test_the_names_of_this_machine_are_served(ask, host):
    assert ask("/ep.html", Host=host)[0] == 200


def test_in_the_local_network_the_machine_goes_by_its_host_name_too(ask, folder):
    own = socket.gethostname()
    request = "GET /ep.html HTTP/1.1\r\nHost: {}\r\n\r\n"
    with Server(find_published(folder), "0.0.0.0", 0) as server:
        answers = raw(server.port, *(request.format(host).encode() for host in (own, f"{own}:80", "evil.example")))
    assert [answer[0] for answer in answers] == [200, 200, 421]
    assert ask("/ep.html", Host=own)[0] == 421  # nobody reaches the loopback by that name


def test_a_file_that_is_cut_while_it_is_sent_ends_the_connection(ask, folder):
    size = 64 << 20  # more than the system keeps for a client that does not read
    with (folder / "long.mp3").open("wb") as file:
        file.truncate(size)
    with socket.create_connection(("127.0.0.1", ask.port), timeout=10) as client:
        client.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = http.client.HTTPResponse(client)
        answer.begin()
        os.truncate(folder / "long.mp3", 0)
        with pytest.raises(http.client.IncompleteRead):
            answer.read()


# ------------------------------------------------------------------------------------- a real episode, asked by curl


@pytest.mark.process
@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_gets_every_enclosure_as_directories_want_it(tmp_path):
    show = a_show(tmp_path / "show", {"post.txt": INTERVIEW})
    folder = publish(show, "https://example.org/show/")
    with Server(folder.resolve(), "127.0.0.1", 0) as server:
        feed = curl("-s", f"http://127.0.0.1:{server.port}/feed.xml")
        enclosures = re.findall(r'<enclosure url="(.+?)" length="(\d+)" type="(.+?)"', feed)
        for address, length, kind in enclosures:
            head = curl("-sI", address)
            facts = {name.lower(): value for name, value in re.findall(r"^([\w-]+): (.*?)\r?$", head, re.MULTILINE)}
            assert head.startswith("HTTP/1.1 200")
            assert (facts["content-length"], facts["content-type"]) == (length, kind) == (length, "audio/mpeg")
            size = ("-s", "-o", os.devnull, "-w", "%{http_code} %{size_download}")
            assert curl(*size, "-r", "0-1", address) == "206 2"
            assert curl(*size, "-r", f"{length}-", address) == "416 0"
            assert curl(*size, "-H", f"If-None-Match: {facts['etag']}", address) == "304 0"
            assert curl(*size, address) == f"200 {length}"
    assert len(enclosures) == 1


def curl(*arguments):
    return subprocess.run(["curl", *arguments], capture_output=True, text=True, encoding="utf-8", check=True).stdout


# ------------------------------------------------------------------------------------------------------ the command


def background_no_more() -> None:
    """Let SIGINT through, which a shell's background job ignores."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def running(folder):
    """`audiobuild serve` in its own process: start it with arguments, get the process and the address it prints."""
    started = []

    def start(*arguments):
        command = [sys.executable, "-m", "audiobuild", "serve", str(folder), "--port", "0", *arguments]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            bufsize=1,
            preexec_fn=background_no_more if os.name != "nt" else None,
        )
        started.append(process)
        printed = ""
        while "feed:" not in printed:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            printed += line
        return process, printed

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.process
@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_server_stops_at_once_and_cleanly_in_the_midst_of_a_download(running, folder, number, code):
    process, printed = running()
    port = int(re.search(r"127\.0\.0\.1:(\d+)/feed", printed)[1])
    (folder / "ep-1.mp3").write_bytes(bytes(64 << 20))  # more than the system keeps for a client that does not read
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /ep-1.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.recv(10)
        process.send_signal(number)
        said = process.communicate(timeout=10)[1]
    assert process.returncode == code
    assert said.splitlines()[-1] == "audiobuild: stopped."
    assert "Traceback" not in said


@pytest.mark.process
def test_only_this_machine_is_let_in_unless_the_network_is(running):
    _, printed = running()
    port = int(re.search(r":(\d+)/feed", printed)[1])
    assert f"http://127.0.0.1:{port}/" in printed
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", port), timeout=2)


@pytest.mark.process
def test_the_local_network_is_shown_an_address_to_scan(running):
    _, printed = running("--lan")
    address = re.search(r"is served at http://(.+):(\d+)/\n", printed)
    assert address[1] not in ("127.0.0.1", "0.0.0.0")
    assert "█" in printed
    connection = http.client.HTTPConnection(address[1], int(address[2]), timeout=10)
    connection.request("GET", "/")
    assert connection.getresponse().read() == FILES["index.html"]
    connection.close()


def test_a_port_in_use_is_reported_with_a_remedy(folder, audiobuild):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = audiobuild("serve", folder, "--port", port)
    assert done.returncode == 1
    assert done.stderr.startswith(f"audiobuild: port {port} of 127.0.0.1 cannot be used: ")
    assert "choose another with --port" in done.stderr


@pytest.mark.parametrize("arguments", [("--port", "70000"), ("--lan", "--host", "127.0.0.1")])
def test_options_that_cannot_be_followed_are_wrong_usage(folder, audiobuild, arguments):
    assert audiobuild("serve", folder, *arguments).returncode == 2


def test_a_folder_that_was_not_published_is_reported_with_a_remedy(show, audiobuild):
    (show / "output").mkdir()
    for arguments in ((), ("output",), ("nowhere",)):
        done = audiobuild("serve", *arguments)
        assert done.returncode == 1
        assert "run “audiobuild publish” first" in done.stderr


def test_for_the_folder_of_the_episodes_its_published_folder_is_served(folder):
    assert find_published(folder.parent) == find_published(folder) == folder.resolve()
    with pytest.raises(PublishError):
        find_published(Path(folder / "nowhere"))
