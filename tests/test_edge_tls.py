"""The online voices over TLS: certificates that nobody knows, and the way through proxies to the real address."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from support import command
from support.command import Done
from support.edge_service import HOST, Running, Service
from support.tunnel import Tunnel

DEAD = "http://127.0.0.1:9"
SCRIPT = "山里的路\nQ 一天走多少路？\nA 三十里。\n"
LINES = 3

pytestmark = pytest.mark.soak  # a server with certificates, and many faults of its encryption


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs the stand-in's certificate; nobody knows it."""
    return trustme.CA()


@pytest.fixture(scope="module")
def secure(authority: trustme.CA) -> Iterator[Running]:
    """The stand-in over TLS, with a certificate for this machine and for the real service's name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", HOST, "speech.invalid").configure_cert(context)
    stand_in = Running(tls=context)
    yield stand_in
    stand_in.close()


@pytest.fixture
def service(secure: Running) -> Service:
    secure.service.reset()
    return secure.service


@pytest.fixture
def tunnel(secure: Running, service: Service) -> Iterator[Tunnel]:
    """A proxy that connects every host to the stand-in."""
    parts = urlsplit(secure.endpoint)
    proxy = Tunnel((str(parts.hostname), parts.port or 0))
    yield proxy
    proxy.shutdown()
    proxy.server_close()


@pytest.fixture
def known(authority: trustme.CA, tmp_path: Path) -> str:
    """The file of the authority, for SSL_CERT_FILE."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def in_show(folder: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Done]) -> Callable[..., Done]:
    """Run a command in a show of three lines with these settings of [edge] and these variables, and no others."""
    for name in ("WSS_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HTTP_PROXY", "WS_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    (folder / "road.txt").write_text(SCRIPT, encoding="utf-8")

    def run_there(*words: str, edge: str = "", **variables: str) -> Done:
        (folder / "audiobuild.toml").write_text(f'engine = "edge"\n[edge]\n{edge}\n', encoding="utf-8")
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return run(*words, cwd=folder)

    return run_there


@pytest.fixture
def audiobuild(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    return in_show(tmp_path, monkeypatch, command.run)


@pytest.fixture
def audiobuild_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """For the service's real address: what a process trusts there, it trusts until it ends."""
    return in_show(tmp_path, monkeypatch, command.run_alone)


def endpoint(running: Running) -> str:
    return f'endpoint = "{running.endpoint}"'


# ---------------------------------------------------------------------------------------------------- the certificate


def test_a_certificate_of_an_unknown_authority_is_one_sentence_with_its_cause_and_nothing_is_written(
    audiobuild, secure: Running, service: Service, tmp_path: Path
) -> None:
    done = audiobuild("build", "road.txt", edge=endpoint(secure))
    assert done.returncode == 1
    assert "cannot be reached (its certificate is not trusted" in done.stderr
    assert "a virus scanner opens encrypted connections" in done.stderr
    assert "SSL_CERT_FILE" in done.stderr
    assert "0 of 3 sentences are done and kept" in done.stderr
    assert done.stderr.count("cannot be reached") == 1 and "Traceback" not in done.stderr
    assert service.log == []
    assert [path.name for path in (tmp_path / "output").iterdir()] == [".cache"]
    assert not [path for path in (tmp_path / "output" / ".cache" / "takes").rglob("*") if path.is_file()]


def test_an_authority_that_this_computer_trusts_is_trusted(
    audiobuild, secure: Running, service: Service, known: str, tmp_path: Path
) -> None:
    """As the browser does with a company's proxy; edge-tts itself knows only the list it was installed with."""
    done = audiobuild("build", "road.txt", edge=endpoint(secure), SSL_CERT_FILE=known)
    assert done.returncode == 0, done.stderr
    assert len(service.log) == LINES
    listed = audiobuild("voices", "--engine", "edge", edge=endpoint(secure), SSL_CERT_FILE=known)
    assert "as the service offers them now" in listed.stderr
    assert service.lists == 1


def test_a_certificate_for_another_host_is_refused_and_reported(
    audiobuild, secure: Running, service: Service, known: str
) -> None:
    other = secure.endpoint.replace("127.0.0.1", "localhost")
    done = audiobuild("build", "road.txt", edge=f'endpoint = "{other}"', SSL_CERT_FILE=known)
    assert done.returncode == 1
    assert "its certificate is not trusted: Hostname mismatch" in done.stderr
    assert service.log == []


def test_a_server_without_encryption_is_reported(audiobuild, running: Running) -> None:
    place = running.endpoint.replace("ws:", "wss:")
    done = audiobuild("build", "road.txt", edge=f'endpoint = "{place}"')
    assert done.returncode == 1
    assert "cannot be reached (no encrypted connection is possible" in done.stderr


def test_a_server_that_does_not_speak_http_is_reported(audiobuild) -> None:
    class Greeting(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")
            self.rfile.readline()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greeting) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        done = audiobuild("build", "road.txt", edge=f'endpoint = "ws://127.0.0.1:{server.server_address[1]}/x"')
        server.shutdown()
    assert done.returncode == 1
    assert "cannot be reached (what answers there does not speak HTTP)" in done.stderr


def test_a_page_in_place_of_the_service_is_reported_at_once(audiobuild) -> None:
    """As the sign-in page of a hotel's network, to which every request is led."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302 if "edge" in self.path else 200)
            self.send_header("Location", "/sign-in")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        done = audiobuild("build", "road.txt", edge=f'endpoint = "ws://127.0.0.1:{server.server_address[1]}/x"')
        server.shutdown()
    assert done.returncode == 1
    assert "cannot be reached (a page answers there, HTTP 200, as when a network asks you to sign in" in done.stderr
    assert done.stderr.count("cannot be reached") == 1


# ---------------------------------------------------------------------------------------------------------- the proxy

BOTH = [f"{HOST}:443"] * (LINES + 1)


@pytest.mark.process
@pytest.mark.parametrize(
    ("setting", "variables"),
    [
        (True, {"WSS_PROXY": DEAD, "HTTPS_PROXY": DEAD, "ALL_PROXY": DEAD}),
        (False, {"WSS_PROXY": "", "HTTPS_PROXY": DEAD, "ALL_PROXY": DEAD}),
        (False, {"https_proxy": "", "ALL_PROXY": DEAD}),
        (False, {"ALL_PROXY": ""}),
    ],
    ids=["setting", "WSS_PROXY", "https_proxy", "ALL_PROXY"],
)
def test_voices_and_speech_go_to_the_real_address_through_the_first_proxy_that_is_named(
    audiobuild_alone, tunnel: Tunnel, service: Service, known: str, setting: bool, variables: dict[str, str]
) -> None:
    """The variable that is "" here names the tunnel; the later ones name a dead proxy."""
    given = {name: value or tunnel.address for name, value in variables.items()}
    edge = f'proxy = "{tunnel.address}"' if setting else ""
    done = audiobuild_alone("build", "road.txt", edge=edge, SSL_CERT_FILE=known, **given)
    assert done.returncode == 0, done.stderr
    listed = audiobuild_alone("voices", "--engine", "edge", edge=edge)
    assert "as the service offers them now" in listed.stderr
    assert tunnel.asked == BOTH
    assert (len(service.log), service.lists) == (LINES, 1)
    assert {request.headers["Host"] for request in service.log} == {HOST}


def test_a_host_that_no_proxy_names_is_reached_without_one(audiobuild, tunnel: Tunnel, known: str) -> None:
    """It does not exist, so that nobody is asked: the proxy would find it."""
    given = {"edge": 'endpoint = "wss://speech.invalid/readaloud"', "HTTPS_PROXY": tunnel.address}
    assert audiobuild("build", "road.txt", SSL_CERT_FILE=known, **given).returncode == 0
    asked, tunnel.asked = tunnel.asked, []
    assert asked == ["speech.invalid:443"] * LINES
    done = audiobuild("build", "road.txt", "--force", NO_PROXY=".example.org,speech.invalid", **given)
    assert done.returncode == 1
    assert "the speech service cannot be reached (" in done.stderr
    assert tunnel.asked == []


def test_this_machine_is_reached_without_a_proxy_by_voices_and_speech(
    audiobuild, secure: Running, service: Service, tunnel: Tunnel, known: str
) -> None:
    given = {"edge": endpoint(secure), "SSL_CERT_FILE": known}
    given |= dict.fromkeys(("WSS_PROXY", "HTTPS_PROXY", "ALL_PROXY"), tunnel.address)
    assert audiobuild("build", "road.txt", **given).returncode == 0
    assert "as the service offers them now" in audiobuild("voices", "--engine", "edge", **given).stderr
    assert tunnel.asked == []


@pytest.mark.process
@pytest.mark.parametrize(
    ("status", "seen"), [(407, "the proxy answered HTTP 407"), (502, "the proxy answered HTTP 502")]
)
def test_a_proxy_that_does_not_let_the_service_through_is_named_with_its_answer(
    audiobuild_alone, tunnel: Tunnel, service: Service, known: str, status: int, seen: str
) -> None:
    tunnel.status = status
    done = audiobuild_alone("build", "road.txt", SSL_CERT_FILE=known, HTTPS_PROXY=tunnel.address)
    assert done.returncode == 1
    assert f"through the proxy {tunnel.address} (HTTPS_PROXY) ({seen})" in done.stderr
    assert service.log == []


@pytest.mark.process
def test_a_dead_proxy_is_named_with_the_variable_it_came_from(audiobuild_alone, known: str) -> None:
    done = audiobuild_alone("build", "road.txt", all_proxy="http://me:secret@127.0.0.1:9", SSL_CERT_FILE=known)
    assert done.returncode == 1
    assert "cannot be reached through the proxy http://127.0.0.1:9 (all_proxy)" in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.process
def test_a_proxy_that_opens_encrypted_connections_is_reported_by_its_certificate(
    audiobuild_alone, tunnel: Tunnel, service: Service
) -> None:
    done = audiobuild_alone("build", "road.txt", HTTPS_PROXY=tunnel.address)
    assert done.returncode == 1
    assert "its certificate is not trusted" in done.stderr and "a virus scanner" in done.stderr
    assert service.log == []
