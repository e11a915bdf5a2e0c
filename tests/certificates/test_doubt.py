"""Certificates that rest on work which counts no more: who is told, and where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.certificates.facts import School
from app.certificates.models import Certificate
from app.certificates.operations import Why, draft_each, draw, record, revoke
from app.certificates.queries import exceptions_to
from app.courses.operations.completions import settle_completion
from app.people.operations import change_person
from app.people.queries import person_by_id
from tests.cast import Cast
from tests.certificates.finished import ISSUED, PUBLIC_URL, SCHOOL, finish, issued
from tests.certificates.lasting import corrected
from tests.conftest import ClientOf, CountQueries

LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
TITLE = "Certificates to look at again"


def annul_the_quiz(cast: Cast) -> None:
    """What annulling the only attempt that passed writes down to the course."""
    settle_completion(cast.enrolment_id, item_id="safety-quiz", at=None)


def doubted_in(cast: Cast, client_of: ClientOf) -> tuple[bool, bool]:
    """Whether the coordinator reads of it on today's page, and on the cohort's certificates."""
    client = client_of(cast.coordinator)
    today = client.get("/?show=closed").text
    listed = client.get(f"/cohorts/{cast.cohort_id}/certificates").text
    return TITLE in today and "1 certificate rests on work that counts no more" in today, TITLE in listed


@pytest.fixture
def certificate(cast: Cast) -> Certificate:
    """The trainee's, of whose work the quiz counts no more."""
    made = issued(cast)
    annul_the_quiz(cast)
    return made


def test_nobody_is_told_while_everything_counts(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    assert doubted_in(cast, client_of) == (False, False)


@pytest.mark.usefixtures("certificate")
def test_the_coordinator_is_told_on_the_pages_where_certificates_are_looked_after(
    cast: Cast, client_of: ClientOf
) -> None:
    assert doubted_in(cast, client_of) == (True, True)
    assert TITLE not in client_of(cast.instructor).get("/?show=closed").text


def test_the_page_of_the_certificate_says_what_counts_no_more(
    cast: Cast, client_of: ClientOf, certificate: Certificate
) -> None:
    page = client_of(cast.coordinator).get(f"/certificates/{certificate.id}").text
    assert ("Work that it rests on counts no more" in page, ">Safety quiz</span>, 7 May 2026" in page) == (True, True)
    for other in (cast.trainee, cast.instructor):
        assert "counts no more" not in client_of(other).get(f"/certificates/{certificate.id}").text


def test_who_has_revoked_it_is_told_no_more(cast: Cast, client_of: ClientOf, certificate: Certificate) -> None:
    revoke(certificate, why=Why("work_withdrawn", "It was annulled."), by=cast.coordinator.id, at=LATER)
    assert doubted_in(cast, client_of) == (False, False)


def test_who_corrects_it_all_the_same_makes_an_exception(
    cast: Cast, client_of: ClientOf, certificate: Certificate
) -> None:
    newer = corrected(cast, certificate, at=LATER)
    assert doubted_in(cast, client_of) == (False, False)
    assert exceptions_to([cast.enrolment_id]) == {cast.enrolment_id: "The name is wrong."}
    page = client_of(cast.coordinator).get(f"/certificates/{newer.id}").text
    assert "counts no more" not in page


def test_an_exception_is_in_no_doubt(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id, but=("safety-quiz",))
    reasons = {cast.enrolment_id: "She was examined elsewhere."}
    (draft,) = draft_each(
        [cast.enrolled()], by=cast.coordinator.id, at=ISSUED, school=School(SCHOOL), exceptions=reasons
    )
    record(draw(draft, public_url=PUBLIC_URL), by=cast.coordinator.id)
    assert doubted_in(cast, client_of) == (False, False)


def test_a_new_name_is_told_and_is_no_reason_to_doubt(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    change_person(person_by_id(cast.trainee.id), name="Tara Otherwise", email=None, by=None, at=LATER)
    client = client_of(cast.coordinator)
    page = client.get(f"/certificates/{certificate.id}").text
    assert ("“Tara Trainee”, now “Tara Otherwise”" in page, "counts no more" in page) == (True, False)
    form = client.get(f"/certificates/{certificate.id}/correction").text
    assert ("What will be different" in form, "“Tara Trainee”, now “Tara Otherwise”" in form) == (True, True)
    assert doubted_in(cast, client_of) == (False, False)


def test_whoever_corrects_what_is_right_is_told_that_nothing_would_change(cast: Cast, client_of: ClientOf) -> None:
    form = client_of(cast.coordinator).get(f"/certificates/{issued(cast).id}/correction").text
    assert ("It would say the same" in form, "What will be different" in form) == (True, False)


def test_looking_for_changes_takes_queries_of_whoever_answers_for_it_only(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    certificate = issued(cast)
    counted = []
    for who in (cast.instructor, cast.coordinator):
        client = client_of(who)
        with count_queries() as queries:
            client.get(f"/certificates/{certificate.id}")
        counted.append(len(queries))
    assert counted == [5, 9]
