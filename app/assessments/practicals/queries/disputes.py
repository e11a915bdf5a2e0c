"""Finding who signed what, and what people don't agree on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.assessments.practicals.disputes import (
    Clash,
    Decided,
    Disagreement,
    DisputeLine,
    DisputePage,
    Signature,
    Signed,
)
from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.models import (
    Acknowledgement,
    BenchText,
    ClashAnswer,
    DisagreementAnswer,
    SignOff,
    SignOffClash,
)
from app.assessments.practicals.queries.sign_offs import seen_sign_off_by_id
from app.courses.models import Cohort, Enrolment, Revision, Site
from app.courses.queries.cohorts import coordinated_by
from app.courses.queries.history import happened_to
from app.courses.queries.revisions import curriculum_by_digest
from app.db import db
from app.people.member import Member
from app.people.models import Person, Pin

ON_A_PAGE = 25
DECISIONS = ("sign_off.set_aside", "sign_off.restored", "disagreement.answered")
Statement = Select[*tuple[Any, ...]]


def signed(seen: SeenSignOff) -> Signed:
    """Who signed that sign-off, and what was decided about it. Four queries."""
    row = db.session.execute(
        select(Acknowledgement, BenchText.text, DisagreementAnswer.answer)
        .outerjoin(BenchText, and_(BenchText.kind == "disagreement", BenchText.owner_id == Acknowledgement.sign_off_id))
        .outerjoin(DisagreementAnswer, DisagreementAnswer.sign_off_id == Acknowledgement.sign_off_id)
        .where(Acknowledgement.sign_off_id == seen.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    clashes: Statement = select(SignOffClash.id, null().label("pin"))
    pins = select(null(), Pin.person_id).where(Pin.person_id == seen.enrolled.person_id)
    found: Sequence[Any] = db.session.execute(
        union_all(clashes.where(or_(SignOffClash.earlier_id == seen.id, SignOffClash.later_id == seen.id)), pins)
    ).all()
    return Signed(
        trainee=_signature(row.Acknowledgement, row.text, row.answer) if row else None,
        story=_decided("sign_off", seen.id, DECISIONS),
        clash_ids=tuple(each.id for each in found if each.id),
        has_pin=any(each.pin for each in found),
    )


def head_of(sign_off_id: UUID) -> UUID:
    """What stands in the place of that sign-off now: itself, or its last correction. One query, and one for each
    correction."""
    later = db.session.scalar(select(SignOff.id).where(SignOff.corrects_id == sign_off_id))
    return head_of(later) if later else sign_off_id


def correctors_of(*sign_off_ids: UUID) -> tuple[UUID, ...]:
    """Who corrected these sign-offs since, and those corrections. One query each, and one for each correction."""
    found: list[UUID] = []
    for sign_off_id in sign_off_ids:
        later = db.session.execute(
            select(SignOff.id, SignOff.assessor_id).where(SignOff.corrects_id == sign_off_id)
        ).one_or_none()
        if later:
            found += [later.assessor_id, *correctors_of(later.id)]
    return tuple(found)


def coordinated_sign_off(member: Member, *, sign_off_id: UUID) -> Disagreement | None:
    """That sign-off with its signatures, for the coordinators of its site, whether anybody disagrees or not."""
    return _before_coordinator(sign_off_id, member) if _is_coordinated(member, SignOff.id == sign_off_id) else None


def disagreement_seen_by(member: Member, *, sign_off_id: UUID) -> Disagreement | None:
    """That outcome which a trainee doesn't agree with, for the coordinators of its site."""
    disagreed = select(Acknowledgement.sign_off_id).where(Acknowledgement.agrees.is_(False))
    there = and_(SignOff.id == sign_off_id, SignOff.id.in_(disagreed))
    return _before_coordinator(sign_off_id, member) if _is_coordinated(member, there) else None


def clash_seen_by(member: Member, *, clash_id: UUID) -> Clash | None:
    """That clash with both judgements, for the coordinators of its site."""
    row = db.session.execute(
        select(SignOffClash, ClashAnswer.answer)
        .outerjoin(ClashAnswer, ClashAnswer.clash_id == SignOffClash.id)
        .where(SignOffClash.id == clash_id)
    ).one_or_none()
    if row is None or not _is_coordinated(member, SignOff.id == row.SignOffClash.earlier_id):
        return None
    clash: SignOffClash = row.SignOffClash
    earlier, later = (
        seen_sign_off_by_id(each, language=member.language) for each in (clash.earlier_id, clash.later_id)
    )
    story = _decided("sign_off_clash", clash.id, ("clash.answered",))
    correctors = correctors_of(*(each.id for each in (earlier, later) if each.corrected_by_id))
    return Clash(clash.id, clash.found_at, earlier, later, row.answer, story, correctors)


