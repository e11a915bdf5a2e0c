"""The pages on which certificates are issued, for many at once or as an exception, and what they take."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select

from app.certificates.models import Certificate, IssuingLine, IssuingRun
from app.courses.models import Cohort
from app.db import db
from app.people.member import Member
from app.people.operations import grant_role
from app.people.queries import person_by_id
from app.shared.ids import new_id
from tests.cast import Cast
from tests.certificates.finished import DONE, ISSUED, finish, issued
from tests.certificates.issuing import ask, enrolled_too, how_many, work
from tests.courses.unwritten import UNWRITTEN, enrolled_without_items
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
CountQueries = Callable[[], AbstractContextManager[list[str]]]
WHY = "Shown at the bench on 12 May."


@pytest.fixture
def address(cast: Cast) -> str:
    """Where a run is asked for."""
    return f"/cohorts/{cast.cohort_id}/issuing-runs"


@pytest.fixture
def exception(cast: Cast) -> str:
    """Where an exception for the trainee is made."""
    return f"/enrolments/{cast.enrolment_id}/certificate-exceptions"


def chosen(*enrolment_ids: UUID) -> dict[str, object]:
    """A form with these ticked."""
    return {"id": str(new_id()), "enrolment_id": [str(each) for each in enrolment_ids]}


def words(page: str) -> str:
    """The page's words, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def runs() -> list[IssuingRun]:
    return list(db.session.scalars(select(IssuingRun)))


