"""A trainee's place: joining late, moving to another cohort, leaving, returning, and its history."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.assessments.practicals.operations import declare_ready
from app.certificates.facts import School
from app.certificates.operations import issue
from app.courses.facts import CohortFacts, Enrolled
from app.courses.models import Cohort, Completion, DueDate, Enrolment
from app.courses.operations.cohorts import close_cohort, create_cohort
from app.courses.operations.due_dates import move_for_one
from app.courses.operations.enrolments import (
    AlreadyEnrolled,
    CohortClosed,
    Withdrawn,
    declare_lesson_done,
    enrol,
    enrol_by_email,
)
from app.courses.operations.gates import open_gate
from app.courses.operations.places import OtherCourse, PlaceMoved, let_return, move, withdraw
from app.courses.operations.revisions import publish
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.courses.queries.history import history_of
from app.curriculum.folder import read_course
from app.db import db
from app.people.member import Member
from app.people.operations import add_person, grant_role, invite
from app.people.queries import open_invitation, open_invitation_of, person_by_id
from app.records.models import JournalEntry
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import BEFORE, FIRST_DAY, NOON, Cast
from tests.certificates.finished import PUBLIC_URL, SCHOOL, finish
from tests.certificates.issuing import ask, how_many, work
from tests.courses.pages import errors, facts, messages, refusal
from tests.courses.unwritten import COURSE, cohort_without_items
from tests.lint import PageClient
from tests.practicals.making import signed_off
from tests.quizzes.sittings import RIGHT, begin
from tests.quizzes.sittings import finish as hand_in
from tests.today.making import newcomers, place_in, running_cohort, today_in_paris

ClientOf = Callable[[Member | None], PageClient]
LATER = NOON + timedelta(hours=1)


def second_cohort(cast: Cast, *, name: str = "Autumn 2026", first_day: date = date(2026, 9, 7)) -> CohortFacts:
    """Another cohort of the same course at the cast's site, with another instructor."""
    made = create_cohort(
        name,
        site_id=cast.site_id,
        revision_id=cast.revision_id,
        first_day=first_day,
        instructor_ids=[cast.coordinator.id],
        by=None,
        at=BEFORE,
    )
    return cohort_facts(made.id)


