"""The studio answers its own page and nobody else: raw sockets, because clients would rewrite what they send."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import pytest
from support.studio import studio

from audiobuild.studio.server import HEADERS, LARGEST, PAGE

SCRIPT = "夜里的面包\n记者：你几点起床？\n阿布：三点。\n记者：为什么？\n阿布：面要发酵。\n"


class Client:
    """Sends requests as they are written."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token, self.cookie = port, token, ""

    def send(self, line: str, headers: dict[str, str] | None = None, body: bytes = b"") -> tuple[int, str, bytes]:
        """Status, headers and body of the answer; `headers` replace those of our page, "" leaves one out."""
        sent = {
            "Host": f"127.0.0.1:{self.port}",
            "Connection": "close",
            **({"Cookie": self.cookie} if self.cookie else {}),
        }
        if body:
            sent |= {"Content-Type": "application/json", "X-Studio": "1", "Content-Length": str(len(body))}
        sent |= headers or {}
        text = (
            f"{line} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in sent.items() if value) + "\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(text.encode() + body)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        head, _, content = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), head.decode("latin-1"), content

    def begin(self) -> None:
        """Exchange the token for the cookie."""
        status, head, _ = self.send("POST /api/session", body=json.dumps({"token": self.token}).encode())
        assert status == 200
        found = re.search(r"Set-Cookie: ([^;]+);(.*)", head)
        assert found
        assert "HttpOnly" in found[2] and "SameSite=Strict" in found[2]
        self.cookie = found[1]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory):
    place: Path = tmp_path_factory.mktemp("show")
    (place / "talk.txt").write_text(SCRIPT, "utf-8")
    with studio(place) as server:
        yield Client(server.port, server.address.partition("#")[2])


@pytest.fixture
def inside(client: Client) -> Client:
    made = Client(client.port, client.token)
    made.begin()
    return made


SAY = json.dumps({"sentence": "x"}).encode()


@pytest.mark.parametrize(
    ("line", "headers", "status"),
    [
        ("GET /", {"Host": "evil.example"}, 421),
        ("GET /", {"Host": "127.0.0.1"}, 421),
        ("GET /", {"Host": "127.0.0.1:1"}, 421),
        ("GET /", {"Host": "127.0.0.1.evil.example:PORT"}, 421),
        ("GET /studio.js", {"Host": "evil.example"}, 421),
        ("GET /api/show", {"Host": "evil.example"}, 421),
        ("GET /nothing", {"Host": "evil.example"}, 421),
        ("GET /", {"Origin": "http://evil.example"}, 403),
        ("GET /api/show", {"Origin": "http://evil.example"}, 403),
        ("GET /api/show", {"Origin": "null"}, 403),
        ("GET /api/show", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("GET /api/show", {"Sec-Fetch-Site": "same-site"}, 403),
        ("GET /api/show", {"Cookie": ""}, 401),
        ("GET /api/show", {"Cookie": "ab-PORT=guess"}, 401),
        ("GET /api/show", {}, 200),
        ("GET /api/show", {"Host": "localhost:PORT", "Origin": "http://localhost:PORT"}, 200),
        ("GET /api/show", {"Host": "[::1]:PORT", "Sec-Fetch-Site": "same-origin"}, 200),
        ("POST /api/show", {}, 403),
        ("DELETE /api/show", {}, 403),
        ("GET /../pyproject.toml", {}, 404),
        ("GET /%2e%2e/pyproject.toml", {}, 404),
        ("GET /studio/page/index.html", {}, 404),
        ("GET /api/script/..%2f..%2fetc", {}, 422),
        ("GET /api/script/talk.txt", {}, 422),
        ("GET /api/sound/" + "0" * 64 + ".mp3", {}, 404),
        ("GET /api/sound/../../x.mp3", {}, 404),
    ],
)
def test_a_request_gets_only_what_it_may(inside: Client, line: str, headers: dict[str, str], status: int) -> None:
    filled = {name: value.replace("PORT", str(inside.port)) for name, value in headers.items()}
    assert inside.send(line, filled)[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "text/plain"}, 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 403),
        ({"X-Studio": ""}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:PORT"}, 422),
        ({}, 422),
    ],
)
def test_a_request_that_changes_something_must_be_of_our_page(
    inside: Client, headers: dict[str, str], status: int
) -> None:
    filled = {name: value.replace("PORT", str(inside.port)) for name, value in headers.items()}
    assert inside.send("POST /api/script/000000000000/say", filled, SAY)[0] == status


def test_a_wrong_token_gives_no_cookie(client: Client) -> None:
    for token in ("", "guess", client.token[:-1], 5, None):
        status, head, _ = client.send("POST /api/session", body=json.dumps({"token": token}).encode())
        assert (status, "Set-Cookie" in head) == (401, False)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b'"x"'])
def test_a_body_that_is_no_object_is_refused(inside: Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "X-Studio": "1"}
    assert inside.send("POST /api/script/000000000000/say", headers, body)[0] == 400


def test_a_body_of_three_megabytes_is_refused(inside: Client) -> None:
    body = b'{"sentence": "' + b"x" * (LARGEST + (1 << 20)) + b'"}'
    assert inside.send("POST /api/script/000000000000/say", {}, body)[0] == 413


@pytest.mark.parametrize("line", [*(f"GET {path}" for path in PAGE), "GET /api/show", "GET /nothing", "POST /api/x"])
def test_every_answer_forbids_what_a_script_could_smuggle_in(inside: Client, line: str) -> None:
    _, head, _ = inside.send(line)
    for name, value in HEADERS.items():
        assert f"\r\n{name}: {value}" in head
    assert "Access-Control-Allow" not in head


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(inside: Client) -> None:
    for path in PAGE:
        text = inside.send(f"GET {path}")[2].decode()
        assert not re.search(r"https?://(?!www\.w3\.org/)", text), path
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\b|document\.write", text), path
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|<style", inside.send("GET /")[2].decode())
