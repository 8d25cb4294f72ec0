"""A host of static files on the loopback, which can be made to have the faults that real hosts have."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TYPES = {".xml": "application/rss+xml", ".mp3": "audio/mpeg", ".json": "application/json", ".vtt": "text/vtt"}
TYPES |= {".jpg": "image/jpeg", ".html": "text/html"}


@dataclass
class Host:
    """The folder served, and by the end of a name what is wrong with its answers: status, headers (None: absent), a
    body, `ranges` false.
    """

    folder: Path
    address: str = ""
    faults: dict[str, dict[str, Any]] = field(default_factory=dict)

    def fault(self, path: str) -> dict[str, Any]:
        return next((fault for ending, fault in self.faults.items() if path.endswith(ending)), {})


@contextmanager
def hosting(folder: Path, context: ssl.SSLContext | None = None) -> Iterator[Host]:
    """Serve a folder, over TLS with a `context`."""
    host = Host(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer(self, host)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    host.address = f"http{'s' if context else ''}://localhost:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answer(request: BaseHTTPRequestHandler, host: Host) -> None:
    name = request.path.rpartition("/")[2]
    fault, path = host.fault(request.path), host.folder / name
    status = fault.get(f"status {request.command}", fault.get("status", 200 if path.is_file() else 404))
    body = fault.get("body", path.read_bytes() if path.is_file() else b"no such page")
    headers = {"content-type": TYPES.get(path.suffix, "text/plain"), "etag": f'"{len(body)}"'}
    headers |= {"access-control-allow-origin": "*", "content-length": str(len(body))}
    asked = request.headers.get("Range", "")
    if status == 200 and asked and fault.get("ranges", True):
        status, total = 206, len(body)
        body = body[:2]
        headers |= {"content-range": f"bytes 0-1/{total}", "content-length": "2"}
    if status == 200 and request.headers.get("If-None-Match") == headers["etag"] and fault.get("etags", True):
        status, body = 304, b""
        headers["content-length"] = "0"
    request.send_response(status)
    for key, value in (headers | fault.get("headers", {})).items():
        if value is not None:
            request.send_header(key, value)
    request.end_headers()
    if request.command == "GET":
        request.wfile.write(body)