def other_course(cast: Cast) -> CohortFacts:
    """A cohort at the cast's site that follows another course."""
    revision, _ = publish(read_course(COURSE).sources, course_id="tiny-too", track_id="mobile", by=None, at=BEFORE)
    made = create_cohort(
        "Other course",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    return cohort_facts(made.id)


def leave(cast: Cast, *, at: datetime = NOON, reason: str = "Moved to Lille.") -> Enrolled:
    """The trainee is withdrawn; their place after it."""
    withdraw(cast.enrolled(), reason=reason, by=cast.coordinator.id, at=at)
    db.session.commit()
    return cast.enrolled()


def acts(enrolment_id: UUID) -> list[str]:
    """What the journal says of the place itself."""
    statement = (
        select(JournalEntry.act)
        .where(JournalEntry.object_id == str(enrolment_id), JournalEntry.act.startswith("enrolment."))
        .order_by(JournalEntry.number)
    )
    return list(db.session.scalars(statement))


def chosen(cohort: CohortFacts, reason: str = "") -> dict[str, str]:
    return {"cohort_id": str(cohort.id), "reason": reason}


def test_what_was_completed_goes_along(cast: Cast, client_of: ClientOf) -> None:
    finish(cast, cast.enrolment_id)
    autumn, done = second_cohort(cast), done_by(cast.enrolled())
    client = client_of(cast.coordinator)
    assert client.get(f"/enrolments/{cast.enrolment_id}/moves/new").status_code == 200
    answer = client.post(f"/enrolments/{cast.enrolment_id}/moves", data=chosen(autumn, "Works in summer."))
    assert (answer.status_code, answer.location) == (303, f"/enrolments/{cast.enrolment_id}")
    moved = cast.enrolled()
    assert (moved.cohort.id, done_by(moved)) == (autumn.id, done)
    page = client.get(answer.location).text
    assert messages(page)[0] == "Tara Trainee is in the cohort Autumn 2026 now."
    assert facts(page)[-2][1] == "Moved from Spring 2026 to Autumn 2026 · Cora Coordinator Works in summer."


def test_the_same_move_twice_is_one(cast: Cast, client_of: ClientOf) -> None:
    autumn, client = second_cohort(cast), client_of(cast.coordinator)
    answers = [client.post(f"/enrolments/{cast.enrolment_id}/moves", data=chosen(autumn)).status_code for _ in "12"]
    assert (answers, acts(cast.enrolment_id)) == ([303, 303], ["enrolment.created", "enrolment.moved"])
    stale = cast.enrolled()
    assert not move(stale, to=autumn, reason="", by=None, at=NOON)


def test_the_journal_says_from_where_to_where_and_which_dates_were_dropped(cast: Cast) -> None:
    autumn, quiz = second_cohort(cast), cast.item("safety-quiz").item
    move_for_one(cast.enrolled(), quiz, to=date(2026, 5, 20), was=None, by=None, at=NOON)
    move(cast.enrolled(), to=autumn, reason="", by=cast.coordinator.id, at=NOON)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "enrolment.moved")).one()
    assert (entry.actor_id, entry.object_id) == (cast.coordinator.id, str(cast.enrolment_id))
    assert entry.detail == {
        "from": str(cast.cohort_id),
        "to": str(autumn.id),
        "dates_dropped": ["safety-quiz"],
    }
    assert db.session.scalars(select(DueDate.id)).all() == []


def test_to_the_cohort_of_another_site_only_who_coordinates_both(cast: Cast, client_of: ClientOf) -> None:
    elsewhere = cohort_facts(cast.outsider_cohort_id)
    answer = client_of(cast.coordinator).post(f"/enrolments/{cast.enrolment_id}/moves", data=chosen(elsewhere))
    assert (answer.status_code, cast.enrolled().cohort.id) == (422, cast.cohort_id)
    coordinator = person_by_id(cast.coordinator.id)
    grant_role(coordinator, role="coordinator", site_id=cast.outsider_site_id, by=None, at=BEFORE)
    db.session.commit()
    answer = client_of(cast.coordinator).post(f"/enrolments/{cast.enrolment_id}/moves", data=chosen(elsewhere))
    assert (answer.status_code, cast.enrolled().cohort.id) == (303, elsewhere.id)


def test_a_card_of_the_site_that_is_left_opens_nothing_at_the_other(cast: Cast) -> None:
    person = add_person("Nadia New", email=None, language="en", by=None, at=BEFORE)
    place = enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE)
    code = invite(person, by=None, at=NOON)
    for to, opens in ((second_cohort(cast), True), (cohort_facts(cast.outsider_cohort_id), False)):
        move(enrolment_facts(place.id), to=to, reason="", by=None, at=NOON)
        assert (open_invitation(code, at=NOON) is not None) is opens
    assert open_invitation_of(person.id, at=NOON) is not None


def test_a_card_for_a_forgotten_password_ends_with_the_move_to_another_site(cast: Cast) -> None:
    invite(person_by_id(cast.trainee.id), by=None, at=NOON)
    move(cast.enrolled(), to=cohort_facts(cast.outsider_cohort_id), reason="", by=None, at=NOON)
    assert open_invitation_of(cast.trainee.id, at=NOON) is None


def test_only_open_cohorts_of_the_same_course_are_offered(cast: Cast, client_of: ClientOf) -> None:
    other_course(cast)
    autumn, closed = second_cohort(cast), second_cohort(cast, name="Closed")
    close_cohort(closed, by=None, at=NOON)
    newer = cohort_without_items(cast, [5])
    page = client_of(cast.coordinator).get(f"/enrolments/{cast.enrolment_id}/moves/new").text
    offered = re.findall(r'name="cohort_id"[^>]*value="([^"]*)"', page)
    assert offered == [str(autumn.id), str(newer.id)]


