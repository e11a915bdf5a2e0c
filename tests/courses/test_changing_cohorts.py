"""Changing a cohort: its name, first day and instructors, the weeks without course, closing and reopening."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from app.assessments.practicals.operations import acknowledge, declare_ready
from app.assessments.practicals.queries import sign_off_seen_by
from app.courses.facts import CohortFacts
from app.courses.models import Cohort, Completion
from app.courses.operations.cohorts import (
    CohortChanged,
    close_cohort,
    close_week,
    create_cohort,
    open_week,
    reopen_cohort,
    update_cohort,
)
from app.courses.operations.enrolments import CohortClosed, declare_lesson_done, enrol, enrol_by_email
from app.courses.operations.gates import open_gate
from app.courses.queries.cohorts import cohort_facts, instructors_for
from app.db import db
from app.people.member import Member
from app.people.models import RoleGrant
from app.people.operations import add_person, grant_role
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.cast import BEFORE, FIRST_DAY, NOON, Cast
from tests.certificates.finished import finish
from tests.certificates.issuing import work
from tests.courses.pages import errors, facts, messages, refusal
from tests.lint import PageClient
from tests.practicals.making import signed_off
from tests.quizzes.sittings import RIGHT, begin
from tests.quizzes.sittings import finish as hand_in
from tests.today.making import running_cohort, today_in_paris

ClientOf = Callable[[Member | None], PageClient]
LATER = NOON + timedelta(hours=1)
HOLIDAYS = date(2026, 5, 18)


def present(cast: Cast) -> CohortFacts:
    return cohort_facts(cast.cohort_id)


def substitute(cast: Cast, name: str = "Sami Substitute") -> UUID:
    """Another instructor of the cast's site."""
    person = add_person(name, email=None, language="en", by=None, at=BEFORE)
    grant_role(person, role="instructor", site_id=cast.site_id, by=None, at=BEFORE)
    return person.id


def form_of(cohort: CohortFacts, **changes: object) -> dict[str, object]:
    """The form as the page sends it back."""
    return {
        "version": cohort.version,
        "moving_to": "",
        "name": cohort.name,
        "first_day": cohort.first_day.isoformat(),
        "instructor_ids": [str(each) for each in cohort.instructor_ids],
    } | changes


def journaled(cohort_id: UUID) -> list[tuple[str, dict[str, object]]]:
    """What the journal says of a cohort, but for its beginning."""
    rows = db.session.execute(
        select(JournalEntry.act, JournalEntry.detail)
        .where(JournalEntry.object_id == str(cohort_id), JournalEntry.act != "cohort.created")
        .order_by(JournalEntry.number)
    )
    return [(row.act, row.detail) for row in rows]


def test_a_cohort_gets_another_name_and_another_instructor(cast: Cast, client_of: ClientOf) -> None:
    sami, client = substitute(cast), client_of(cast.coordinator)
    assert client.get(f"/cohorts/{cast.cohort_id}/edit").status_code == 200
    form = form_of(present(cast), name="Phones, spring", instructor_ids=[str(sami)])
    answer = client.post(f"/cohorts/{cast.cohort_id}", data=form)
    assert (answer.status_code, answer.location) == (303, f"/cohorts/{cast.cohort_id}")
    assert (present(cast).name, present(cast).instructor_ids) == ("Phones, spring", frozenset({sami}))
    assert journaled(cast.cohort_id) == [
        (
            "cohort.changed",
            {
                "renamed": True,
                "instructors_added": [str(sami)],
                "instructors_removed": [str(cast.instructor.id)],
            },
        )
    ]


def test_the_same_change_twice_is_one(cast: Cast, client_of: ClientOf) -> None:
    client, form = client_of(cast.coordinator), form_of(present(cast), name="Phones, spring")
    answers = [client.post(f"/cohorts/{cast.cohort_id}", data=form).status_code for _ in range(2)]
    assert (answers, len(journaled(cast.cohort_id))) == ([303, 303], 1)


