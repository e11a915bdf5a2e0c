"""An urgent safety correction reaches every running cohort, and each trainee reads it before going on."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DatabaseError

from app.assessments.cases.operations import begin_run
from app.assessments.practicals.operations import declare_ready
from app.assessments.quizzes.operations import start_attempt
from app.courses.facts import EnrolledItem
from app.courses.models import (
    Cohort,
    Revision,
    SafetyAcknowledgement,
    SafetyCorrection,
    SafetyDuty,
    SafetyReach,
    SafetyReason,
)
from app.courses.operations.cohorts import close_cohort, create_cohort, reopen_cohort
from app.courses.operations.enrolments import SafetyUnread, declare_lesson_done, enrol
from app.courses.operations.gates import open_gate
from app.courses.operations.places import let_return, move, withdraw
from app.courses.operations.safety_corrections import (
    NewerRevision,
    NothingToCorrect,
    erase_reason,
    foresee,
    push_correction,
)
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts, enrolments_in, enrolments_of
from app.courses.queries.revisions import curriculum_of
from app.courses.queries.safety_corrections import correctable
from app.courses.queries.safety_readings import readings_in
from app.db import db
from app.people.operations import add_person
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from app.records.queries.verifying import verify
from app.shared.ids import new_id
from tests.cases.sitting import begin as begin_case
from tests.cases.sitting import dead_phone
from tests.cast import BEFORE, FIRST_DAY, NOON, Cast
from tests.conftest import CountQueries
from tests.courses.correcting import (
    BATTERY,
    LATER,
    NEEDS_MORE,
    REASON,
    SAFER,
    duties,
    duty_of,
    published,
    pushed,
    read,
    revision_of,
)
from tests.courses.unwritten import COURSE
from tests.notices.telling import told
from tests.quizzes.practising import practise
from tests.quizzes.sittings import begin, finish

SCREEN = "week-03/10-the-screen.md"


def said(item_id: str, revision_id: int) -> str:
    """What the lesson says in that revision."""
    return str(curriculum_of(revision_id).items[item_id].body)


def cohort(cohort_id: UUID) -> Cohort:
    return db.session.get_one(Cohort, cohort_id, populate_existing=True)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def cohort_of(cast: Cast, revision_id: int, name: str = "Summer 2026") -> Cohort:
    made = {"site_id": cast.site_id, "first_day": FIRST_DAY, "instructor_ids": [cast.instructor.id]}
    return create_cohort(name, revision_id=revision_id, by=None, at=BEFORE, **made)  # type: ignore[arg-type]


def acts() -> list[tuple[str, str]]:
    """Act and object of each entry of the journal that tells of corrections, in order."""
    entries = select(JournalEntry).order_by(JournalEntry.number)
    told_of = ("safety.", "cohort.corrected")
    return [(each.act, each.object_id) for each in db.session.scalars(entries) if each.act.startswith(told_of)]


def test_every_running_cohort_gets_the_chosen_parts_and_nothing_else_of_the_newest_revision(cast: Cast) -> None:
    newest = published({**SAFER, SCREEN: ("---\n\n", "---\n\nSomething else is new.\n\n")})
    pushed(cast, revision_id=newest)
    for cohort_id in (cast.cohort_id, cast.outsider_cohort_id):
        after = cohort(cohort_id).revision_id
        assert after not in (cast.revision_id, newest)
        assert "Never work on it alone." in said("the-bench", after)
        assert "Something else is new." in said("the-screen", newest)
        assert "Something else is new." not in said("the-screen", after)


def test_cohorts_on_one_revision_follow_one_composed_of_it(cast: Cast) -> None:
    newest = published({**SAFER, SCREEN: ("---\n\n", "---\n\nNew.\n\n")})
    pushed(cast, revision_id=newest)
    after = cohort(cast.cohort_id).revision_id
    assert cohort(cast.outsider_cohort_id).revision_id == after
    assert (revision_of(after).base_id, revision_of(after).source_id) == (cast.revision_id, newest)


def test_a_closed_cohort_is_left_as_it_is(cast: Cast) -> None:
    close_cohort(cohort_facts(cast.outsider_cohort_id), by=None, at=NOON)
    correction_id = pushed(cast)
    assert cohort(cast.outsider_cohort_id).revision_id == cast.revision_id
    assert duties() == {(correction_id, cast.enrolment_id), (correction_id, cast.other_enrolment_id)}
    assert [told(each.id) for each in (cast.outsider_coordinator, cast.outsider_instructor)] == [[], []]


def test_a_cohort_that_says_it_already_keeps_its_revision_and_its_trainees_read_what_was_otherwise(cast: Cast) -> None:
    newest = published(SAFER)
    made = cohort_of(cast, newest)
    place = enrol(person_by_id(cast.trainee.id), cohort_id=made.id, by=None, at=BEFORE)
    correction_id = pushed(cast, revision_id=newest)
    assert cohort(made.id).revision_id == newest
    assert duty_of(place.id, correction_id).before_id == cast.revision_id
    reach = db.session.get_one(SafetyReach, (correction_id, made.id))
    assert (reach.before_id, reach.after_id) == (newest, newest)
    later = enrol(person_by_id(cast.other_trainee.id), cohort_id=made.id, by=None, at=LATER)
    assert enrolment_facts(later.id).unread_duty is None


def test_where_it_does_not_fit_the_cohort_keeps_its_revision_and_its_trainees_read_it_all_the_same(cast: Cast) -> None:
    correction_id = pushed(cast, ["the-battery"], revision_id=published(NEEDS_MORE))
    assert cohort(cast.cohort_id).revision_id == cast.revision_id
    assert db.session.get_one(SafetyReach, (correction_id, cast.cohort_id)).after_id is None
    assert duty_of(cast.enrolment_id).before_id == cast.revision_id
    assert [each.fits for each in readings_in(cohort_facts(cast.cohort_id))] == [False]


def test_what_a_push_would_do_is_foreseen_and_nothing_of_it_stays(cast: Cast) -> None:
    published(NEEDS_MORE | SAFER)
    before = count(JournalEntry), count(Revision), cohort(cast.cohort_id).revision_id
    course = correctable(COURSE.name)
    assert course is not None
    (lone,) = foresee(course, parts=["the-battery"], by=cast.author.id, at=NOON)
    assert lone.unsound is not None
    assert [each.part.id for each in lone.unsound.needed] == ["battery-quiz"]
    (fits,) = foresee(course, parts=["the-bench"], by=cast.author.id, at=NOON)
    assert (fits.unsound, fits.differing) == (None, ("the-bench",))
    assert [(each.name, each.trainees) for each in fits.running.cohorts] == [("Spring 2026", 2), ("Elsewhere", 1)]
    assert (count(JournalEntry), count(Revision), cohort(cast.cohort_id).revision_id) == before


def test_the_same_push_twice_is_one(cast: Cast) -> None:
    newest, correction_id = published(SAFER), new_id()
    for _ in range(2):
        assert pushed(cast, revision_id=newest, correction_id=correction_id) == correction_id
    assert pushed(cast, revision_id=newest) == correction_id  # by another author, at the same time
    assert [count(each) for each in (SafetyCorrection, SafetyReach, SafetyDuty)] == [1, 2, 3]
    assert [kind for kind, _, _ in told(cast.trainee.id)] == ["safety"]


def test_pushing_other_parts_with_the_id_of_the_first_is_another_correction(cast: Cast) -> None:
    newest, correction_id = published({**SAFER, BATTERY: ("---\n\n", "---\n\nMind your fingers.\n\n")}), new_id()
    pushed(cast, revision_id=newest, correction_id=correction_id)
    assert pushed(cast, ["the-battery"], revision_id=newest, correction_id=correction_id) != correction_id
    assert count(SafetyCorrection) == 2


def test_it_is_pushed_again_to_a_cohort_that_was_opened_since(cast: Cast) -> None:
    close_cohort(cohort_facts(cast.outsider_cohort_id), by=None, at=NOON)
    newest = published(SAFER)
    first = pushed(cast, revision_id=newest)
    reopen_cohort(cohort_facts(cast.outsider_cohort_id), by=None, at=NOON)
    again = pushed(cast, revision_id=newest)
    assert again != first
    assert cohort(cast.outsider_cohort_id).revision_id == newest
    assert duty_of(cast.outsider_enrolment_id).correction_id == again


def test_what_was_published_meanwhile_is_not_pushed_unseen(cast: Cast) -> None:
    seen = published(SAFER)
    published({**SAFER, BATTERY: ("---\n\n", "---\n\nMind your fingers.\n\n")})
    with pytest.raises(NewerRevision):
        pushed(cast, revision_id=seen)


@pytest.mark.parametrize("parts", [[], ["the-screen"], ["no-such-part"]])
def test_what_is_the_same_everywhere_is_not_pushed(cast: Cast, parts: list[str]) -> None:
    newest = published(SAFER)
    with pytest.raises(NothingToCorrect):
        pushed(cast, parts, revision_id=newest)


def lesson(found: EnrolledItem, cast: Cast) -> None:
    declare_lesson_done(found, by=cast.trainee.id, at=LATER)


def quiz(found: EnrolledItem, cast: Cast) -> None:
    start_attempt(found, attempt_id=new_id(), by=cast.trainee.id, at=LATER)


def practical(found: EnrolledItem, cast: Cast) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    declare_ready(found, readiness_id=new_id(), by=cast.trainee.id, at=LATER)


STARTS: dict[str, Callable[[EnrolledItem, Cast], None]] = {
    "the-battery": lesson,
    "safety-quiz": quiz,
    "esd-bench": practical,
}


@pytest.mark.parametrize("item_id", STARTS)
def test_nothing_goes_on_before_it_is_read_and_everything_after(cast: Cast, item_id: str) -> None:
    pushed(cast)
    with pytest.raises(SafetyUnread) as refused:
        STARTS[item_id](cast.item(item_id), cast)
    assert refused.value.values == {"duty_id": duty_of(cast.enrolment_id).id}
    assert read(cast)
    STARTS[item_id](cast.item(item_id), cast)


def test_a_case_waits_too(cast: Cast) -> None:
    found = dead_phone(cast)
    pushed(cast)
    with pytest.raises(SafetyUnread):
        begin_run(found, run_id=new_id(), by=cast.trainee.id, at=LATER)
    read(cast, duty_of(found.enrolled.id).id)
    begin_run(found, run_id=new_id(), by=cast.trainee.id, at=LATER)


def test_a_case_that_runs_is_not_interrupted(cast: Cast) -> None:
    found = dead_phone(cast)
    run = begin_case(found)
    pushed(cast)
    assert begin_run(found, run_id=new_id(), by=cast.trainee.id, at=LATER).id == run.id


def test_an_attempt_that_runs_is_not_interrupted(cast: Cast) -> None:
    attempt = begin(cast.item("safety-quiz"))
    pushed(cast)
    assert start_attempt(cast.item("safety-quiz"), attempt_id=new_id(), by=cast.trainee.id, at=NOON).id == attempt.id


def test_the_oldest_of_two_is_read_first_and_then_the_other(cast: Cast) -> None:
    first = pushed(cast)
    more = {**SAFER, BATTERY: ("---\n\n", "---\n\nMind your fingers.\n\n")}
    second = pushed(cast, ["the-battery"], revision_id=published(more))
    for correction_id in (first, second):
        assert cast.enrolled().unread_duty == duty_of(cast.enrolment_id, correction_id).id
        read(cast, duty_of(cast.enrolment_id, correction_id).id)
    assert cast.enrolled().unread_duty is None


def test_what_is_unread_is_known_wherever_places_are_found_without_another_query(
    cast: Cast, count_queries: CountQueries
) -> None:
    pushed(cast)
    duty_id = duty_of(cast.enrolment_id).id
    with count_queries() as queries:
        assert [each.unread_duty for each in enrolments_of(cast.trainee)] == [duty_id]
    assert len(queries) == 1
    in_cohort = {each.id: each.unread_duty for each in enrolments_in(cohort_facts(cast.cohort_id))}
    assert in_cohort == {each: duty_of(each).id for each in (cast.enrolment_id, cast.other_enrolment_id)}


def test_reading_it_twice_is_reading_it_once_and_settles_its_notice(cast: Cast) -> None:
    pushed(cast)
    duty_id = duty_of(cast.enrolment_id).id
    assert told(cast.trainee.id) == [("safety", f"/safety-duties/{duty_id}", False)]
    assert [read(cast), read(cast)] == [True, False]
    assert db.session.get_one(SafetyAcknowledgement, duty_id).acknowledged_at == LATER
    assert told(cast.trainee.id) == [("safety", f"/safety-duties/{duty_id}", True)]


def test_staff_of_the_cohorts_are_told_once_and_neither_authors_nor_strangers(cast: Cast) -> None:
    correction_id = pushed(cast)
    for member in (cast.coordinator, cast.instructor, cast.outsider_coordinator, cast.outsider_instructor):
        assert told(member.id) == [("pushed", f"/safety-corrections/{correction_id}", False)]
    assert [told(member.id) for member in (cast.author, cast.moderator)] == [[], []]


def test_who_was_withdrawn_is_not_told_and_reads_it_when_they_return(cast: Cast) -> None:
    withdraw(cast.enrolled(), reason="Moved away.", by=None, at=BEFORE)
    pushed(cast)
    assert (told(cast.trainee.id), cast.enrolled().has_to_read) == ([], False)
    assert [len(each.readers) for each in readings_in(cohort_facts(cast.cohort_id))] == [1]
    let_return(cast.enrolled(), reason="Is back.", by=None, at=NOON)
    assert cast.enrolled().has_to_read


def test_who_comes_later_has_read_no_other_text(cast: Cast) -> None:
    pushed(cast)
    newcomer = add_person("Nina Newcomer", email=None, language="en", by=None, at=NOON)
    place = enrol(newcomer, cohort_id=cast.cohort_id, by=None, at=LATER)
    assert enrolment_facts(place.id).unread_duty is None


def test_who_comes_when_the_cohort_has_taken_a_newer_revision_reads_nothing(cast: Cast) -> None:
    newest = published(NEEDS_MORE)
    pushed(cast, ["the-battery"], revision_id=newest)
    cohort(cast.cohort_id).revision_id = newest
    place = enrol(person_by_id(cast.author.id), cohort_id=cast.cohort_id, by=None, at=LATER)
    assert enrolment_facts(place.id).unread_duty is None


def test_whoever_pushes_it_is_not_told(cast: Cast) -> None:
    values = {"parts": ["the-bench"], "reason": REASON, "by": cast.coordinator.id, "at": NOON}
    push_correction(COURSE.name, correction_id=new_id(), revision_id=published(SAFER), **values)  # type: ignore[arg-type]
    assert told(cast.coordinator.id) == []


def test_practice_is_refused_before_it_is_read(cast: Cast) -> None:
    found = cast.item("safety-quiz")
    finish(begin(found), found, {})
    pushed(cast)
    with pytest.raises(SafetyUnread):
        practise(cast, "energy", "19,25", at=LATER)


def test_who_comes_later_to_a_cohort_that_it_did_not_fit_reads_it(cast: Cast, connection: Connection) -> None:
    correction_id = pushed(cast, ["the-battery"], revision_id=published(NEEDS_MORE))
    newcomer = add_person("Nina Newcomer", email=None, language="en", by=None, at=NOON)
    place = enrol(newcomer, cohort_id=cast.cohort_id, by=None, at=LATER)
    assert duty_of(place.id).correction_id == correction_id
    cohort(cast.outsider_cohort_id).revision_id = cast.revision_id
    move(cast.enrolled(), to=cohort_facts(cast.outsider_cohort_id), reason="Nearer.", by=None, at=LATER)
    assert duty_of(cast.enrolment_id).correction_id == correction_id  # the one they have already
    elsewhere = cohort_of(cast, cast.revision_id)
    db.session.flush()
    mover = enrol(newcomer, cohort_id=elsewhere.id, by=None, at=LATER)
    move(enrolment_facts(mover.id), to=cohort_facts(cast.outsider_cohort_id), reason="Nearer.", by=None, at=LATER)
    assert duty_of(mover.id).correction_id == correction_id
    assert [(each.code, each.table) for each in verify(connection).faults] == []


def test_who_moves_takes_along_what_they_have_to_read(cast: Cast) -> None:
    pushed(cast)
    move(cast.enrolled(), to=cohort_facts(cast.outsider_cohort_id), reason="Nearer.", by=None, at=LATER)
    assert cast.enrolled().has_to_read
    (reading,) = readings_in(cohort_facts(cast.outsider_cohort_id))
    assert [each.name for each in reading.readers] == ["Olga Outsider", "Tara Trainee"]


def test_a_cohort_sees_who_has_not_read_it_first(cast: Cast, count_queries: CountQueries) -> None:
    pushed(cast)
    read(cast)
    found = cohort_facts(cast.cohort_id)
    with count_queries() as queries:
        (reading,) = readings_in(found)
    assert len(queries) == 1
    assert (reading.unread, reading.fits, reading.reason) == (1, True, REASON)
    assert [(each.name, each.read_at) for each in reading.readers] == [("Otto Trainee", None), ("Tara Trainee", LATER)]


def test_the_journal_says_who_pushed_what_and_covers_each_row(cast: Cast, connection: Connection) -> None:
    correction_id = pushed(cast)
    read(cast)
    assert acts() == [
        ("safety.pushed", str(correction_id)),
        *[("cohort.corrected", str(each)) for each in (cast.cohort_id, cast.outsider_cohort_id)],
        ("safety.acknowledged", str(cast.enrolment_id)),
    ]
    assert [(each.code, each.table) for each in verify(connection).faults] == []
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "safety.pushed")).all()
    assert "hurt" not in str([vars(each) for each in entries])


def test_the_reason_is_erased_once_and_the_record_stays_whole(cast: Cast, connection: Connection) -> None:
    correction_id = pushed(cast)
    again = [erase_reason(correction_id, why="It named somebody.", by=cast.author.id, at=LATER) for _ in range(2)]
    assert again == [True, False]
    assert count(SafetyReason) == 0
    assert [act for act, _ in acts()][-1:] == ["safety.reason-erased"]
    assert [(each.code, each.table) for each in verify(connection).faults] == []


def test_a_reason_that_somebody_changed_is_found(cast: Cast, connection: Connection) -> None:
    correction_id = pushed(cast)
    connection.execute(text("UPDATE safety_reason SET text = 'All is well.'"))
    assert [(each.code, each.key) for each in verify(connection).faults] == [("text-changed", str(correction_id))]


@pytest.mark.parametrize("table", ["safety_correction", "safety_reach", "safety_duty", "safety_acknowledgement"])
def test_what_was_pushed_and_read_is_never_changed(cast: Cast, table: str) -> None:
    pushed(cast)
    read(cast)
    with pytest.raises(DatabaseError, match=f"{table} is append-only"):
        db.session.execute(text(f"DELETE FROM {table}"))
