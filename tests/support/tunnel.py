"""A proxy that joins whoever connects to one server, whatever host is asked for, and keeps a list of those hosts."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading


class Tunnel(socketserver.ThreadingTCPServer):
    """Answers CONNECT in its own threads; with `status` other than 200 it refuses."""

    daemon_threads = True

    def __init__(self, target: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), Joint)
        self.target, self.status = target, 200
        self.asked: list[str] = []  # host:port, each time
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Joint(socketserver.StreamRequestHandler):
    server: Tunnel

    def handle(self) -> None:
        method, place, _ = self.rfile.readline().decode().split()
        while self.rfile.readline().strip():
            pass
        self.server.asked.append(place)
        if method != "CONNECT" or self.server.status != 200:
            self.wfile.write(f"HTTP/1.1 {self.server.status} refused\r\nContent-Length: 0\r\n\r\n".encode())
            return
        with socket.create_connection(self.server.target) as other:
            self.wfile.write(b"HTTP/1.1 200 joined\r\n\r\n")
            back = threading.Thread(target=pump, args=(other, self.connection), daemon=True)
            back.start()
            pump(self.connection, other)
            back.join(5)


def pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(1 << 16):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