def test_who_taught_keeps_their_records_and_sees_the_cohort_no_more(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    sami = substitute(cast)
    form = form_of(present(cast), instructor_ids=[str(sami)])
    client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}", data=form)
    page = client_of(cast.trainee).get(f"/enrolments/{cast.enrolment_id}/items/esd-bench").text
    assert "Ines Instructor" in page
    assert client_of(cast.instructor).get(f"/cohorts/{cast.cohort_id}").status_code == 404


def test_whoever_can_teach_at_the_site_is_offered_and_who_teaches_without_the_role_is_marked(
    cast: Cast, client_of: ClientOf
) -> None:
    substitute(cast)
    db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == cast.instructor.id))
    assert [(each.name, each.teaches_at(cast.site_id)) for each in instructors_for(present(cast))] == [
        ("Ines Instructor", False),
        ("Sami Substitute", True),
    ]
    page = client_of(cast.coordinator).get(f"/cohorts/{cast.cohort_id}/edit").text
    assert re.findall(r'class="choice-text">(.*?)<', page) == [
        "Ines Instructor (no longer an instructor here)",
        "Sami Substitute",
    ]


def test_an_instructor_of_another_site_cannot_be_chosen(cast: Cast, client_of: ClientOf) -> None:
    form = form_of(present(cast), instructor_ids=[str(cast.outsider_instructor.id)])
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}", data=form)
    assert (answer.status_code, [field for field, _ in errors(answer.text)]) == (422, ["instructor_ids"])
    assert present(cast).instructor_ids == {cast.instructor.id}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"first_day": ""}, "first_day"),
        ({"first_day": "1999-12-31"}, "first_day"),
        ({"instructor_ids": []}, "instructor_ids"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_changes_nothing(
    cast: Cast, client_of: ClientOf, changes: dict[str, object], field: str
) -> None:
    before = present(cast)
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}", data=form_of(before, **changes))
    assert (answer.status_code, [name for name, _ in errors(answer.text)]) == (422, [field])
    assert present(cast).version == before.version


def test_a_name_that_another_cohort_of_the_site_has_is_told(cast: Cast, client_of: ClientOf) -> None:
    running_cohort(cast, name="Autumn")
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}", data=form_of(present(cast), name="Autumn"))
    assert errors(answer.text) == [("name", "This site has a cohort of that name already: choose another name.")]
    assert (answer.status_code, present(cast).name) == (422, "Spring 2026")


def test_who_changes_what_somebody_else_changed_meanwhile_is_shown_what_it_is_now(
    cast: Cast, client_of: ClientOf
) -> None:
    client, stale = client_of(cast.coordinator), present(cast)
    client.post(f"/cohorts/{cast.cohort_id}", data=form_of(stale, name="By the first"))
    answer = client.post(f"/cohorts/{cast.cohort_id}", data=form_of(stale, name="By the second"))
    assert (answer.status_code, present(cast).name) == (409, "By the first")
    assert facts(answer.text) == [
        ("Name of the cohort", "By the first"),
        ("First day", "4 May 2026"),
        ("Instructors", "Ines Instructor"),
    ]
    assert re.findall(r'name="name"[^>]*value="([^"]*)"', answer.text) == ["By the second"]
    again = form_of(stale, name="By the second", version=re.findall(r'name="version" value="(\w+)"', answer.text)[0])
    assert client.post(f"/cohorts/{cast.cohort_id}", data=again).status_code == 303
    assert present(cast).name == "By the second"


def test_a_change_made_from_an_old_form_is_refused_with_what_it_is_now(cast: Cast) -> None:
    stale = present(cast)

    def rename(name: str) -> None:
        teaching = [cast.instructor.id]
        update_cohort(
            stale, version=stale.version, name=name, first_day=FIRST_DAY, instructor_ids=teaching, by=None, at=NOON
        )

    rename("By the first")
    with pytest.raises(CohortChanged) as clash:
        rename("By the second")
    assert clash.value.present.name == "By the first"


