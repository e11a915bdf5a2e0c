"""Two who judge, answer or correct the same work in the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.assessments.practicals.models import Moderation, ModerationAnswer, ModeratorJudgement, SignOff
from app.assessments.practicals.operations import (
    AlreadyModerated,
    ModerationSettled,
    NothingToModerate,
    keep_to_judgement,
    moderate,
    sign_off,
)
from app.config import Settings
from app.courses.facts import EnrolledItem
from app.courses.operations.gates import open_gate
from app.db import db, writing
from app.people.member import Member
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.practicals.making import judgement, signed_off
from tests.practicals.moderating import judge_again, moderation_of, second, seen, somebody, work
from tests.side_by_side import in_the_same_moment, school_apart, told

Apart = tuple[Flask, Cast]
LATER = NOON + timedelta(hours=1)
MISSED: dict[str, int | None] = {"strap-safe": 0, "strap-tested": 3, "explains": 1}


@pytest.fixture
def apart(settings: Settings, tmp_path: Path) -> Iterator[Apart]:
    """A school of its own, whose changes are committed, with work to be judged again."""
    with school_apart(settings, tmp_path) as (app, cast):
        with app.app_context(), writing():
            open_gate(cast.enrolment_id, gate="safety", at=NOON)
            signed_off(cast.item("esd-bench"), cast)
            db.session.commit()
        yield app, cast


def _made() -> SignOff:
    return db.session.scalars(select(SignOff).where(SignOff.corrects_id.is_(None))).one()


def _judge(member: Member, levels: dict[str, int | None] | None = None) -> str:
    found = work(_made(), member)
    return told(lambda: moderate(found, judged=second(levels), by=member.id, at=LATER))


def _correct(cast: Cast) -> str:
    def correcting() -> None:
        found: EnrolledItem = cast.item("esd-bench")
        sign_off(
            found,
            sign_off_id=new_id(),
            by=cast.instructor.id,
            at=LATER,
            begun_at=LATER,
            judgement=judgement(MISSED, remark="Looked again."),
            corrects=_made().id,
        )

    return told(correcting)


def _count(app: Flask, model: type[object]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def _moderator(app: Flask, cast: Cast) -> Member:
    with app.app_context(), writing():
        member = somebody("Mona Moderator", moderator=cast.site_id)
        db.session.commit()
        return member


def test_of_two_moderators_one_wins_and_the_other_istold(apart: Apart) -> None:
    app, cast = apart
    other = _moderator(app, cast)
    answers = in_the_same_moment(app, [partial(_judge, cast.moderator), partial(_judge, other, MISSED)])
    assert sorted(answers) == [AlreadyModerated.code, "done"]
    assert _count(app, ModeratorJudgement) == 1


def test_a_moderators_form_that_arrives_twice_at_once_is_recorded_once(apart: Apart) -> None:
    app, cast = apart
    answers = in_the_same_moment(app, [partial(_judge, cast.moderator)] * 2)
    assert (answers, _count(app, ModeratorJudgement)) == (["done", "done"], 1)


def test_work_is_judged_or_corrected_first_and_both_know_it(apart: Apart) -> None:
    app, cast = apart
    judged, corrected = in_the_same_moment(app, [partial(_judge, cast.moderator), partial(_correct, cast)])
    assert corrected == "done"
    # The correction is moderated in its own right, whether or not what it corrects was judged before.
    assert (judged, _count(app, ModeratorJudgement), _count(app, Moderation)) in (
        ("done", 1, 2),
        (NothingToModerate.code, 0, 2),
    )


def test_a_disagreement_is_answered_or_corrected_first_and_both_know_it(apart: Apart) -> None:
    app, cast = apart
    with app.app_context(), writing():
        judge_again(_made(), cast, second(MISSED))
        db.session.commit()

    def answering() -> str:
        found = seen(moderation_of(_made()), cast.instructor)
        return told(lambda: keep_to_judgement(found, words="I saw it.", by=cast.instructor.id, at=LATER))

    acts: list[Callable[[], str]] = [answering, partial(_correct, cast)]
    answered, corrected = in_the_same_moment(app, acts)
    assert corrected == "done"
    assert (answered, _count(app, ModerationAnswer)) in (("done", 1), (ModerationSettled.code, 0))


def test_two_answers_at_once_are_one(apart: Apart) -> None:
    app, cast = apart
    with app.app_context(), writing():
        moderation_id: UUID = judge_again(_made(), cast, second(MISSED))
        db.session.commit()

    def answering(words: str) -> str:
        found = seen(moderation_id, cast.instructor)
        return told(lambda: keep_to_judgement(found, words=words, by=cast.instructor.id, at=LATER))

    answers = in_the_same_moment(app, [partial(answering, "I saw it."), partial(answering, "It was so.")])
    assert sorted(answers) == ["done", ModerationSettled.code]
