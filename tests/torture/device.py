"""A device that sends every request again until the server has said that it is done."""

from __future__ import annotations

import http.client
import re
import threading
from typing import Any
from urllib.parse import urlencode

PATIENCE = 30
"""Seconds for one request."""
PAUSE = 0.1
"""Seconds before it is sent again."""
MOST_TRIES = 2000
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Progress:
    """How many writes are acknowledged."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._over = False

    def add(self) -> None:
        """One more."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def end(self) -> None:
        """No more will come."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def reaches(self, count: int) -> bool:
        """Wait until so many are there; False if it came to an end before."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._count >= count)
            return self._count >= count


class Device:
    """A device on which somebody is signed in."""

    def __init__(self, address: str, *, email: str, password: str) -> None:
        self.retried = 0
        self._address = address
        self._headers: dict[str, str] = {}
        self._sign_in(email, password)

    def persist(self, path: str, body: str | bytes, headers: dict[str, str], *, status: int) -> tuple[int, str, bytes]:
        """Send it until it is answered with that status; returns status, location and body."""
        for _ in range(MOST_TRIES):
            try:
                answer = self.send("POST", path, body, headers)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer and answer[0] == status:
                return answer
            if answer and answer[0] < 500:
                raise RuntimeError(f"{path}: {answer[0]} {answer[2].decode()[:2000]}")
            self.retried += 1
            threading.Event().wait(PAUSE)
        raise RuntimeError(f"{path}: never answered")

    def send(self, method: str, path: str, body: str | bytes = b"", headers: Any = None) -> tuple[int, str, bytes]:
        """Send it once; returns status, location and body."""
        sent = body.encode() if isinstance(body, str) else body
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)
        try:
            connection.request(method, path, sent, {"Accept": "application/json", **self._headers, **(headers or {})})
            answer = connection.getresponse()
            self._keep_cookie(answer.getheader("Set-Cookie") or "")
            return answer.status, answer.getheader("Location") or "", answer.read()
        finally:
            connection.close()

    def _keep_cookie(self, sent: str) -> None:
        if sent:
            self._headers["Cookie"] = sent.partition(";")[0]

    def _sign_in(self, email: str, password: str) -> None:
        self._take_token("/sign-in")
        self.persist("/sign-in", urlencode({"email": email, "password": password}), FORM, status=303)
        self._take_token("/")

    def _take_token(self, path: str) -> None:
        _, _, page = self.send("GET", path, headers={"Accept": "text/html"})
        found = re.search(r'"X-CSRFToken": "([^"]+)"', page.decode())
        if found is None:
            raise RuntimeError(f"no token on {path}")
        self._headers["X-CSRFToken"] = found[1]