def disputes_of(member: Member, *, page: int) -> DisputePage | None:
    """That page of what the member has to settle, or has settled; None for whoever coordinates no site. Two
    queries."""
    if not member.is_a("coordinator"):
        return None
    everything = _disputes(member).subquery()
    total, settled = db.session.execute(select(func.count(), func.count(everything.c.answered_at))).one()
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(page, 1), pages)
    shown = (
        select(everything)
        .order_by(
            everything.c.answered_at.is_not(None), everything.c.answered_at.desc(), everything.c.since, everything.c.id
        )
        .offset((number - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
    )
    lines = tuple(_line(row, member.language) for row in db.session.execute(shown))
    return DisputePage(total - settled, lines, number, pages)


def disputes_to_settle(member: Member) -> ColumnElement[int]:
    """How many disputes wait for the member as a coordinator; part of a statement."""
    if not member.is_a("coordinator"):
        return literal_column("0", Integer)
    everything = _disputes(member).subquery()
    return select(func.count()).select_from(everything).where(everything.c.answered_at.is_(None)).scalar_subquery()


def _signature(made: Acknowledgement, text: str | None, answer: Any) -> Signature:
    return Signature(made.acknowledged_at, made.signed_with, made.agrees, text or "", answer)


def _decided(kind: str, owner: UUID, acts: Collection[str]) -> tuple[Decided, ...]:
    story = happened_to(kind, id=owner, acts=acts)
    return tuple(
        Decided(each.at, each.detail.get("answer") or each.act.partition(".")[2], each.who, each.why) for each in story
    )


def _is_coordinated(member: Member, which: ColumnElement[bool]) -> bool:
    return db.session.scalar(_with_places(select(SignOff.id)).where(which, coordinated_by(member))) is not None


def _before_coordinator(sign_off_id: UUID, member: Member) -> Disagreement:
    seen = seen_sign_off_by_id(sign_off_id, language=member.language)
    return Disagreement(seen, signed(seen), correctors_of(seen.id) if seen.corrected_by_id else ())


def _with_places(statement: Statement) -> Statement:
    return (
        statement.join(Enrolment, Enrolment.id == SignOff.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
    )


def _disputes(member: Member) -> Any:
    answer, clash_answer = aliased(DisagreementAnswer), aliased(ClashAnswer)
    disagreements = (
        _lines("disagreement", SignOff.id, Acknowledgement.acknowledged_at, answer.answer, answer.answered_at)
        .join(Acknowledgement, Acknowledgement.sign_off_id == SignOff.id)
        .outerjoin(answer, answer.sign_off_id == SignOff.id)
        .where(Acknowledgement.agrees.is_(False))
    )
    clashes = (
        _lines("clash", SignOffClash.id, SignOffClash.found_at, clash_answer.answer, clash_answer.answered_at)
        .join(SignOffClash, SignOffClash.earlier_id == SignOff.id)
        .outerjoin(clash_answer, clash_answer.clash_id == SignOffClash.id)
    )
    return union_all(*(each.where(coordinated_by(member)) for each in (disagreements, clashes)))


def _lines(kind: str, dispute_id: Any, since: Any, answer: Any, answered_at: Any) -> Statement:
    columns: tuple[Any, ...] = (
        literal_column(f"'{kind}'").label("kind"),
        dispute_id.label("id"),
        since.label("since"),
        answer.label("answer"),
        answered_at.label("answered_at"),
        SignOff.item_id,
        SignOff.revision_id,
        Revision.digest,
        Person.name.label("trainee"),
        Cohort.name.label("cohort"),
        Site.time_zone,
    )
    from_sign_offs = select(*columns).select_from(SignOff).join(Revision, Revision.id == SignOff.revision_id)
    return _with_places(from_sign_offs).join(Person, Person.id == Enrolment.person_id)


def _line(row: Any, language: str) -> DisputeLine:
    return DisputeLine(
        kind=row.kind,
        id=row.id,
        since=row.since,
        trainee=row.trainee,
        practical=curriculum_by_digest(row.digest, row.revision_id).in_language(language).items[row.item_id],
        cohort=row.cohort,
        time_zone=row.time_zone,
        answer=row.answer,
        answered_at=row.answered_at,
    )