def test_who_has_done_everything_is_ticked_to_get_a_certificate(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    page = client_of(cast.coordinator).get(f"/cohorts/{cast.cohort_id}/certificates").text
    ticked = re.findall(r'<input type="checkbox" name="enrolment_id" value="([\w-]+)"( checked)?>', page)
    assert ticked == [(str(cast.enrolment_id), " checked")]


def test_the_coordinator_asks_for_all_at_once_and_sees_how_far_it_is(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    for enrolment_id in (cast.enrolment_id, cast.other_enrolment_id):
        finish(cast, enrolment_id)
    client = client_of(cast.coordinator)
    answer = client.post(address, data=chosen(cast.enrolment_id, cast.other_enrolment_id))
    (run,) = runs()
    assert (answer.status_code, answer.location, how_many()) == (303, f"/issuing-runs/{run.id}", 0)
    page = client.get(answer.location).text
    assert "0 of 2 done" in words(page)
    assert f'<noscript><p><a href="/issuing-runs/{run.id}">See how far it is now</a>' in page
    work()
    page = client.get(answer.location).text
    assert "All 2 certificates are issued" in words(page)
    assert ("<noscript>" in page, "hx-trigger" in page) == (False, False)


def test_the_same_request_twice_asks_once(cast: Cast, client_of: ClientOf, address: str) -> None:
    finish(cast, cast.enrolment_id)
    client, data = client_of(cast.coordinator), chosen(cast.enrolment_id)
    answers = [client.post(address, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert (len(runs()), len(db.session.scalars(select(IssuingLine)).all())) == (1, 1)


def test_a_trainee_of_another_cohort_is_no_choice(cast: Cast, client_of: ClientOf, address: str) -> None:
    finish(cast, cast.outsider_enrolment_id)
    answer = client_of(cast.coordinator).post(address, data=chosen(cast.outsider_enrolment_id))
    assert (answer.status_code, runs()) == (422, [])


def test_choosing_nobody_says_so(cast: Cast, client_of: ClientOf, address: str) -> None:
    finish(cast, cast.enrolment_id)
    answer = client_of(cast.coordinator).post(address)
    assert (answer.status_code, "Choose at least one trainee." in answer.text) == (422, True)
    assert " checked" not in answer.text.split("<main")[1]


def test_who_is_refused_is_on_the_page_of_the_run_with_the_reason(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    finish(cast, cast.other_enrolment_id, but=("esd-bench",))
    run = ask(cast, {cast.enrolment_id: "", cast.other_enrolment_id: ""})
    work()
    page = words(client_of(cast.coordinator).get(f"/issuing-runs/{run.id}").text)
    assert "1 of 2 certificates are issued" in page
    said = "Otto Trainee has not earned the certificate yet, so nothing was issued. This is missing: One practical: "
    assert f"Otto Trainee {said}Set up an ESD bench" in page


def test_who_was_refused_and_has_done_it_since_can_be_issued_theirs(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench",))
    run = ask(cast, {cast.enrolment_id: ""})
    work()
    finish(cast, cast.enrolment_id)
    page = words(client_of(cast.coordinator).get(f"/issuing-runs/{run.id}").text)
    assert "Something was missing. Now nothing is: you can issue it." in page


@UNWRITTEN
def test_the_edition_that_is_not_written_is_the_reason(
    cast: Cast, client_of: ClientOf, weeks: list[int], said: str
) -> None:
    enrolled = enrolled_without_items(cast, weeks)
    finish(cast, enrolled.id)
    client = client_of(cast.coordinator)
    answer = client.post(f"/cohorts/{enrolled.cohort.id}/issuing-runs", data=chosen(enrolled.id))
    work()
    assert (said in words(client.get(answer.location).text), how_many()) == (True, 0)


def test_a_run_that_nobody_works_off_says_that_it_waits(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    run = ask(cast, {cast.enrolment_id: ""})
    said = []
    for minutes in (1, 2):
        with time_machine.travel(ISSUED + timedelta(minutes=minutes), tick=False):
            page = client_of(cast.coordinator).get(f"/issuing-runs/{run.id}").text
        said.append("the worker of this server isn't running" in page)
    assert said == [False, True]


def test_a_run_under_way_leads_back_from_the_certificates(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    run = ask(cast, {cast.enrolment_id: ""})
    page = client_of(cast.coordinator).get(f"/cohorts/{cast.cohort_id}/certificates").text
    assert f'<a href="/issuing-runs/{run.id}">0 of 1 done</a>' in page


def test_who_was_asked_for_is_not_offered_again_meanwhile(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    ask(cast, {cast.enrolment_id: "", cast.other_enrolment_id: WHY})
    page = client_of(cast.coordinator).get(f"/cohorts/{cast.cohort_id}/certificates").text
    headings = re.findall(r'<h2 id="[\w-]+">(.*?)</h2>', page)
    assert (headings, "Nobody is enrolled yet" in page) == (["When certificates are issued"], False)


def test_an_exception_takes_a_reason(cast: Cast, client_of: ClientOf, exception: str) -> None:
    client = client_of(cast.coordinator)
    answer = client.post(exception, data={"id": str(new_id()), "reason": " "})
    assert (answer.status_code, "Write a few words." in answer.text, runs()) == (422, True, [])


def test_an_exception_is_issued_and_staff_read_why(cast: Cast, client_of: ClientOf, exception: str) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench",))
    client, data = client_of(cast.coordinator), {"id": str(new_id()), "reason": WHY}
    locations = {client.post(exception, data=data).location for _ in range(2)}
    assert len(locations) == 1
    work()
    (made,) = db.session.scalars(select(Certificate))
    page = words(client.get(f"/cohorts/{cast.cohort_id}/certificates").text)
    assert f"Issued as an exception: {WHY}" in page
    assert f"Issued as an exception: {WHY}" in words(client.get(f"/certificates/{made.id}").text)
    assert WHY not in client_of(None).get(f"/c/{made.code}").text
    assert WHY not in client_of(cast.trainee).get(f"/certificates/{made.id}").text
    assert WHY not in client_of(cast.trainee).get("/").text


def test_no_exception_is_offered_where_none_is_needed(cast: Cast, client_of: ClientOf, exception: str) -> None:
    finish(cast, cast.enrolment_id)
    page = client_of(cast.coordinator).get(f"{exception}/new").text
    assert ("has done everything: no exception is needed" in page, 'id="exception"' in page) == (True, False)


def test_nobody_makes_an_exception_for_themselves(cast: Cast, client_of: ClientOf, exception: str) -> None:
    grant_role(person_by_id(cast.trainee.id), role="coordinator", site_id=cast.site_id, by=None, at=DONE)
    answer = client_of(cast.trainee).post(exception, data={"id": str(new_id()), "reason": WHY})
    assert (answer.status_code, runs()) == (403, [])


def test_own_certificates_are_not_to_be_ticked(cast: Cast, client_of: ClientOf) -> None:
    grant_role(person_by_id(cast.trainee.id), role="coordinator", site_id=cast.site_id, by=None, at=DONE)
    finish(cast, cast.enrolment_id)
    page = client_of(cast.trainee).get(f"/cohorts/{cast.cohort_id}/certificates").text
    assert ('type="checkbox"' in page, "You can't issue a certificate to yourself" in words(page)) == (False, True)


def test_certificates_can_be_issued_as_soon_as_they_are_earned_and_not_again(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    client, switch = client_of(cast.coordinator), f"/cohorts/{cast.cohort_id}/automatic-issuing"
    assert client.post(switch).status_code == 303
    work()
    page = words(client.get(f"/cohorts/{cast.cohort_id}/certificates").text)
    assert f"As soon as they are earned, on behalf of {cast.coordinator.name}." in page
    assert (how_many(), client.post(f"{switch}/removal").status_code) == (1, 303)
    assert db.session.get_one(Cohort, cast.cohort_id).issuing_by is None


def test_trainee_instructor_and_coordinator_read_the_same_list(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench",))
    lists = []
    for who in (cast.trainee, cast.instructor, cast.coordinator):
        page = client_of(who).get(f"/enrolments/{cast.enrolment_id}/completion").text
        lists.append(words(page.split('<dl class="facts completion">')[1].split("</dl>")[0]))
    assert lists[0] == lists[1] == lists[2]
    assert "1 practical 0 of 1 done Missing: Set up an ESD bench" in lists[0]
    assert "1 quiz Done 1 is done Safety quiz 7 May 2026" in lists[0]


@pytest.mark.parametrize("who", ["trainee", "instructor", "coordinator"])
def test_each_of_them_can_open_what_is_met_and_what_is_missing(cast: Cast, client_of: ClientOf, who: str) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench",))
    client = client_of(cast.members[who])
    page = client.get(f"/enrolments/{cast.enrolment_id}/completion").text
    addresses = re.findall(r'<li class="completion-item"><a href="(.*?)">', page)
    assert len(addresses) == len(cast.enrolled().curriculum.items)
    assert {client.get(address).status_code for address in addresses} == {200}


@pytest.mark.parametrize("page", ["cohort", "exception"])
def test_staff_can_open_what_is_missing_from_each_page(cast: Cast, client_of: ClientOf, page: str) -> None:
    addresses = {
        "cohort": f"/cohorts/{cast.cohort_id}/completion",
        "exception": f"/enrolments/{cast.enrolment_id}/certificate-exceptions/new",
    }
    client = client_of(cast.coordinator)
    found = re.findall(r'<li class="completion-item"><a href="(.*?)">', client.get(addresses[page]).text)
    assert {client.get(address).status_code for address in found} == {200}


def test_the_list_is_found_from_the_trainees_way_and_from_the_cohort(cast: Cast, client_of: ClientOf) -> None:
    way, cohort = f"/enrolments/{cast.enrolment_id}", f"/cohorts/{cast.cohort_id}"
    for who, address in (("trainee", way), ("instructor", way), ("instructor", cohort), ("coordinator", cohort)):
        assert f'href="{address}/completion"' in client_of(cast.members[who]).get(address).text


def test_staff_read_everybody_rule_by_rule(cast: Cast, client_of: ClientOf) -> None:
    issued(cast)
    finish(cast, cast.other_enrolment_id, but=("esd-bench",))
    page = client_of(cast.instructor).get(f"/cohorts/{cast.cohort_id}/completion").text
    names = words(page.split("<main")[1])
    assert "Tara Trainee Certificate issued" in names
    assert re.search(r"Otto Trainee .*1 practical 0 of 1 done Missing: Set up an ESD bench", names)


@pytest.mark.parametrize("finished", [1, 3])
def test_the_pages_take_as_many_queries_for_one_as_for_three(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, finished: int
) -> None:
    enrolments = [cast.enrolment_id, cast.other_enrolment_id, enrolled_too(cast, "Theo Third")][:finished]
    for enrolment_id in enrolments:
        finish(cast, enrolment_id)
    run = ask(cast, dict.fromkeys(enrolments, ""))
    client, counted = client_of(cast.coordinator), []
    for path in (
        f"/cohorts/{cast.cohort_id}/certificates",
        f"/cohorts/{cast.cohort_id}/completion",
        f"/issuing-runs/{run.id}",
    ):
        with count_queries() as queries:
            client.get(path)
        counted.append(len(queries))
    # Member, cohort, enrolments, what they have done, certificates; who waits, standings, exceptions, runs, on whose
    # behalf.
    assert counted == [10, 5, 4]
