"""What a trainee reads before they go on: a safety correction that was pushed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import Enrolled, EnrolledItem, OwedReading
from app.courses.forms.safety_corrections import ReadForm
from app.courses.operations.enrolments import lock_enrolment, refuse_ended
from app.courses.operations.safety_duties import acknowledge_correction
from app.courses.permissions import may_acknowledge
from app.courses.queries.changes import course_changes
from app.courses.queries.safety_readings import owed_reading
from app.courses.routes.side_by_side import shown_beside
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("safety_duties", __name__)

UNDER_WAY: dict[str, Callable[[EnrolledItem], object]] = {}
"""What tells, of a kind of item, whether the trainee is in the middle of it: that isn't interrupted. Quizzes and cases
add theirs when the application is wired together."""


def read_first(place: Enrolled) -> None:
    """Send the trainee to the safety correction that they have to read before they go on in this course, if there is
    one; it leads back to here."""
    if place.has_to_read:
        back = quote(request.full_path.rstrip("?"), safe="/")
        abort(redirect(f"/safety-duties/{place.unread_duty}?next={back}", 303))


def read_first_before(found: EnrolledItem) -> None:
    """The same before an item, unless the trainee is in the middle of it."""
    under_way = UNDER_WAY.get(found.item.kind)
    if found.enrolled.has_to_read and not (under_way and under_way(found)):
        read_first(found.enrolled)


@blueprint.get("/safety-duties/<uuid:duty_id>")
@guarded(owed_reading, may_acknowledge)
def show(reading: OwedReading) -> ResponseReturnValue:
    """Why, and what is otherwise now."""
    changes = course_changes(reading.before_id, reading.revision_id)
    parts = [each for each in changes.changes if each.part.id in reading.parts]
    return render_template(
        "courses/safety_duties/show.html",
        reading=reading,
        revision=changes.after,
        shown=[(each, changes, shown_beside(each, changes, with_answers=False)) for each in parts],
        form=ReadForm(data={"next": request.args.get("next", "")}),
    )


@blueprint.post("/safety-duties/<uuid:duty_id>/acknowledgement")
@guarded(owed_reading, may_acknowledge)
def create(reading: OwedReading) -> ResponseReturnValue:
    """The trainee has read it; on to where they wanted to go."""
    form = ReadForm()
    lock_enrolment(reading.enrolled.id)
    refuse_ended(reading.enrolled.id)
    acknowledge_correction(reading.id, by=current_user.id, at=now())
    db.session.commit()
    flash(_("Thank you. You can go on."), "success")
    return redirect(form.onward or f"/enrolments/{reading.enrolled.id}", 303)