def test_without_another_cohort_the_page_says_what_it_takes(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.coordinator).get(f"/enrolments/{cast.enrolment_id}/moves/new").text
    assert "There is no other cohort to move to" in page
    assert 'id="move"' not in page


def test_nobody_moves_to_another_course_or_into_a_closed_cohort(cast: Cast) -> None:
    with pytest.raises(OtherCourse):
        move(cast.enrolled(), to=other_course(cast), reason="", by=None, at=NOON)
    autumn = second_cohort(cast)
    close_cohort(autumn, by=None, at=NOON)
    with pytest.raises(CohortClosed):
        move(cast.enrolled(), to=autumn, reason="", by=None, at=NOON)


def test_nobody_moves_out_of_a_closed_cohort(cast: Cast) -> None:
    autumn, stale = second_cohort(cast), cast.enrolled()
    close_cohort(stale.cohort, by=None, at=NOON)
    with pytest.raises(CohortClosed):
        move(stale, to=autumn, reason="", by=None, at=NOON)


@pytest.mark.parametrize("gone", [False, True])
def test_nobody_moves_where_they_have_a_place_already(cast: Cast, gone: bool) -> None:
    autumn = second_cohort(cast)
    place = place_in(db.session.get_one(Cohort, autumn.id), cast.trainee.id)
    if gone:
        withdraw(enrolment_facts(place), reason="Gone.", by=None, at=NOON)
    with pytest.raises(AlreadyEnrolled) as refused:
        move(cast.enrolled(), to=autumn, reason="", by=None, at=NOON)
    assert refused.value.values == {"name": "Tara Trainee", "withdrawn": gone}


def test_a_place_there_already_is_told_with_a_sentence(cast: Cast, client_of: ClientOf) -> None:
    autumn = second_cohort(cast)
    place_in(db.session.get_one(Cohort, autumn.id), cast.trainee.id)
    db.session.commit()
    answer = client_of(cast.coordinator).post(f"/enrolments/{cast.enrolment_id}/moves", data=chosen(autumn))
    assert answer.status_code == 409
    assert refusal(answer.text).startswith("Tara Trainee is in this cohort already. Nothing was changed.")


def test_a_cohort_has_to_be_chosen(cast: Cast, client_of: ClientOf) -> None:
    second_cohort(cast)
    answer = client_of(cast.coordinator).post(f"/enrolments/{cast.enrolment_id}/moves", data={"reason": "Because"})
    assert (answer.status_code, errors(answer.text)) == (422, [("cohort_id", "Choose a cohort.")])
    assert ">Because</textarea>" in answer.text.replace("\r\n", "")


def test_a_quiz_under_way_is_handed_in_after_moving(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    move(cast.enrolled(), to=cohort_facts(cohort_without_items(cast, [5]).id), reason="", by=None, at=NOON)
    assert hand_in(attempt, quiz, RIGHT).passed
    assert "safety-quiz" in done_by(cast.enrolled()).completions


def test_leaving_takes_a_reason_that_coordinators_read(cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.coordinator), f"/enrolments/{cast.enrolment_id}/withdrawals"
    assert client.get(f"{address}/new").status_code == 200
    unsaid = client.post(address, data={"reason": " "})
    assert (unsaid.status_code, errors(unsaid.text)) == (422, [("reason", "Write a few words.")])
    assert cast.enrolled().withdrawn_at is None
    assert client.post(address, data={"reason": "Found work."}).status_code == 303
    page = client.get(f"/enrolments/{cast.enrolment_id}").text
    assert facts(page)[-2][1] == "Withdrawn · Cora Coordinator Found work."
    assert "Found work." not in client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}").text
    assert "Found work." not in client_of(cast.trainee).get(f"/enrolments/{cast.enrolment_id}").text


