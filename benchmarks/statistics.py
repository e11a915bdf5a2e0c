"""The statistics of a quiz, against one `GROUP BY` over the answers that they are made of.

python -m benchmarks.statistics 5000000    print them for so many answers; `make bench` takes fewer
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import flask_migrate
from flask import Flask
from sqlalchemy import Table, insert, text, update

from app import create_app
from app.assessments.quizzes.drawing import as_record, draw
from app.assessments.quizzes.marking import Marking, mark_attempt
from app.assessments.quizzes.models import Attempt, Mark, QuestionMark, Response
from app.assessments.quizzes.operations.tallies import rebuild_tallies
from app.config import Settings
from app.courses.models import Enrolment
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.content import publish_content
from app.courses.queries.revisions import curriculum_of, newest_revision
from app.curriculum.model import Question, Quiz
from app.db import Base, db, writing
from app.demo.answers import right_answer, wrong_answer
from app.people.models import Person
from app.people.operations import add_person, grant_role
from app.shared.clock import now
from app.shared.ids import new_id
from benchmarks.rows import Row, at_most
from benchmarks.school import COURSE, cookie_of

RESPONSES = 200_000
RUNS, BAR = 5, 4
A_BATCH, SITTINGS = 2_000, 500
QUIZ = "safety-quiz"
GROUPED = "SELECT question_id, count(*) FROM response GROUP BY question_id"
"""The cheapest one that says anything: no join, no answer, no mark."""


@dataclass(frozen=True)
class Sitting:
    """How somebody answered."""

    answers: dict[str, Any]
    marking: Marking


@dataclass(frozen=True)
class Answered:
    """A school whose trainees all answered one quiz: the worst case, since all answers are those of one page."""

    app: Flask
    path: str
    cookie: str
    rebuilt_in: float
    """Seconds."""


def measure(responses: int = RESPONSES) -> Iterator[Row]:
    """The row."""
    with tempfile.TemporaryDirectory() as folder:
        school = _school(Path(folder), responses)
        ours, grouped = _times(school)
        with school.app.app_context():
            db.engine.dispose()
    words = f"statistics of a quiz with {responses:,} answers: whole page, against one GROUP BY"
    print(f"page {ours:.4f} s, GROUP BY {grouped:.4f} s, made anew in {school.rebuilt_in:.1f} s", file=sys.stderr)
    yield at_most(words, ours / grouped, BAR, unit=" ×")


def _times(school: Answered) -> tuple[float, float]:
    """Seconds that the page takes, and the statement; they take turns."""
    ours, grouped = [], []
    client = school.app.test_client()
    client.set_cookie(*school.cookie.split("=", 1))
    for _ in range(RUNS):
        ours.append(_timed(lambda: _fetch(client, school.path)))
        with school.app.app_context():
            grouped.append(_timed(lambda: db.session.execute(text(GROUPED)).all()))
            db.session.remove()
    return median(ours), median(grouped)


def _fetch(client: Any, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200 or "trainees right" not in response.text:
        raise ValueError(response.status)


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _school(folder: Path, responses: int) -> Answered:
    settings = replace(Settings.read({**os.environ, "ETABLI_INSTANCE": str(folder), "ETABLI_MODE": "testing"}))
    app = create_app(settings)
    with app.app_context(), writing():
        flask_migrate.upgrade()
        publish_content(settings.content, by=None, at=now())
        author = add_person("Aude Author", email=None, language="en", by=None, at=now())
        grant_role(author, role="author", site_id=None, by=None, at=now())
        cookie = cookie_of(app, author.id)
        revision = newest_revision(COURSE)
        if revision is None:
            raise LookupError(COURSE)
        revision_id = revision.id
        db.session.commit()
        _answer(revision_id, responses)
        seconds = _timed(rebuild_tallies)
        db.session.commit()
        db.session.remove()
    return Answered(app, f"/revisions/{revision_id}/items/{QUIZ}/statistics", cookie, seconds)


def _answer(revision_id: int, responses: int) -> None:
    """Let as many trainees answer the quiz as give so many answers."""
    at, chance = now(), Random("statistics")
    quiz = curriculum_of(revision_id).items[QUIZ]
    if not isinstance(quiz, Quiz):
        raise TypeError(QUIZ)
    site = add_site("Bench", time_zone="Europe/Paris", by=None, at=at)
    who: dict[str, Any] = {"site_id": site.id, "revision_id": revision_id, "instructor_ids": []}
    cohort_id = create_cohort("All", first_day=at.date(), **who, by=None, at=at).id
    asked = draw(quiz, seed="statistics")
    sittings = [_sitting([each.question for each in asked], quiz, chance) for _ in range(SITTINGS)]
    about = {"item_id": QUIZ, "revision_id": revision_id, "number": 1, "asked": as_record(asked), "deadline": None}
    trainees = responses // len(asked)
    for first in range(0, trainees, A_BATCH):
        chosen = [chance.choice(sittings) for _ in range(min(A_BATCH, trainees - first))]
        _write(chosen, first, {"cohort_id": cohort_id, "enrolled_at": at}, about, at)
        db.session.commit()


def _sitting(questions: Sequence[Question], quiz: Quiz, chance: Random) -> Sitting:
    ability = chance.random()
    answers = {each.id: (right_answer if chance.random() < ability else wrong_answer)(each) for each in questions}
    return Sitting(answers, mark_attempt(questions, answers, pass_percent=quiz.pass_percent))


def _write(chosen: list[Sitting], first: int, place: dict[str, Any], about: dict[str, Any], at: datetime) -> None:
    people, enrolments, attempts, marks = ([new_id() for _ in chosen] for _ in range(4))
    plain = {"email": None, "password_hash": None, "language": "en", "created_at": at}
    never = {"last_signed_in_at": None, "deactivated_at": None}
    _insert(Person, (
        {"id": id_, "name": "Somebody", "sign_in_name": f"s.{first + number}", **plain, **never}
        for number, id_ in enumerate(people)
    ))  # fmt: skip
    _insert(Enrolment, (
        {"id": id_, "person_id": person, "withdrawn_at": None, **place}
        for id_, person in zip(enrolments, people, strict=True)
    ))  # fmt: skip
    _insert(Attempt, (
        {"id": id_, "enrolment_id": enrolment, "started_at": at, "closed_at": None, **about}
        for id_, enrolment in zip(attempts, enrolments, strict=True)
    ))  # fmt: skip
    _insert(Response, (row for id_, each in zip(attempts, chosen, strict=True) for row in _responses(id_, each, at)))
    table = _table(Attempt)
    db.session.execute(update(table).where(table.c.closed_at.is_(None)).values(closed_at=at + timedelta(hours=1)))
    _insert(Mark, (_mark(mark, id_, each, at) for mark, id_, each in zip(marks, attempts, chosen, strict=True)))
    _insert(
        QuestionMark, (row for mark, each in zip(marks, chosen, strict=True) for row in _question_marks(mark, each))
    )


def _responses(attempt_id: Any, sitting: Sitting, at: datetime) -> Iterator[dict[str, Any]]:
    for place, (question_id, answer) in enumerate(sitting.answers.items(), 1):
        yield {
            "id": new_id(),
            "attempt_id": attempt_id,
            "question_id": question_id,
            "number": 1,
            "answer": answer,
            "saved_at": at + place * timedelta(seconds=30),
        }


def _mark(mark_id: Any, attempt_id: Any, sitting: Sitting, at: datetime) -> dict[str, Any]:
    return {
        "id": mark_id,
        "attempt_id": attempt_id,
        "number": 1,
        "thousandths": sitting.marking.thousandths,
        "possible_thousandths": sitting.marking.possible,
        "critical_missed": sitting.marking.critical_missed,
        "passed": sitting.marking.passed,
        "marked_at": at,
    }


def _question_marks(mark_id: Any, sitting: Sitting) -> Iterator[dict[str, Any]]:
    for marked in sitting.marking.questions:
        yield {
            "mark_id": mark_id,
            "question_id": marked.question.id,
            "question_digest": marked.question.digest,
            "thousandths": marked.thousandths,
            "possible_thousandths": marked.possible,
        }


def _insert(model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    db.session.execute(insert(_table(model)), list(rows))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(model)
    return table


if __name__ == "__main__":
    for row in measure(int(sys.argv[1]) if sys.argv[1:] else RESPONSES):
        print(row)
