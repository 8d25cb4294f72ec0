"""`check URL`: a published feed as strangers' apps get it, from `serve` and from a host with planted faults."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import COMPACT, INTERVIEW
from support.host import Host, hosting
from support.published import FACTS, a_show, published, run

from audiobuild.checking import check_address, hosts
from audiobuild.publishing import serve


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = a_show(tmp_path_factory.mktemp("show") / "s", {"post.txt": INTERVIEW}, FACTS + COMPACT)
    return published(folder, "https://example.org/show/")


@pytest.fixture(scope="module")
def running(show: Path) -> Iterator[Host]:
    """A host that serves the folder as published for its own address."""
    with hosting(show) as host:
        run(show.parent.parent, "publish", "--drafts", "--base-url", host.address)
        yield host


@pytest.fixture
def host(running: Host) -> Host:
    running.faults = {}
    return running


def missed(address: str) -> dict[str, tuple[bool, str]]:
    """What was missed: whether it is a defect, and what was found."""
    return {each.what: (each.defect, each.found) for each in check_address(address) if not each.ok}


def test_serve_is_a_host_without_faults(show: Path) -> None:
    with serve.Server(show, serve.LOOPBACK, 0) as server:
        assert set(missed(f"http://127.0.0.1:{server.port}/feed.xml")) == {"https"}


def test_a_good_host_has_no_defect_and_its_headers_may_be_in_lower_case(host: Host) -> None:
    findings = check_address(f"{host.address}feed.xml")
    assert {each.what for each in findings if not each.ok} == {"https"}
    assert {"item 1, audio", "item 1, chapters", "item 1, transcript", "item 1, cover", "cover"} <= {
        e.what for e in findings
    }


DEFECT, ADVICE = True, False


@pytest.mark.parametrize(
    ("ending", "fault", "what", "defect", "said"),
    [
        ("feed.xml", {"status": 404}, "answer", DEFECT, "status 404, 200 is required"),
        ("feed.xml", {"headers": {"content-type": "text/html"}}, "content type", DEFECT, "it is “text/html”"),
        ("feed.xml", {"status HEAD": 405}, "HEAD", DEFECT, "status 405"),
        ("feed.xml", {"etags": False}, "unchanged feed", ADVICE, "sent again"),
        ("feed.xml", {"body": b"<html>"}, "well-formed", DEFECT, "no element found"),
        (".mp3", {"status": 404}, "item 1, audio", DEFECT, "status 404"),
        (".mp3", {"ranges": False}, "item 1, audio", DEFECT, "apps cannot jump; 206 is required"),
        (".mp3", {"headers": {"content-type": "application/octet-stream"}}, "item 1, audio", DEFECT, "its type is"),
        (".mp3", {"body": b"short"}, "item 1, audio", DEFECT, "its length is 5, and the feed states"),
        (".mp3", {"headers": {"content-encoding": "gzip"}, "status GET": 404}, "item 1, audio", DEFECT, "compressed"),
        (".vtt", {"headers": {"access-control-allow-origin": None}}, "item 1, transcript", ADVICE, "other sites"),
        (".vtt", {"headers": {"content-type": "text/plain"}}, "item 1, transcript", ADVICE, "text/vtt is required"),
        (".vtt", {"body": b"<!doctype html>"}, "item 1, transcript", DEFECT, "it is no transcript"),
        (".json", {"body": b"[]"}, "item 1, chapters", DEFECT, "it is no chapters"),
        (".json", {"status": 500}, "item 1, chapters", DEFECT, "status 500"),
        ("post.html", {"status": 404}, "item 1, page", ADVICE, "status 404"),
        (".jpg", {"status": 403}, "item 1, cover", DEFECT, "status 403"),
        (".jpg", {"body": b"\xff\xd8"}, "cover", DEFECT, ""),
    ],
)  # fmt: skip
def test_a_fault_of_the_host_is_found(
    host: Host, ending: str, fault: dict[str, Any], what: str, defect: bool, said: str
) -> None:
    host.faults = {ending: fault}
    found = missed(f"{host.address}feed.xml")
    assert found[what][0] is defect
    assert said in found[what][1]


def test_a_temporary_redirect_is_named_and_one_for_good_is_followed(host: Host) -> None:
    host.faults = {"/old.xml": {"status": 302, "headers": {"location": "/feed.xml"}}}
    assert "302 to" in missed(f"{host.address}old.xml")["redirects"][1]
    host.faults["/old.xml"]["status"] = 301
    assert set(missed(f"{host.address}old.xml")) == {"https"}
    host.faults["/old.xml"]["headers"] = {"location": "/old.xml"}
    assert "more than 10 redirects" in missed(f"{host.address}old.xml")["answer"][1]


def test_a_feed_that_names_another_address_is_named(host: Host, show: Path) -> None:
    feed = (show / "feed.xml").read_bytes()
    host.faults = {"feed.xml": {"body": feed.replace(b'feed.xml" rel="self"', b'other.xml" rel="self"')}}
    assert "it says" in missed(f"{host.address}feed.xml")["own address"][1]


def test_the_limits_of_a_known_host_are_checked(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "HOSTS", (hosts.HOSTS[0]._replace(endings=("localhost",), file=1 << 10, site=1 << 10),))
    found = missed(f"{host.address}feed.xml")
    assert found["limits of GitHub Pages"][0] is DEFECT
    assert found["size for GitHub Pages"][0] is ADVICE


def test_a_host_that_is_not_there_is_one_finding() -> None:
    findings = check_address("http://user:open-sesame@127.0.0.1:9/feed.xml")
    assert [(each.what, each.defect) for each in findings] == [("answer", True)]
    assert "open-sesame" not in repr(findings)


@pytest.mark.parametrize("days", [3, 60])
def test_a_certificate_that_ends_soon_is_named(
    show: Path, days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trustme = pytest.importorskip("trustme")
    authority = trustme.CA()
    until = datetime.now(UTC) + timedelta(days=days, hours=1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", not_after=until).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with hosting(show, context) as host:
        findings = {each.what: each for each in check_address(f"{host.address}feed.xml")}
    certificate = findings["certificate of localhost"]
    assert (certificate.ok, certificate.found.split(";")[0]) == (
        days == 60,
        f"valid for {days} days" if days == 60 else f"it ends in {days} days",
    )


def test_a_certificate_of_nobody_is_a_defect(show: Path) -> None:
    trustme = pytest.importorskip("trustme")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with hosting(show, context) as host:
        assert "certificate" in missed(f"{host.address}feed.xml")["answer"][1].lower()


def test_the_command_takes_addresses_and_files_together(host: Host, show: Path, tmp_path: Path) -> None:
    host.faults = {".mp3": {"status": 404}}
    done = run(tmp_path, "check", "--json", f"{host.address}feed.xml", show / "post.html")
    facts = json.loads(done.stdout)
    assert (done.returncode, facts["defects"]) == (1, 1)
    assert {each["file"] for each in facts["findings"]} == {f"{host.address}feed.xml", str(show / "post.html")}


def test_an_address_without_a_host_is_refused(tmp_path: Path) -> None:
    assert "is not the address of a feed" in run(tmp_path, "check", "https:///feed.xml").stderr
