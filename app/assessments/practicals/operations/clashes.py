"""Two instructors judged the same work without knowing of each other: a coordinator is asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from app.assessments.practicals.models import SignOff, SignOffClash
from app.assessments.practicals.queries.standing import counting
from app.courses.facts import EnrolledItem, item_named
from app.courses.queries.revisions import curriculum_of
from app.db import db
from app.notices.operations import News, notify_each
from app.people.queries import coordinators_at
from app.records.operations.journal import write_journal
from app.shared.ids import new_id


def note_clashes(made: SignOff, found: EnrolledItem) -> None:
    """Write down with which other sign-offs the one that is being delivered clashes: those of the same work by somebody
    else that weren't there yet when it was begun. Both stand, and the site's coordinators are told.

    The caller has locked the enrolment, so that of two delivered at once one sees the other. A correction knows what
    it corrects, and clashes with nothing.
    """
    if made.corrects_id is not None:
        return
    present = found.enrolled.curriculum.item_called(found.item.id)
    own = {
        "id": made.id,
        "enrolment_id": made.enrolment_id,
        "names": sorted({*found.item.names, *(present.names if present else ())}),
        "assessor_id": made.assessor_id,
        "begun_at": made.begun_at,
    }
    for earlier in db.session.scalars(_OTHERS, own).all():
        if _first_delivered(earlier) <= made.begun_at:
            continue
        clash = SignOffClash(id=new_id(), earlier_id=earlier.id, later_id=made.id, found_at=made.delivered_at)
        db.session.add(clash)
        db.session.flush()
        _journal(clash)
        _tell_coordinators(clash, made, found)


# Each sign-off asks this: the statement is built once.
_OTHERS = (
    select(SignOff)
    .where(
        SignOff.enrolment_id == bindparam("enrolment_id"),
        SignOff.item_id.in_(bindparam("names", expanding=True)),
        SignOff.id != bindparam("id"),
        SignOff.assessor_id != bindparam("assessor_id"),
        SignOff.delivered_at > bindparam("begun_at"),
        counting(),
    )
    .order_by(SignOff.delivered_at, SignOff.id)
)


def _first_delivered(judged: SignOff) -> datetime:
    """When the school knew of that work: a correction puts right what was there before."""
    while judged.corrects_id is not None:
        judged = db.session.get_one(SignOff, judged.corrects_id)
    return judged.delivered_at


def _journal(clash: SignOffClash) -> None:
    detail = {"earlier": str(clash.earlier_id), "later": str(clash.later_id)}
    write_journal(
        "sign_off.clashed",
        by=None,
        at=clash.found_at,
        kind="sign_off_clash",
        id=clash.id,
        detail=detail,
        covers=[clash],
    )


def _tell_coordinators(clash: SignOffClash, made: SignOff, found: EnrolledItem) -> None:
    trainee_id = found.enrolled.person_id
    details = {"person": str(trainee_id), **item_named(curriculum_of(made.revision_id), made.item_id)}
    told = coordinators_at(found.enrolled.cohort.site_id) - {trainee_id}
    notify_each(
        [News(each, "clash", str(clash.id), f"/clashes/{clash.id}", details) for each in told], at=clash.found_at
    )
