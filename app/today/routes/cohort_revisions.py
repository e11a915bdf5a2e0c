"""A cohort takes a newer revision of its course: all that changed, or some of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortFacts
from app.courses.forms.following import TakingForm
from app.courses.operations.composing import UnsoundComposition
from app.courses.operations.following import follow_composition, follow_revision
from app.courses.permissions import may_coordinate
from app.courses.queries.changes import CourseChanges, course_changes
from app.courses.queries.revisions import composed_of, newer_revision
from app.courses.routes.side_by_side import shown_beside
from app.curriculum.phrases import phrase
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.today.glance import CohortGlance
from app.today.routes.cohort_matrix import load_cohort
from app.today.taking import touched
from app.web.guards import guarded

blueprint = Blueprint("cohort_revisions", __name__, url_prefix="/cohorts/<uuid:cohort_id>/revision")


@dataclass(frozen=True)
class CohortPart:
    """A cohort before one part of its course."""

    found: CohortGlance
    part_id: str


def load_part(member: Member, *, cohort_id: UUID, part_id: str) -> CohortPart | None:
    """That part before the cohort, if the member follows it; whether anything changed in it, the page says."""
    found = load_cohort(member, cohort_id=cohort_id)
    return CohortPart(found, part_id) if found else None


def may_take(member: Member, found: CohortGlance) -> bool:
    """Who coordinates a cohort decides what it follows."""
    return may_coordinate(member, found.cohort)


def may_look_into(member: Member, part: CohortPart) -> bool:
    """The same, for one part."""
    return may_take(member, part.found)


@blueprint.get("")
@guarded(load_cohort, may_take)
def index(found: CohortGlance) -> ResponseReturnValue:
    """All that changed, ticked, and how many have done what with it."""
    changes = _changes(found.cohort)
    return _list_page(found, changes, ticked=changes.by_part if changes else ())


@blueprint.get("/parts/<part_id>")
@guarded(load_part, may_look_into)
def show(part: CohortPart) -> ResponseReturnValue:
    """One change side by side, and who did what with it; the list, where it was taken meanwhile."""
    changes = _changes(part.found.cohort)
    change = changes.by_part.get(part.part_id) if changes else None
    if changes is None or change is None:
        return redirect(f"/cohorts/{part.found.cohort.id}/revision", 303)
    return render_template(
        "today/taking/show.html",
        cohort=part.found.cohort,
        changes=changes,
        each=touched(change, part.found.present),
        pair=shown_beside(change, changes, with_answers=True),
    )


@blueprint.post("")
@guarded(load_cohort, may_take)
def update(found: CohortGlance) -> ResponseReturnValue:
    """Take what is ticked. What was published meanwhile is looked at first."""
    form, changes = TakingForm(), _changes(found.cohort)
    if form.newer_id not in (changes.after.id if changes else 0, found.cohort.revision_id):
        return _list_page(found, changes, ticked=form.ticked, is_old=True), 409
    if not form.validate_on_submit():
        return _list_page(found, changes, ticked=(), form=form), 422
    try:
        _take(found.cohort, form, changes)
    except UnsoundComposition as unsound:
        return _list_page(found, changes, ticked=form.ticked, unsound=unsound), 422
    flash(_("The cohort has what you ticked. What was completed stays completed."), "success")
    return redirect(f"/cohorts/{found.cohort.id}", 303)


def _changes(cohort: CohortFacts) -> CourseChanges | None:
    """From what the cohort follows to the newest of the course's line; None: there is nothing newer."""
    newer_id = newer_revision(cohort.revision_id)
    return course_changes(cohort.revision_id, newer_id) if newer_id else None


def _take(cohort: CohortFacts, form: TakingForm, changes: CourseChanges | None) -> None:
    newer_id, version, by, at = form.newer_id, form.version_id, current_user.id, now()
    if changes and version == cohort.revision_id and form.ticked.issuperset(changes.by_part):
        follow_revision(cohort, revision_id=newer_id, version=version, by=by, at=at)
    else:
        follow_composition(cohort, newer_id=newer_id, accepted=form.ticked, version=version, by=by, at=at)
    db.session.commit()


def _list_page(
    found: CohortGlance,
    changes: CourseChanges | None,
    *,
    ticked: Collection[str],
    form: TakingForm | None = None,
    unsound: UnsoundComposition | None = None,
    is_old: bool = False,
) -> str:
    """`is_old`: the form was made from an older revision than there is now."""
    return render_template(
        "today/taking/index.html",
        cohort=found.cohort,
        changes=changes,
        rows=[touched(change, found.present) for change in changes.changes] if changes else [],
        composed=composed_of(found.cohort.revision_id),
        ticked=ticked,
        form=form or TakingForm(),
        unsound=unsound,
        is_old=is_old,
        phrase=phrase,
    )
