"""What isn't agreed on: an outcome that a trainee disagrees with, a clash, and one that was settled."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from app.assessments.practicals.disputes import Disagreement
from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.models import SignOff, SignOffClash
from app.assessments.practicals.operations import acknowledge, answer_disagreement, sign_off
from app.assessments.practicals.queries import seen_sign_off_by_id, signed
from app.courses.facts import EnrolledItem
from app.courses.models import Enrolment
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.model import Practical
from app.db import db
from app.people.models import Person
from app.people.operations import set_pin
from app.people.queries import person_by_email
from app.shared.clock import now
from app.shared.ids import new_id
from tests.browser.workbench import COLLEAGUE, INSTRUCTOR, PRACTICAL, TRAINEES, TRAINEES_PIN, email_of

CLASHED, DISAGREES, SETTLED = TRAINEES[-2], TRAINEES[-3], TRAINEES[-4]
TO_SIGN: Final = "Hugo Personne"
"""Of the demonstration school: assessed, and not signed yet."""
WORDS = "Nobody had shown me where the residual-current device is tested.\nI asked for it twice."


def make_disputes(coordinator: str) -> None:
    """`coordinator` (address) has settled one of them."""
    clash_of(CLASHED)
    _disagreeing(DISAGREES)
    seen = seen_sign_off_by_id(_disagreeing(SETTLED).id)
    decides = person_by_email(coordinator)
    assert decides is not None
    found = Disagreement(seen, signed(seen))
    answer_disagreement(found, answer="set_aside", reason="It was not shown.", by=decides.id, at=now())
    person_id = db.session.scalars(select(Person.id).where(Person.name == TO_SIGN)).one()
    set_pin(person_id, pin=TRAINEES_PIN, by=person_id, at=now())


def clash_of(name: str) -> SignOffClash:
    """Two instructors judge the work of that trainee without knowing of each other."""
    _judged(name, INSTRUCTOR, well=True, minutes=20)
    _judged(name, COLLEAGUE, well=False, minutes=30)
    return db.session.scalars(select(SignOffClash).order_by(SignOffClash.found_at.desc()).limit(1)).one()


def _disagreeing(name: str) -> SignOff:
    made = _judged(name, INSTRUCTOR, well=False, minutes=20)
    seen = seen_sign_off_by_id(made.id)
    acknowledge(seen, by=seen.enrolled.person_id, at=now(), agrees=False, words=WORDS, signed_with="pin")
    return made


def _judged(name: str, assessor: str, *, well: bool, minutes: int) -> SignOff:
    enrolment = select(Enrolment.id).join(Person, Person.id == Enrolment.person_id).where(Person.name == name)
    enrolled = enrolment_facts(db.session.scalars(enrolment).one())
    practical = enrolled.curriculum.items[PRACTICAL]
    by = person_by_email(email_of(assessor))
    assert isinstance(practical, Practical)
    assert by is not None
    levels: dict[str, int | None] = {
        each.id: (len(each.levels) - 1 if each.levels else 1) if well else 0 for each in practical.criteria
    }
    at = now()
    return sign_off(
        EnrolledItem(enrolled, practical),
        sign_off_id=new_id(),
        by=by.id,
        at=at,
        begun_at=at - timedelta(minutes=minutes),
        judgement=Judgement(levels, "Exemplia", "Toaster 2", not_yet=well, remark="Slow, but careful."),
    )
