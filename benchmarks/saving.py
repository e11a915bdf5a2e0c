"""Saving one answer of a quiz, against a plain write under the same server and the same load."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event

from app import create_app
from app.assessments.quizzes.operations import start_attempt
from app.config import Settings
from app.courses.facts import EnrolledItem
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.model import Quiz
from app.db import db, writing
from app.shared.clock import now
from app.shared.ids import new_id
from benchmarks.load import Load, load, middle
from benchmarks.rows import Row, at_least, at_most
from benchmarks.school import CSRF, Visitor
from benchmarks.servers import running

QUIZ = "safety-quiz"
RUNS = 3
SECONDS = 4
CONNECTIONS = (8, 32)
SHARE = 60
"""Per cent of the plain write, at the fewest connections."""
PORT = 8473
PATIENCE = 10
"""Seconds; a page waits for twenty until it tries again."""
DEVICE = "00000000-0000-4000-8000-000000000001"
SCRIPT = """
local visits = {%s}
local at, sequence = math.random(#visits), os.time() %% 2000000 * 1000 -- higher in every run
local function id()
  local hex = string.format("%%08x%%08x%%08x%%08x", math.random(0, 2^31), math.random(0, 2^31), sequence, os.time())
  return hex:gsub("(%%x%%x%%x%%x%%x%%x%%x%%x)(%%x%%x%%x%%x)(%%x%%x%%x%%x)(%%x%%x%%x%%x)", "%%1-%%2-%%3-%%4-", 1)
end
request = function()
  at, sequence = at %% #visits + 1, sequence + 1
  local path, cookie, token, questions = unpack(visits[at])
  local answer = string.format('{"id": "%%s", "question": "%%s", "sequence": %%d, "values": ["%%d"], "age": 5}',
    id(), questions[math.random(#questions)], sequence, sequence %% 2)
  local headers = {["Cookie"] = cookie, ["X-CSRFToken"] = token, ["Content-Type"] = "application/json",
    ["Accept"] = "application/json"}
  return wrk.format("POST", path, headers, '{"device": "%s", "answers": [' .. answer .. ']}')
end
"""


@dataclass(frozen=True)
class Sitting:
    """An attempt that runs, the questions of it in which one option is chosen, and what its trainee's browser sends
    with every request."""

    id: UUID
    questions: tuple[str, ...]
    cookie: str
    token: str

    def visit(self, path: str) -> str:
        """The same in Lua, at that address."""
        questions = ",".join(f'"{question}"' for question in self.questions)
        return f'{{"{path}","{self.cookie}","{self.token}",{{{questions}}}}}'


def measure(settings: Settings, visitors: Sequence[Visitor]) -> Iterator[Row]:
    """The rows of saving."""
    app = create_app(settings)
    with app.app_context(), writing():
        sittings = [_begun(app, visitor) for visitor in visitors]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    selects, size = _statements_of(app, sittings[0])
    os.environ.update(BENCH_SIZE=str(size), BENCH_SELECTS=str(selects))
    for connections in CONNECTIONS:
        ours, plain = _alternating(sittings, connections)
        what = f"saving an answer, {connections} connections"
        share = 100 * ours.requests_per_second / plain.requests_per_second
        if connections == min(CONNECTIONS):
            yield at_least(f"{what}: throughput of the plain write", share, SHARE, unit=" %")
        yield at_most(f"{what}: failed requests", ours.failed, 0)


def _begun(app: Flask, visitor: Visitor) -> Sitting:
    enrolled = enrolment_facts(visitor.enrolment_id)
    quiz = enrolled.curriculum.items[QUIZ]
    if not isinstance(quiz, Quiz):
        raise TypeError(QUIZ)
    found = EnrolledItem(enrolled, quiz)
    attempt = start_attempt(found, attempt_id=new_id(), by=enrolled.person_id, at=now())
    single = {question.id for question in quiz.questions if question.type == "single"}
    questions = tuple(each["question"] for each in attempt.asked if each["question"] in single)
    token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(CSRF)
    return Sitting(attempt.id, questions, visitor.cookie, token if isinstance(token, str) else token.decode())


def _statements_of(app: Flask, sitting: Sitting) -> tuple[int, int]:
    """How many selects one save makes, and the size of its answer in bytes."""
    client = app.test_client()
    name, _, value = sitting.cookie.partition("=")
    client.set_cookie(name, value)
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2].split()[0]))
    one = {"id": str(new_id()), "question": sitting.questions[0], "sequence": 0, "values": ["0"], "age": 5}
    sent = {"device": DEVICE, "answers": [one]}
    answer = client.post(f"/attempts/{sitting.id}/responses", json=sent, headers={"X-CSRFToken": sitting.token})
    engine.dispose()
    if answer.status_code != 200:
        raise RuntimeError(answer.status)
    return statements.count("SELECT"), len(answer.data)


def _alternating(sittings: Sequence[Sitting], connections: int) -> tuple[Load, Load]:
    """Ours and the plain write, in turn."""
    ours = [sitting.visit(f"/attempts/{sitting.id}/responses") for sitting in sittings]
    plain = [sitting.visit("/plain") for sitting in sittings]
    runs: dict[str, list[Load]] = {"ours": [], "plain": []}
    for _ in range(RUNS):
        for kind, visits in (("ours", ours), ("plain", plain)):
            script = SCRIPT % (",".join(visits), DEVICE)
            with running(kind, PORT) as server:
                load(server.address, script, connections=connections, seconds=1, patience=PATIENCE)
                runs[kind].append(
                    load(server.address, script, connections=connections, seconds=SECONDS, patience=PATIENCE)
                )
    return middle(runs["ours"]), middle(runs["plain"])
