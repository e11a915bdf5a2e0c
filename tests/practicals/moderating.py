"""Moderations for the tests: what was drawn of a sign-off, and what a moderator judges."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.models import Moderation, SignOff
from app.assessments.practicals.moderating import Moderated, SecondJudgement, WorkToJudge
from app.assessments.practicals.operations import moderate
from app.assessments.practicals.queries import moderated_seen_by, work_to_judge
from app.db import db
from app.people.member import Member
from app.people.operations import add_person, grant_role
from tests.cast import BEFORE, NOON, Cast, signed_in
from tests.practicals.making import COMPETENT


def drawn(made: SignOff) -> Moderation | None:
    """What was drawn of it; None: nothing."""
    return db.session.scalar(select(Moderation).where(Moderation.sign_off_id == made.id))


def moderation_of(made: SignOff) -> UUID:
    """The id of its moderation."""
    found = drawn(made)
    assert found is not None
    return found.id


def second(
    levels: dict[str, int | None] | None = None, *, not_yet: bool = False, words: str = "Seen."
) -> SecondJudgement:
    """A moderator's judgement; of `esd-bench` and competent unless told otherwise."""
    return SecondJudgement(dict(COMPETENT) if levels is None else levels, not_yet, words)


def work(made: SignOff, member: Member) -> WorkToJudge:
    """The work, as that moderator gets it."""
    found = work_to_judge(member, moderation_id=moderation_of(made))
    assert found is not None
    return found


def judge_again(made: SignOff, cast: Cast, judged: SecondJudgement | None = None, *, by: Member | None = None) -> UUID:
    """Let the cast's moderator judge it; the same outcome unless told otherwise. The moderation's id."""
    member = by or cast.moderator
    moderate(work(made, member), judged=judged or second(), by=member.id, at=NOON)
    return moderation_of(made)


def seen(moderation_id: UUID, member: Member) -> Moderated:
    """The two judgements, as the member sees them."""
    found = moderated_seen_by(member, moderation_id=moderation_id)
    assert found is not None
    return found


def somebody(name: str, **roles: UUID | None) -> Member:
    """Somebody more at the school, with these roles, each at a site or, None, everywhere."""
    first, last = name.lower().split()
    person = add_person(name, email=f"{first}.{last}@school.example", language="en", by=None, at=BEFORE)
    for role, site_id in roles.items():
        grant_role(person, role=role, site_id=site_id, by=None, at=BEFORE)
    return signed_in(person.id)
