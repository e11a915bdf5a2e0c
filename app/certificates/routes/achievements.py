"""What Open Badges are awarded for, at addresses that last."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, current_app
from flask.typing import ResponseReturnValue

from app.certificates.achievement import achievement_of
from app.certificates.badge import PICTURES, Ending, picture
from app.certificates.issuer import CONTEXTS, profile_of
from app.certificates.queries import awarded_course
from app.certificates.routes.open_data import asked_address, open_data
from app.curriculum.model import Curriculum
from app.shared.digests import canonical
from app.web.guards import public

blueprint = Blueprint("achievements", __name__)

FRESH = timedelta(days=1)


@blueprint.get("/achievements/<course_id>/<digest>")
@public
def show(course_id: str, digest: str) -> ResponseReturnValue:
    """One revision of a course: its rules and its competences."""
    school, address = current_app.config["SCHOOL_NAME"], asked_address()
    achievement = achievement_of(_found(course_id, digest), digest=digest, school=school, public_url=address)
    creator = profile_of(school, public_url=address)
    data = canonical({"@context": list(CONTEXTS), **achievement, "creator": creator})
    return open_data(data, mimetype="application/ld+json", fresh=FRESH)


@blueprint.get("/achievements/<course_id>/<digest>.<any(png, svg):ending>")
@public
def image(course_id: str, digest: str, ending: Ending) -> ResponseReturnValue:
    """Its picture, without anybody's credential in it."""
    course = _found(course_id, digest)
    school = current_app.config["SCHOOL_NAME"]
    drawn = picture(course.certificate_title, school=school, language=course.language, ending=ending)
    return open_data(drawn, mimetype=PICTURES[ending], fresh=FRESH)


def _found(course_id: str, digest: str) -> Curriculum:
    course = awarded_course(course_id, digest=digest)
    if course is None:
        abort(404)
    return course
