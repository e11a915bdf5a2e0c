"""A line between the browser and the server that can be cut: before a request arrives, or before its answer does."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

Cut = Literal["on the way there", "on the way back"]
HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@dataclass
class Line:
    """What passes, and what doesn't."""

    server: str
    """Host and port."""
    address: str = ""
    down: bool = False
    """Whether nothing passes at all."""
    cut_at: int = -1
    """Which request is cut, counted from 0 among those that passed since `asked` was emptied."""
    cut: Cut = "on the way there"
    asked: list[str] = field(default_factory=list)
    """Method and path of every request that is no asset."""
    _passing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._passing.set()

    def cut_from_now(self, cut: Cut, place: int) -> None:
        """Cut the request at that place among those that come from now on, counted from 0."""
        self.asked.clear()
        self.cut, self.cut_at = cut, place

    @contextmanager
    def stuck(self) -> Iterator[None]:
        """Let nothing pass, and say nothing about it, until the end of the block."""
        self._passing.clear()
        try:
            yield
        finally:
            self._passing.set()

    def wait(self) -> None:
        """Until something passes."""
        self._passing.wait()

    def plan(self, method: str, path: str) -> Cut | None:
        """Where this request is cut; None: it passes."""
        if self.down:
            return "on the way there"
        if path.startswith(("/assets/", "/images/", "/service-worker")):
            return None
        self.asked.append(f"{method} {path}")
        return self.cut if len(self.asked) - 1 == self.cut_at else None


@contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line to the server at that address, until the end of the block."""
    line = Line(urlsplit(address).netloc)

    class Passing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _pass(self, line)

        def do_POST(self) -> None:
            _pass(self, line)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    server.daemon_threads = True
    line.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _pass(request: BaseHTTPRequestHandler, line: Line) -> None:
    body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
    line.wait()
    cut = line.plan(request.command, urlsplit(request.path).path)
    request.close_connection = True
    if cut == "on the way there":
        return
    connection = http.client.HTTPConnection(line.server, timeout=30)
    headers = {name: value for name, value in request.headers.items() if name.lower() not in ("connection", "host")}
    connection.request(request.command, request.path, body, headers | {"Host": urlsplit(line.address).netloc})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if cut is not None or line.down:
        return
    with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked is gone
        _answer(request, answer.status, answer.getheaders(), content)


def _answer(request: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
    request.send_response(status)
    for name, value in headers:
        if name.lower() not in HOP:
            request.send_header(name, value)
    request.send_header("Content-Length", str(len(content)))
    request.send_header("Connection", "close")
    request.end_headers()
    request.wfile.write(content)