def test_leaving_twice_is_leaving_once_for_the_first_reason(cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.coordinator), f"/enrolments/{cast.enrolment_id}/withdrawals"
    for reason in ("First.", "Second."):
        assert client.post(address, data={"reason": reason}).status_code == 303
    assert [(event.word, event.why) for event in history_of(cast.enrolment_id)] == [
        ("withdrawn", "First."),
        ("created", ""),
    ]
    page = client.get(f"/enrolments/{cast.enrolment_id}").text
    assert "Tara Trainee was withdrawn already. The first reason is kept." in messages(page)


def test_who_left_reads_their_page_their_certificate_and_their_sign_offs(cast: Cast, client_of: ClientOf) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    sign_off = f"/sign-offs/{signed_off(cast.item('esd-bench'), cast).id}"
    finish(cast, cast.enrolment_id, but=("esd-bench",))
    trainee = client_of(cast.trainee)
    issue(cast.enrolled(), by=cast.coordinator.id, at=NOON, public_url=PUBLIC_URL, school=School(SCHOOL))
    leave(cast)
    page = trainee.get(f"/enrolments/{cast.enrolment_id}")
    assert messages(page.text) == [
        (
            "You left this course on 5 May 2026 Everything that you did is kept, and you can read it here. "
            "If you want to come back, speak with your training centre."
        )
    ]
    certificate = re.findall(r"/certificates/[\w-]+\.pdf", trainee.get("/").text)[0]
    assert [trainee.get(address).status_code for address in (certificate, sign_off)] == [200, 200]


@pytest.mark.parametrize("act", ["declare", "begin", "ready"])
def test_who_left_does_nothing_more(cast: Cast, act: str) -> None:
    lesson, quiz, practical = (cast.item(name) for name in ("the-bench", "safety-quiz", "esd-bench"))
    tries: dict[str, Callable[[], object]] = {
        "declare": lambda: declare_lesson_done(lesson, by=cast.trainee.id, at=LATER),
        "begin": lambda: begin(quiz, at=LATER),
        "ready": lambda: declare_ready(practical, readiness_id=new_id(), by=cast.trainee.id, at=LATER),
    }
    leave(cast)
    with pytest.raises(Withdrawn):
        tries[act]()


def test_who_left_is_not_waited_for_and_gets_the_certificate_that_they_earned(cast: Cast, client_of: ClientOf) -> None:
    coordinator, address = client_of(cast.coordinator), f"/cohorts/{cast.cohort_id}/certificates"
    leave(cast)
    short = re.compile(r'<strong>(.*?)</strong>\s*(?:<span class="state state-none">(.*?)</span>)?')
    assert short.findall(coordinator.get(address).text) == [("Otto Trainee", ""), ("Tara Trainee", "Withdrawn")]
    finish(cast, cast.enrolment_id)
    ask(cast, {cast.enrolment_id: ""})
    work()
    assert how_many() == 1


def test_who_left_is_told_with_a_sentence(cast: Cast, client_of: ClientOf) -> None:
    leave(cast)
    answer = client_of(cast.trainee).post(f"/enrolments/{cast.enrolment_id}/items/the-bench/completion")
    assert answer.status_code == 403
    assert refusal(answer.text).startswith("This place in the course ended on 5 May 2026.")
    bench = client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}/items/esd-bench/sign-offs/new")
    assert bench.status_code == 403


