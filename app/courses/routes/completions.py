"""Completing a lesson: the trainee's own word."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.courses.facts import Done, EnrolledItem
from app.courses.operations.enrolments import declare_lesson_done
from app.courses.permissions import may_learn
from app.courses.progress import next_after
from app.courses.queries.enrolments import done_by, enrolled_lesson
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded
from app.web.titles import with_titles

blueprint = Blueprint("completions", __name__)


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/completion")
@guarded(enrolled_lesson, may_learn)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Write down that the trainee worked through the lesson, and go on to what comes next."""
    declare_lesson_done(found, by=current_user.id, at=now())
    done = done_by(found.enrolled)
    db.session.commit()
    flash(_acknowledgement(found, done), "done")
    following = next_after(found.enrolled.curriculum, found.item, done)
    if following is None:
        return redirect(url_for("enrolments.show", enrolment_id=found.enrolled.id), 303)
    return redirect(url_for("items.show", enrolment_id=found.enrolled.id, item_id=following.id), 303)


def _acknowledgement(found: EnrolledItem, done: Done) -> Markup:
    week = found.enrolled.curriculum.weeks[found.item.week - 1]
    if week.is_written and all(item.id in done.completions for item in week.items):
        return with_titles(_("Week %(number)s is done: %(title)s."), number=week.number, title=week)
    return with_titles(_("Done: %(title)s."), title=found.item)
