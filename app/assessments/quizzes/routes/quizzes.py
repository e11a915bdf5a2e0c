"""A quiz's own page: what it is about, its rules, the attempts made, and the way into the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel.units import format_unit
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.assessments.quizzes.arranging import Terms
from app.assessments.quizzes.drawing import number_asked
from app.assessments.quizzes.queries import AttemptSummary, attempts_of, running_attempt
from app.assessments.quizzes.queries.arrangements import arranged_for
from app.assessments.quizzes.routes.pages import opened_by, settle
from app.assessments.quizzes.timing import next_start
from app.courses.facts import EnrolledItem
from app.courses.progress import closed_gates, due_on
from app.courses.queries.enrolments import done_by
from app.courses.routes.explained import explained
from app.curriculum.model import Item, Quiz
from app.shared.clock import now

SPANS = ((86_400, "duration-day"), (3_600, "duration-hour"), (60, "duration-minute"), (1, "duration-second"))


@dataclass(frozen=True)
class QuizStanding:
    """Where the trainee stands with the quiz."""

    attempts: tuple[AttemptSummary, ...]
    """The newest first."""
    openers: tuple[Quiz, ...]
    """The quizzes that open this one; empty unless it is locked."""
    opens: tuple[Item, ...]
    """What passing opens."""
    wait_until: datetime | None
    """When the next attempt may begin, if that is still to come."""
    used_up: bool
    due_on: date
    late: bool
    """Whether that day is over. It locks nothing."""
    ended: bool
    """Whether nothing can be begun any more: the trainee is gone, or the cohort is closed."""
    terms: Terms
    """On which terms the trainee takes it."""
    limit: int | None
    """How many attempts they have in all; None: any number."""
    minutes: int | None
    """How long an attempt lasts for them, rounded down; None: as long as they need."""

    @property
    def running(self) -> AttemptSummary | None:
        """The attempt that is not closed."""
        return next((each for each in self.attempts if each.closed_at is None), None)

    @property
    def passed(self) -> bool:
        """Whether any attempt that counts passed."""
        return any(each.passed and not each.annulled for each in self.attempts)

    @property
    def may_start(self) -> bool:
        """Whether a new attempt can begin now."""
        return not (self.openers or self.used_up or self.wait_until or self.running or self.ended)


def item_page(found: EnrolledItem) -> ResponseReturnValue:
    """The page of a quiz for the trainee."""
    quiz = found.item
    if not isinstance(quiz, Quiz):
        raise TypeError(f"{quiz.id} is no quiz")
    running = running_attempt(found)
    if running is not None:
        settle(running)
    return render_template(
        "quizzes/show.html",
        found=found,
        quiz=quiz,
        introduction=explained(quiz, found.enrolled.curriculum),
        standing=_standing(found, quiz),
        number_asked=number_asked(quiz),
        wait=_span(quiz.wait_seconds),
        has_critical=any(question.critical for question in quiz.questions),
    )


def _standing(found: EnrolledItem, quiz: Quiz) -> QuizStanding:
    attempts = attempts_of(found)
    terms = arranged_for(found.enrolled).terms(quiz.id)
    limit, lasts = terms.attempts(quiz.attempts), terms.minutes(quiz.minutes)
    openers = found.enrolled.curriculum.openers
    done = done_by(found.enrolled)
    closed, due = closed_gates(quiz, done), due_on(quiz, done, found.enrolled.cohort.calendar)
    until = next_start(quiz, last_closed_at=attempts[0].closed_at if attempts else None)
    return QuizStanding(
        attempts=attempts,
        openers=tuple(openers[gate] for gate in closed),
        opens=opened_by(quiz, found.enrolled.curriculum),
        wait_until=until if until and until > now() else None,
        used_up=limit is not None and len(attempts) >= limit,
        due_on=due,
        late=due < found.enrolled.cohort.day_of(now()),
        ended=not found.enrolled.active,
        terms=terms,
        limit=limit,
        minutes=int(lasts.total_seconds() // 60) if lasts else None,
    )


def _span(seconds: int) -> str:
    """A span of time in words of the reader's language, in the largest unit that measures it exactly."""
    size, unit = next((size, unit) for size, unit in SPANS if seconds % size == 0)
    return format_unit(seconds // size, unit, "long", locale=get_locale())