def test_another_first_day_of_what_has_begun_is_told_before_it_is_saved(cast: Cast, client_of: ClientOf) -> None:
    cohort = cohort_facts(running_cohort(cast, 2).id)
    client, first = client_of(cast.coordinator), cohort.first_day
    form = form_of(cohort, first_day=(first + timedelta(weeks=1)).isoformat())
    asked = client.post(f"/cohorts/{cohort.id}", data=form)
    assert (asked.status_code, cohort_facts(cohort.id).first_day) == (200, first)
    assert [name for name, _ in facts(asked.text)] == ["Week 1", "The last day"]
    moving_to = re.findall(r'name="moving_to" value="([^"]*)"', asked.text)[0]
    answer = client.post(f"/cohorts/{cohort.id}", data=form | {"moving_to": moving_to})
    assert (answer.status_code, cohort_facts(cohort.id).first_day) == (303, first + timedelta(weeks=1))


def test_a_first_day_to_come_moves_without_asking(cast: Cast, client_of: ClientOf) -> None:
    cohort = cohort_facts(running_cohort(cast, -2).id)
    later = cohort.first_day + timedelta(weeks=1)
    answer = client_of(cast.coordinator).post(
        f"/cohorts/{cohort.id}", data=form_of(cohort, first_day=later.isoformat())
    )
    assert (answer.status_code, cohort_facts(cohort.id).first_day) == (303, later)
    days = [cohort.first_day.isoformat(), later.isoformat()]
    assert journaled(cohort.id) == [("cohort.changed", {"first_day": days})]


@pytest.mark.parametrize("day", ["2026-05-18", "2026-05-20", "2026-05-24"])
def test_a_week_is_closed_by_any_day_in_it(cast: Cast, client_of: ClientOf, day: str) -> None:
    client = client_of(cast.coordinator)
    answers = [client.post(f"/cohorts/{cast.cohort_id}/closed-weeks", data={"day": day}) for _ in range(2)]
    assert [answer.location for answer in answers] == [f"/cohorts/{cast.cohort_id}/edit#weeks"] * 2
    assert present(cast).closed_weeks == {HOLIDAYS}
    assert journaled(cast.cohort_id) == [("week.closed", {"monday": "2026-05-18"})]
    page = client.get(f"/cohorts/{cast.cohort_id}/edit").text
    assert messages(page)[0] == "The calendar is changed. The last day of the course is 14 June 2026 now."


def test_the_weeks_after_the_holidays_move_on_for_the_trainee(cast: Cast, client_of: ClientOf) -> None:
    close_week(present(cast), monday=HOLIDAYS, by=None, at=NOON)
    db.session.commit()
    page = client_of(cast.trainee).get(f"/enrolments/{cast.enrolment_id}").text
    assert re.findall(r'class="week-dates">Week (\d) · (.*?)</p>', page) == [
        ("1", "4 – 10 May 2026"),
        ("2", "11 – 17 May 2026"),
        ("3", "25 – 31 May 2026"),
        ("4", "1 – 7 June 2026"),
        ("5", "8 – 14 June 2026"),
    ]


def test_a_closed_week_is_opened_again(cast: Cast, client_of: ClientOf) -> None:
    close_week(present(cast), monday=HOLIDAYS, by=None, at=NOON)
    db.session.commit()
    client = client_of(cast.coordinator)
    removal = {"monday": "2026-05-18"}
    for _ in range(2):
        answer = client.post(f"/cohorts/{cast.cohort_id}/closed-weeks/removal", data=removal)
        assert answer.status_code == 303
    assert present(cast).closed_weeks == set()
    assert [act for act, _ in journaled(cast.cohort_id)] == ["week.closed", "week.opened"]


