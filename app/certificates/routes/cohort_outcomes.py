"""What became of a cohort, as a table for spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.certificates.facts import grouped
from app.certificates.queries import Candidate, candidates_in, certificates_standing
from app.certificates.standing import Standing
from app.courses.facts import CohortFacts
from app.courses.permissions import may_follow
from app.courses.queries.cohorts import cohort_followed_by
from app.shared.clock import now
from app.shared.spreadsheets import Cell, write_csv
from app.web.guards import guarded
from app.web.titles import page_language

blueprint = Blueprint("cohort_outcomes", __name__)


@blueprint.get("/cohorts/<uuid:cohort_id>/outcomes.csv")
@guarded(cohort_followed_by, may_follow)
def csv(cohort: CohortFacts) -> ResponseReturnValue:
    """A row a trainee: what the certificate takes, how much of it is done, and the certificate."""
    data = write_csv(_table(cohort, candidates_in(cohort)), language=page_language())
    name = re.sub(r"[^\w ·.-]+", "-", _("%(cohort)s outcomes", cohort=cohort.name))
    return send_file(BytesIO(data), mimetype="text/csv", as_attachment=True, download_name=f"{name}.csv", max_age=0)


def _table(cohort: CohortFacts, candidates: Sequence[Candidate]) -> list[list[Cell]]:
    names = {
        "lesson": _("Lessons"),
        "quiz": _("Quizzes"),
        "case": _("Cases"),
        "practical": _("Practicals"),
    }
    # Who keeps what the course asks for no more has a rule besides.
    theirs = {rule.kind for each in candidates for rule in each.eligibility.rules}
    kinds = [kind for kind in names if kind in theirs]
    head = [_("Trainee"), _("Enrolled on"), _("Withdrawn on"), _("Complete")]
    asked = [each for kind in kinds for each in (names[kind], _("%(kind)s needed", kind=names[kind]))]
    end = [_("Certificate"), _("Issued on"), _("Valid until"), _("Standing")]
    return [[*head, *asked, *end], *_rows(cohort, candidates, kinds)]


def _rows(cohort: CohortFacts, candidates: Sequence[Candidate], kinds: Sequence[str]) -> Iterator[list[Cell]]:
    standings = certificates_standing([each.certificate.id for each in candidates if each.certificate], at=now())
    for each in candidates:
        place, eligibility, certificate = each.enrolled, each.eligibility, each.certificate
        standing = standings[certificate.id] if certificate else None
        rules = {rule.kind: (rule.done, rule.needed) for rule in eligibility.rules}
        yield [
            place.name,
            place.joined_on,
            cohort.day_of(place.withdrawn_at) if place.withdrawn_at else None,
            _("yes") if eligibility.complete else _("no"),
            *(number for kind in kinds for number in rules.get(kind, (0, 0))),
            grouped(certificate.code) if certificate else None,
            cohort.day_of(certificate.issued_at) if certificate else None,
            standing.last_day if standing else None,
            _word(standing) if standing else None,
        ]


def _word(standing: Standing) -> str:
    words: dict[str, str] = {
        "valid": _("Valid"),
        "expired": _("Expired"),
        "revoked": _("Revoked"),
        "superseded": _("Replaced"),
    }
    return words[standing.state]