def test_the_quiz_under_way_of_who_left_is_handed_in_and_counts(cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    attempt = begin(quiz)
    leave(cast)
    assert hand_in(attempt, quiz, RIGHT).passed
    assert db.session.get(Completion, (cast.enrolment_id, "safety-quiz")) is not None


def test_who_left_returns_to_where_they_stopped(cast: Cast, client_of: ClientOf) -> None:
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    leave(cast)
    client, address = client_of(cast.coordinator), f"/enrolments/{cast.enrolment_id}/returns"
    assert client.get(f"{address}/new").status_code == 200
    for _ in range(2):
        assert client.post(address, data={"reason": "Back in Lyon."}).status_code == 303
    assert acts(cast.enrolment_id) == ["enrolment.created", "enrolment.withdrawn", "enrolment.returned"]
    assert (cast.enrolled().active, [*done_by(cast.enrolled()).completions]) == (True, ["the-bench"])
    assert begin(cast.item("safety-quiz"), at=LATER).number == 1


def test_nobody_returns_to_a_closed_cohort_and_nobody_leaves_one(cast: Cast) -> None:
    stale = leave(cast)
    close_cohort(stale.cohort, by=None, at=NOON)
    with pytest.raises(CohortClosed):
        let_return(stale, reason="", by=None, at=LATER)
    with pytest.raises(CohortClosed):
        withdraw(enrolment_facts(cast.other_enrolment_id), reason="Gone.", by=None, at=LATER)


@pytest.mark.parametrize("act", ["withdraw", "return", "move"])
def test_who_was_moved_meanwhile_is_not_touched_from_the_old_page(cast: Cast, act: str) -> None:
    stale, autumn = cast.enrolled(), second_cohort(cast)
    third = second_cohort(cast, name="Winter")
    move(stale, to=autumn, reason="", by=None, at=NOON)
    tries: dict[str, Callable[[], object]] = {
        "withdraw": lambda: withdraw(stale, reason="Gone.", by=None, at=LATER),
        "return": lambda: let_return(stale, reason="", by=None, at=LATER),
        "move": lambda: move(stale, to=third, reason="", by=None, at=LATER),
    }
    with pytest.raises(PlaceMoved):
        tries[act]()


def test_who_was_withdrawn_meanwhile_is_not_moved(cast: Cast) -> None:
    stale, autumn = cast.enrolled(), second_cohort(cast)
    leave(cast)
    with pytest.raises(Withdrawn):
        move(stale, to=autumn, reason="", by=None, at=LATER)
    assert cast.enrolled().cohort.id == cast.cohort_id


def test_who_left_is_not_enrolled_a_second_time_but_returns(cast: Cast, client_of: ClientOf) -> None:
    leave(cast)
    person = person_by_id(cast.trainee.id)
    with pytest.raises(AlreadyEnrolled) as refused:
        enrol(person, cohort_id=cast.cohort_id, by=None, at=LATER)
    assert refused.value.values == {"name": "Tara Trainee", "withdrawn": True}
    form = {"id": str(new_id()), "name": "Tara", "email": person.email or "", "language": "en"}
    answer = client_of(cast.coordinator).post(f"/cohorts/{cast.cohort_id}/enrolments", data=form)
    told = "Tara Trainee has this address, and left this cohort: let them return on their page."
    assert errors(answer.text) == [("email", told)]


def test_who_left_before_they_ever_signed_in_gets_no_new_invitation(cast: Cast) -> None:
    place = enrol_by_email(
        "Nadia New", email="nadia@school.example", cohort_id=cast.cohort_id, language="en", by=None, at=NOON
    )
    withdraw(enrolment_facts(place.enrolment.id), reason="Never came.", by=None, at=NOON)
    with pytest.raises(AlreadyEnrolled):
        enrol_by_email(
            "Nadia New", email="nadia@school.example", cohort_id=cast.cohort_id, language="en", by=None, at=LATER
        )


@pytest.mark.parametrize("page", ["moves/new", "withdrawals/new"])
def test_the_pages_of_who_left_offer_nothing_more(cast: Cast, client_of: ClientOf, page: str) -> None:
    leave(cast)
    shown = client_of(cast.coordinator).get(f"/enrolments/{cast.enrolment_id}/{page}").text
    assert messages(shown) == [
        "Withdrawn on 5 May 2026 Everything is kept and can be read. Nothing can be added until they return."
    ]
    assert re.findall(r'<form[^>]* id="(move|withdraw)"', shown) == []


def test_coordinators_find_what_they_can_do_with_a_place(cast: Cast, client_of: ClientOf) -> None:
    def offered(who: Member) -> list[str]:
        page = client_of(who).get(f"/enrolments/{cast.enrolment_id}").text
        return re.findall(rf'class="button [^"]*" href="/enrolments/{cast.enrolment_id}/([\w/-]+)"', page)

    staff = ["competences", "due-dates", "arrangements", "practice"]
    assert offered(cast.coordinator) == [*staff, "moves/new", "withdrawals/new"]
    assert offered(cast.instructor) == staff
    assert [each for each in offered(cast.trainee) if not each.startswith("items/")] == ["competences", "practice"]
    leave(cast)
    assert offered(cast.coordinator) == ["competences", "returns/new"]


def test_who_joins_late_is_told_where_to_start_and_what_to_catch_up(cast: Cast, client_of: ClientOf) -> None:
    cohort = running_cohort(cast, 3)
    place = enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=now()).id
    db.session.commit()
    own = client_of(cast.trainee).get(f"/enrolments/{place}").text
    assert messages(own) == [
        (
            "You joined in week 3: start there, with the others. What came before is for you to catch up, "
            "a little at a time."
        )
    ]
    for client, chips in ((client_of(cast.trainee), 2), (client_of(cast.instructor), 3)):
        page = client.get(f"/enrolments/{place}").text
        assert re.findall(r'class="state state-(?:late|catch-up)">(.*?)<', page) == ["To catch up"] * chips