@pytest.mark.parametrize("monday", ["", "soon"])
def test_no_week_is_opened_by_no_day(cast: Cast, client_of: ClientOf, monday: str) -> None:
    answer = client_of(cast.coordinator).post(
        f"/cohorts/{cast.cohort_id}/closed-weeks/removal", data={"monday": monday}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Choose a day."),
        ("2026-05-03", "Choose a day between 4 May 2026 and 7 June 2026."),
        ("2026-06-08", "Choose a day between 4 May 2026 and 7 June 2026."),
        ("9999-12-31", "Choose a day between 4 May 2026 and 7 June 2026."),
    ],
)
def test_a_week_outside_the_course_is_not_closed(cast: Cast, client_of: ClientOf, day: str, sentence: str) -> None:
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/closed-weeks", data={"day": day})
    assert (answer.status_code, errors(answer.text)) == (422, [("day", sentence)])
    assert present(cast).closed_weeks == set()


def test_what_one_form_of_the_page_sent_wrongly_leaves_the_other_as_it_was(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/closed-weeks", data={"day": ""})
    assert re.findall(r'<input checked[^>]*value="([^"]*)"', answer.text) == [str(cast.instructor.id)]
    assert re.findall(r'name="(?:name|first_day)"[^>]*value="([^"]*)"', answer.text) == ["Spring 2026", "2026-05-04"]


def test_two_weeks_closed_at_once_are_both_closed(cast: Cast) -> None:
    stale = present(cast)
    assert close_week(stale, monday=HOLIDAYS, by=None, at=NOON)
    assert close_week(stale, monday=HOLIDAYS + timedelta(weeks=1), by=None, at=NOON)
    assert present(cast).closed_weeks == {HOLIDAYS, HOLIDAYS + timedelta(weeks=1)}
    assert open_week(stale, monday=HOLIDAYS, by=None, at=NOON)
    assert not open_week(stale, monday=HOLIDAYS, by=None, at=NOON)


def test_a_cohort_is_closed_once_and_opened_again(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.coordinator)
    for _ in range(2):
        assert client.post(f"/cohorts/{cast.cohort_id}/closure").status_code == 303
    assert present(cast).closed_at is not None
    edit = client.get(f"/cohorts/{cast.cohort_id}/edit").text
    assert re.findall(r'action="(/cohorts/[^"]*)"', edit) == [f"/cohorts/{cast.cohort_id}/closure/removal"]
    for _ in range(2):
        assert client.post(f"/cohorts/{cast.cohort_id}/closure/removal").status_code == 303
    assert present(cast).closed_at is None
    assert [act for act, _ in journaled(cast.cohort_id)] == ["cohort.closed", "cohort.reopened"]


def test_a_closed_cohort_stays_closed_since_when_it_was(cast: Cast) -> None:
    close_cohort(present(cast), by=None, at=NOON)
    close_cohort(present(cast), by=None, at=LATER)
    assert present(cast).closed_at == NOON
    reopen_cohort(present(cast), by=None, at=LATER)
    assert present(cast).closed_at is None


def _nothing(cast: Cast) -> dict[str, Callable[[], object]]:
    """Everything that changes something in a cohort."""
    quiz, lesson, practical = (cast.item(name) for name in ("safety-quiz", "the-bench", "esd-bench"))
    guest = add_person("Gustave Guest", email=None, language="en", by=None, at=NOON)
    stale = present(cast)
    return {
        "declare": lambda: declare_lesson_done(lesson, by=cast.trainee.id, at=LATER),
        "begin": lambda: begin(quiz, at=LATER),
        "ready": lambda: declare_ready(practical, readiness_id=new_id(), by=cast.trainee.id, at=LATER),
        "enrol": lambda: enrol(guest, cohort_id=cast.cohort_id, by=None, at=LATER),
        "enrol by e-mail": lambda: enrol_by_email(
            "Nadia New", email="n@school.example", cohort_id=cast.cohort_id, language="en", by=None, at=LATER
        ),
        "rename": lambda: update_cohort(
            stale, version=stale.version, name="New", first_day=FIRST_DAY, instructor_ids=[], by=None, at=LATER
        ),
        "holidays": lambda: close_week(stale, monday=HOLIDAYS, by=None, at=LATER),
        "no holidays": lambda: open_week(stale, monday=HOLIDAYS, by=None, at=LATER),
    }


@pytest.mark.parametrize(
    "act", ["declare", "begin", "ready", "enrol", "enrol by e-mail", "rename", "holidays", "no holidays"]
)
def test_nothing_changes_in_a_closed_cohort(cast: Cast, act: str) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    acts = _nothing(cast)
    close_cohort(present(cast), by=None, at=NOON)
    with pytest.raises(CohortClosed):
        acts[act]()


def test_an_outcome_in_a_closed_cohort_is_read_but_not_acknowledged(cast: Cast, client_of: ClientOf) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    made = signed_off(cast.item("esd-bench"), cast)
    seen = sign_off_seen_by(cast.trainee, sign_off_id=made.id)
    assert seen is not None
    close_cohort(present(cast), by=None, at=NOON)
    db.session.commit()
    with pytest.raises(CohortClosed):
        acknowledge(seen, by=cast.trainee.id, at=LATER)
    page = client_of(cast.trainee).get(f"/sign-offs/{made.id}")
    assert (page.status_code, "/acknowledgement" in page.text) == (200, False)


def test_a_quiz_under_way_is_handed_in_after_closing(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    close_cohort(present(cast), by=None, at=NOON)
    assert begin(quiz).id == attempt.id
    assert hand_in(attempt, quiz, RIGHT).passed
    assert db.session.get(Completion, (cast.enrolment_id, "safety-quiz")) is not None
    with pytest.raises(CohortClosed):
        begin(quiz)


def test_a_closed_cohort_says_so_and_its_pages_stay(cast: Cast, client_of: ClientOf) -> None:
    close_cohort(present(cast), by=None, at=NOON)
    db.session.commit()
    trainee = client_of(cast.trainee)
    told = ["This cohort is closed since 5 May 2026 Everything is kept and can be read. Nothing can be added."]
    assert messages(trainee.get(f"/enrolments/{cast.enrolment_id}").text) == told
    assert messages(trainee.get(f"/enrolments/{cast.enrolment_id}/items/safety-quiz").text) == told
    quiz = trainee.get(f"/enrolments/{cast.enrolment_id}/items/safety-quiz").text
    lesson = trainee.get(f"/enrolments/{cast.enrolment_id}/items/the-bench").text
    assert ("/attempts" in quiz, "/completion" in lesson) == (False, False)
    answer = trainee.post(f"/enrolments/{cast.enrolment_id}/items/the-bench/completion")
    assert answer.status_code == 409
    assert refusal(answer.text).startswith("The cohort “Spring 2026” is closed: everything can be read")


def test_the_bench_form_of_a_closed_cohort_is_refused_before_it_is_filled_in(cast: Cast, client_of: ClientOf) -> None:
    close_cohort(present(cast), by=None, at=NOON)
    db.session.commit()
    address = f"/enrolments/{cast.enrolment_id}/items/esd-bench/sign-offs/new"
    assert client_of(cast.instructor).get(address).status_code == 409


def test_certificates_are_issued_in_a_closed_cohort(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    close_cohort(present(cast), by=None, at=LATER)
    db.session.commit()
    answer = client_of(cast.coordinator).post(
        f"/cohorts/{cast.cohort_id}/issuing-runs", data={"id": str(new_id()), "enrolment_id": str(cast.enrolment_id)}
    )
    work()
    assert answer.status_code == 303
    assert len(re.findall(r"/certificates/[\w-]+\.pdf", client_of(cast.trainee).get("/").text)) == 1


def test_a_cohort_may_begin_in_a_closed_week(cast: Cast) -> None:
    today = today_in_paris()
    cohort = create_cohort(
        "Holidays first",
        site_id=cast.site_id,
        revision_id=cast.revision_id,
        first_day=today,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    close_week(cohort_facts(cohort.id), monday=today - timedelta(days=today.weekday()), by=None, at=NOON)
    facts_now = cohort_facts(cohort.id)
    assert facts_now.calendar.week_dates(1)[0] == today + timedelta(weeks=1)
    assert enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=NOON).cohort_id == cohort.id
    assert db.session.get_one(Cohort, cohort.id).closed_weeks == [(today - timedelta(days=today.weekday())).isoformat()]
