"""A trainee who answers, and sends every request again until the server has said that it is done."""

from __future__ import annotations

import http.client
import json
import re
import threading
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

QUIZ = "safety-quiz"
QUESTIONS = ("energy", "no-path")
AN_ATTEMPT = 30
"""Writes from its beginning to its end."""
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


@dataclass
class Sitting:
    """An attempt as its trainee remembers it."""

    id: UUID
    given: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    """Question and answer of everything that was acknowledged, in the order in which it was given."""
    handed_in: bool = False

    @property
    def last(self) -> dict[str, str]:
        """What counts, by question."""
        return dict(self.given.values())


class Trainee:
    """One device of one trainee, signed in."""

    def __init__(self, address: str, *, email: str, password: str, random: Random) -> None:
        self.sittings: list[Sitting] = []
        self.retried = 0
        self._address = address
        self._random = random
        self._device = str(uuid4())
        self._sequence = 0
        self._headers: dict[str, str] = {}
        self._sign_in(email, password)

    def work(self, enrolment_id: UUID, *, writes: int, progress: Progress) -> None:
        """Begin, answer and hand in until so many writes are acknowledged."""
        for number in range(writes):
            place = number % AN_ATTEMPT
            if place == 0:
                self._begin(enrolment_id)
            elif place == AN_ATTEMPT - 1:
                self._hand_in()
            else:
                self._answer()
            progress.add()

    def _begin(self, enrolment_id: UUID) -> None:
        sitting = Sitting(uuid4())
        _, location, _ = self._persist(
            f"/enrolments/{enrolment_id}/items/{QUIZ}/attempts", urlencode({"id": str(sitting.id)}), FORM, status=303
        )
        if location != f"/attempts/{sitting.id}":
            raise RuntimeError(f"a new attempt, and not {location}")
        self.sittings.append(sitting)

    def _answer(self) -> None:
        sitting, question = self.sittings[-1], self._random.choice(QUESTIONS)
        self._sequence += 1
        one, said = uuid4(), f"answer {self._sequence}"
        answer = {"id": str(one), "question": question, "sequence": self._sequence, "values": [said], "age": 0}
        body = json.dumps({"device": self._device, "answers": [answer]})
        _, _, saved = self._persist(
            f"/attempts/{sitting.id}/responses", body, {"Content-Type": "application/json"}, status=200
        )
        if json.loads(saved)["answers"][question]["values"] != [said]:
            raise RuntimeError(f"“{said}” is not what the server says is saved: {saved.decode()}")
        sitting.given[one] = (question, said)

    def _hand_in(self) -> None:
        self._persist(f"/attempts/{self.sittings[-1].id}/mark", urlencode({"sure": "1"}), FORM, status=200)
        self.sittings[-1].handed_in = True

    def _persist(self, path: str, body: str, headers: dict[str, str], *, status: int) -> tuple[int, str, bytes]:
        """Send it until it is answered with that status."""
        for _ in range(MOST_TRIES):
            try:
                answer = self._send("POST", path, body, headers)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer and answer[0] == status:
                return answer
            if answer and answer[0] < 500:
                raise RuntimeError(f"{path}: {answer[0]} {answer[2].decode()[:2000]}")
            self.retried += 1
            threading.Event().wait(PAUSE)
        raise RuntimeError(f"{path}: never answered")

    def _send(self, method: str, path: str, body: str = "", headers: Any = None) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)
        try:
            connection.request(
                method, path, body.encode(), {"Accept": "application/json", **self._headers, **(headers or {})}
            )
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
        self._persist("/sign-in", urlencode({"email": email, "password": password}), FORM, status=303)
        self._take_token("/")

    def _take_token(self, path: str) -> None:
        _, _, page = self._send("GET", path, headers={"Accept": "text/html"})
        found = re.search(r'"X-CSRFToken": "([^"]+)"', page.decode())
        if found is None:
            raise RuntimeError(f"no token on {path}")
        self._headers["X-CSRFToken"] = found[1]