def test_who_was_there_from_the_start_is_told_nothing_of_the_kind(cast: Cast, client_of: ClientOf) -> None:
    [place] = newcomers(running_cohort(cast, 3), 1)
    page = client_of(cast.instructor).get(f"/enrolments/{place}").text
    assert messages(page) == []
    assert set(re.findall(r'class="state state-late">(.*?)<', page)) == {"Behind"}


@pytest.mark.parametrize(("days", "week"), [(-1, 0), (0, 1), (6, 1), (7, 2), (34, 5), (35, 6)])
def test_the_week_of_joining_is_that_of_the_calendar_at_the_site(cast: Cast, days: int, week: int) -> None:
    joined = datetime(2026, 5, 4, 12, tzinfo=NOON.tzinfo) + timedelta(days=days)
    place = enrol(person_by_id(cast.author.id), cohort_id=cast.cohort_id, by=None, at=joined)
    found = enrolment_facts(place.id)
    assert (found.joined_on, found.joined_in) == (joined.date(), week)


def test_the_history_tells_who_did_what_and_why_the_last_first(cast: Cast) -> None:
    autumn = second_cohort(cast)
    move(cast.enrolled(), to=autumn, reason="Works.", by=cast.coordinator.id, at=NOON)
    withdraw(cast.enrolled(), reason="Ill.", by=cast.coordinator.id, at=NOON)
    let_return(cast.enrolled(), reason="", by=None, at=LATER)
    told = [
        (event.at, event.word, event.who, event.why, event.from_cohort, event.to_cohort)
        for event in history_of(cast.enrolment_id)
    ]
    assert told == [
        (LATER, "returned", "", "", "", ""),
        (NOON, "withdrawn", "Cora Coordinator", "Ill.", "", ""),
        (NOON, "moved", "Cora Coordinator", "Works.", "Spring 2026", "Autumn 2026"),
        (BEFORE, "created", "", "", "", ""),
    ]


def test_what_else_was_done_is_not_part_of_the_history(cast: Cast) -> None:
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    assert [event.word for event in history_of(cast.enrolment_id)] == ["created"]
    assert db.session.get_one(Enrolment, cast.enrolment_id).withdrawn_at is None
    assert today_in_paris() >= cast.enrolled().joined_on
