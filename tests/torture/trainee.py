"""A trainee who answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode
from uuid import UUID, uuid4

from tests.torture.device import FORM, Device, Progress

QUIZ = "safety-quiz"
QUESTIONS = ("energy", "no-path")
AN_ATTEMPT = 30
"""Writes from its beginning to its end."""


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


class Trainee(Device):
    """One device of one trainee, signed in."""

    def __init__(self, address: str, *, email: str, password: str, random: Random) -> None:
        super().__init__(address, email=email, password=password)
        self.sittings: list[Sitting] = []
        self._random = random
        self._device = str(uuid4())
        self._sequence = 0

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
        _, location, _ = self.persist(
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
        _, _, saved = self.persist(
            f"/attempts/{sitting.id}/responses", body, {"Content-Type": "application/json"}, status=200
        )
        if json.loads(saved)["answers"][question]["values"] != [said]:
            raise RuntimeError(f"“{said}” is not what the server says is saved: {saved.decode()}")
        sitting.given[one] = (question, said)

    def _hand_in(self) -> None:
        self.persist(f"/attempts/{self.sittings[-1].id}/mark", urlencode({"sure": "1"}), FORM, status=200)
        self.sittings[-1].handed_in = True
