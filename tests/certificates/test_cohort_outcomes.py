"""What became of a cohort, as a table for spreadsheets."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from app.certificates.facts import grouped
from app.certificates.operations import Why, revoke
from app.db import db
from app.people.models import Person
from tests.cast import Cast
from tests.certificates.finished import finish, issued
from tests.certificates.issuing import enrolled_too
from tests.certificates.lasting import corrected, issued_until
from tests.conftest import ClientOf, CountQueries
from tests.courses.unwritten import cohort_without_items

LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
HEAD = ["Trainee", "Enrolled on", "Withdrawn on", "Complete"]
RULES = ["Lessons", "Lessons needed", "Quizzes", "Quizzes needed", "Practicals", "Practicals needed"]
END = ["Certificate", "Issued on", "Valid until", "Standing"]


def table(cast: Cast, client_of: ClientOf) -> list[list[str]]:
    answer = client_of(cast.coordinator).get(f"/cohorts/{cast.cohort_id}/outcomes.csv")
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def test_a_row_a_trainee_with_what_is_asked_and_done(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id, but=("safety-quiz",))
    head, otto, tara = table(cast, client_of)
    assert head == [*HEAD, *RULES, *END]
    assert tara == ["Tara Trainee", "2026-04-01", "", "no", "5", "5", "0", "1", "1", "1", "", "", "", ""]
    assert otto == ["Otto Trainee", "2026-04-01", "", "no", "0", "5", "0", "1", "0", "1", "", "", "", ""]


@pytest.mark.parametrize(
    ("expires", "valid_until", "standing"),
    [(date(2100, 1, 1), "2099-12-31", "Valid"), (date(2026, 9, 1), "2026-08-31", "Expired")],
)
def test_a_certificate_with_its_number_and_standing(
    cast: Cast, client_of: ClientOf, expires: date, valid_until: str, standing: str
) -> None:
    certificate = issued_until(cast, expires)
    tara = table(cast, client_of)[-1]
    assert tara[3] == "yes"
    assert tara[-4:] == [grouped(certificate.code), "2026-05-15", valid_until, standing]


def test_of_several_the_one_that_stands(cast: Cast, client_of: ClientOf) -> None:
    newer = corrected(cast, issued(cast), at=LATER)
    revoke(newer, why=Why("other", "Words."), by=cast.coordinator.id, at=LATER)
    assert table(cast, client_of)[-1][-4:] == [grouped(newer.code), "2026-06-01", "", "Revoked"]


def test_a_name_is_no_formula(cast: Cast, client_of: ClientOf) -> None:
    db.session.get_one(Person, cast.trainee.id).name = "=cmd|' /C calc'!A0"
    assert "'=cmd|' /C calc'!A0" in [row[0] for row in table(cast, client_of)]


def test_french_excel_opens_it_by_a_double_click(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    client.post("/language", data={"language": "fr"})
    data = client.get(f"/cohorts/{cast.cohort_id}/outcomes.csv").data
    head = data.decode("utf-8-sig").splitlines()[0]
    assert (data[:3], head.count(";"), head.count(",")) == (b"\xef\xbb\xbf", 13, 0)


def test_its_file_is_called_as_the_cohort(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.instructor).get(f"/cohorts/{cast.cohort_id}/outcomes.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Spring 2026 outcomes.csv"'
    assert answer.mimetype == "text/csv"


def test_a_cohort_of_nobody_is_a_head_alone(cast: Cast, client_of: ClientOf) -> None:
    cohort = cohort_without_items(cast, weeks=(5,))
    answer = client_of(cast.coordinator).get(f"/cohorts/{cohort.id}/outcomes.csv")
    assert list(csv.reader(StringIO(answer.data.decode("utf-8-sig")))) == [[*HEAD, *END]]


@pytest.mark.parametrize("more", [0, 3])
def test_it_takes_as_many_queries_for_two_trainees_as_for_five(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, more: int
) -> None:
    for number in range(more):
        enrolled_too(cast, f"Trainee {number}")
    client = client_of(cast.coordinator)
    with count_queries() as queries:
        client.get(f"/cohorts/{cast.cohort_id}/outcomes.csv")
    assert len(queries) == 6
