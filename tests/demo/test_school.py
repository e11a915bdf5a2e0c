"""The demonstration school is one that could be."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.assessments.cases.queries import earned_completions as solved
from app.assessments.practicals.models import (
    Acknowledgement,
    BenchText,
    DisagreementAnswer,
    Evidence,
    Readiness,
    SignOff,
)
from app.assessments.practicals.queries import earned_completions as signed_off
from app.assessments.quizzes.models import Attempt, Mark
from app.assessments.quizzes.queries import earned_completions as passed
from app.assessments.quizzes.queries import earned_gates
from app.certificates.models import Certificate
from app.courses.models import Cohort, CohortInstructor, Completion, DueDate, Enrolment, MistakeReport, Site
from app.courses.operations.completions import rebuild_completions
from app.db import Base, UtcDateTime, db
from app.demo.judging import DISAGREES
from app.demo.people import APPLIANCES, FINISHED, GROUPS, MOBILE, SHOWN
from app.demo.school import address_of, kept_sign_ins, seed
from app.notices.models import Notice
from app.people.member import Member
from app.people.models import Invitation, Person, Pin, RoleGrant, SignIn
from app.people.pin_digits import matches
from app.people.queries import person_by_email
from app.records.models import JournalEntry, JournalText, Letter
from app.records.operations.journal import FIRST, entry_digest
from app.records.queries.verifying import verify
from app.shared.storage import files
from app.today.glance import CohortGlance
from app.today.queries.overviews import cohort_glance
from app.today.stuck import stuck_in
from tests.cast import signed_in
from tests.demo.conftest import AT, Seeded

CERTIFIED = sorted(trainee.name for trainee in FINISHED.trainees if not trainee.next)


@pytest.fixture
def coordinator(seeded: Seeded) -> Member:
    """Who coordinates both sites."""
    person = person_by_email(address_of("Claire Exemple"))
    assert person is not None
    return signed_in(person.id)


@pytest.fixture
def cohorts(coordinator: Member) -> dict[str, CohortGlance]:
    """Every cohort with where its trainees stand, by name."""
    found = [cohort_glance(coordinator, cohort_id=each, at=AT) for each in db.session.scalars(select(Cohort.id))]
    return {glance.cohort.name: glance for glance in found if glance}


def count(model: type[Base]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def moments() -> list[tuple[str, str, datetime]]:
    """Table, column and time of everything that happened."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, UtcDateTime) and column.name not in ("expires_at", "deadline"):
                times = db.session.scalars(select(column).where(column.is_not(None)))
                found += [(table.name, column.name, time) for time in times]
    return found


def test_it_has_two_sites_three_cohorts_and_their_people(seeded: Seeded) -> None:
    assert (count(Site), count(Cohort), count(Enrolment), count(Certificate)) == (2, 3, 45, 11)
    assert count(Person) == 45 + 10
    roles = Counter(db.session.scalars(select(RoleGrant.role)))
    assert roles == {"instructor": 6, "coordinator": 2, "author": 1, "moderator": 1}
    gone = db.session.scalars(select(Person.name).where(Person.deactivated_at.is_not(None)))
    assert gone.all() == ["Lucien Départ"]


def test_nothing_in_it_lies_in_the_future(seeded: Seeded) -> None:
    found = moments()
    assert len(found) > 3000
    assert [each for each in found if each[2] > AT] == []


def test_each_cohort_is_where_it_should_be_in_its_course(cohorts: dict[str, CohortGlance]) -> None:
    told = {name: (found.plan.current_week, len(found.trainees)) for name, found in cohorts.items()}
    assert told == {"Mobile · autumn": (3, 16), "Appliances · autumn": (3, 15), "Appliances · summer": (6, 14)}


def test_somebody_waits_to_be_assessed_in_each_cohort(cohorts: dict[str, CohortGlance]) -> None:
    assert {name: sorted(each.trainee.enrolled.name for each in found.waiting) for name, found in cohorts.items()} == {
        group.name: sorted(trainee.name for trainee in group.trainees if trainee.now == "ready") for group in GROUPS
    }


def test_each_trainee_stands_where_their_story_says(cohorts: dict[str, CohortGlance]) -> None:
    story = {trainee.name: trainee for group in GROUPS for trainee in group.trainees}
    states = {
        "ready": "ready",
        "not_yet": "not_yet",
        "disagrees": "not_yet",
        "failed": "not_yet",
        "stuck": "not_yet",
        "quiz": "running",
        "case": "running",
    }
    for found in cohorts.values():
        for glance in found.trainees:
            trainee = story.pop(glance.enrolled.name)
            of_items = list(glance.states.values())
            done = list(glance.states).index(trainee.next) if trainee.next else len(of_items)
            assert of_items[:done] == ["done"] * done, trainee.name
            now = set(of_items[done : done + 1])
            assert now <= {states.get(trainee.now, "open"), "late", "locked"}, trainee.name
            if trainee.now:
                assert now == {states[trainee.now]}, trainee.name
    assert story == {}


def test_who_failed_three_times_and_left_it_is_stuck(cohorts: dict[str, CohortGlance]) -> None:
    failed = {
        each.trainee.enrolled.name: each.reasons[0].number
        for found in cohorts.values()
        for each in stuck_in(found)
        if each.reasons[0].kind == "failed"
    }
    assert failed == {"Kévin Échantillon": 3, "Koffi Untel": 3}


def test_some_left_one_came_back_and_one_joined_late(cohorts: dict[str, CohortGlance]) -> None:
    gone = {name: [each.enrolled.name for each in found.withdrawn] for name, found in cohorts.items()}
    assert gone == {
        MOBILE.name: ["Nadia Anonyme"],
        APPLIANCES.name: ["Joséphine Surnom"],
        FINISHED.name: ["Wassim Calque"],
    }
    acts = Counter(db.session.scalars(select(JournalEntry.act)))
    assert (acts["enrolment.withdrawn"], acts["enrolment.returned"]) == (4, 1)
    assert count(JournalText) == 4 + 1 + 1  # with the reason of each, and why somebody's account was closed
    late = [
        glance.enrolled.name
        for found in cohorts.values()
        for glance in found.trainees
        if glance.enrolled.joined_on > found.cohort.first_day
    ]
    assert sorted(late) == ["Amina Fictive", "Priya Chimère", "Sofiane Mystère"]


def test_a_week_is_closed_and_dates_are_moved(cohorts: dict[str, CohortGlance]) -> None:
    mondays = {name: sorted(found.cohort.closed_weeks) for name, found in cohorts.items()}
    assert mondays == {
        MOBILE.name: [],
        APPLIANCES.name: [date(2026, 11, 30)],
        FINISHED.name: [date(2026, 10, 19)],
    }
    for_all, for_one = db.session.scalars(select(DueDate).order_by(DueDate.enrolment_id.is_not(None)))
    assert (for_all.item_id, for_all.enrolment_id) == ("dryer-airflow", None)
    assert for_one.item_id == "dryer-and-dishwasher-quiz"
    assert {each.trainee.enrolled.name for each in cohorts[APPLIANCES.name].waiting} > {"Cheng Fable"}


def test_mistakes_were_reported_one_was_answered_and_its_finder_told(seeded: Seeded) -> None:
    reports = db.session.scalars(select(MistakeReport).order_by(MistakeReport.reported_at)).all()
    assert [bool(report.answer) for report in reports] == [True, False]
    assert all(report.place for report in reports)
    replies = db.session.scalars(select(Notice.person_id).where(Notice.kind == "reply")).all()
    assert replies == [reports[0].reported_by]


def test_those_without_a_mailbox_have_a_card_and_a_sign_in_name(seeded: Seeded) -> None:
    without = [trainee.name for group in GROUPS for trainee in group.trainees if not trainee.mailbox]
    people = db.session.scalars(select(Person).where(Person.email.is_(None))).all()
    assert sorted(person.name for person in people) == sorted(without)
    assert len(without) == 9
    assert all(person.sign_in_name for person in people)
    invited = db.session.scalars(select(Invitation.person_id)).all()
    assert {person.id for person in people} <= set(invited)


def test_one_has_a_card_and_never_signed_in(seeded: Seeded) -> None:
    never = db.session.scalars(select(Person.name).where(Person.last_signed_in_at.is_(None)))
    assert sorted(never) == ["Lucien Départ", "Priya Chimère"]
    assert count(SignIn) > 100


def test_one_trainee_does_not_agree_and_waits_for_the_coordinator(seeded: Seeded) -> None:
    rows = db.session.execute(
        select(Person.name, BenchText.text)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(SignOff, SignOff.enrolment_id == Enrolment.id)
        .join(Acknowledgement, Acknowledgement.sign_off_id == SignOff.id)
        .join(BenchText, BenchText.owner_id == SignOff.id)
        .where(Acknowledgement.agrees.is_(False), BenchText.kind == "disagreement")
    ).all()
    assert [tuple(row) for row in rows] == [("Valentina Projet", DISAGREES)]
    assert db.session.scalar(select(func.count()).select_from(DisagreementAnswer)) == 0


def test_attempts_differ_as_those_of_people_do(seeded: Seeded) -> None:
    marks = db.session.scalars(select(Mark)).all()
    assert len({1000 * mark.thousandths // mark.possible_thousandths for mark in marks}) > 5
    failed = [mark for mark in marks if not mark.passed]
    assert len(failed) > 20
    assert any(mark.critical_missed and 100 * mark.thousandths >= 80 * mark.possible_thousandths for mark in failed)
    numbers = Counter(db.session.scalars(select(Attempt.number)))
    assert (numbers[2] > 20, numbers[3]) == (True, 2)


def test_some_show_a_practical_twice_and_some_are_late(seeded: Seeded, cohorts: dict[str, CohortGlance]) -> None:
    outcomes = Counter(db.session.scalars(select(SignOff.outcome)))
    assert outcomes["not_yet_competent"] > 10
    due = {found.cohort.id: dict(found.plan.due) for found in cohorts.values()}
    rows = db.session.execute(
        select(SignOff.item_id, SignOff.ended_at, Enrolment.cohort_id).join(
            Enrolment, Enrolment.id == SignOff.enrolment_id
        )
    )
    assert sum(row.ended_at.date() > due[row.cohort_id][row.item_id] for row in rows) > 5


def test_those_at_the_end_of_the_way_have_their_certificate(cohorts: dict[str, CohortGlance]) -> None:
    certified = {
        name: sorted(glance.enrolled.name for glance in found.trainees if glance.record.certified)
        for name, found in cohorts.items()
    }
    assert certified == {MOBILE.name: [], APPLIANCES.name: [], FINISHED.name: CERTIFIED}
    assert len(CERTIFIED) == 11


def test_certificates_come_after_the_work_and_their_papers_are_kept(seeded: Seeded) -> None:
    for certificate in db.session.scalars(select(Certificate)):
        work = select(Completion.completed_at).where(Completion.enrolment_id == certificate.enrolment_id)
        assert max(db.session.scalars(work)) < certificate.issued_at < AT
        assert files.get(certificate.pdf_digest).startswith(b"%PDF-")


def test_completions_are_what_declarations_marks_and_sign_offs_earn(seeded: Seeded) -> None:
    before = count(Completion)
    changed = rebuild_completions([*passed(), *solved(), *signed_off()], gates=earned_gates(), at=AT)
    assert (changed, count(Completion)) == (0, before)
    assert before == 815
    db.session.rollback()


def test_nobody_is_assessed_before_declaring_ready_nor_by_a_stranger(seeded: Seeded) -> None:
    teaching = db.session.execute(select(CohortInstructor.person_id, CohortInstructor.cohort_id))
    teaches = {(row.person_id, row.cohort_id) for row in teaching}
    cohort_ids = {each.id: each.cohort_id for each in db.session.scalars(select(Enrolment))}
    declared: dict[tuple[object, str], list[datetime]] = {}
    for readiness in db.session.scalars(select(Readiness)):
        declared.setdefault((readiness.enrolment_id, readiness.item_id), []).append(readiness.declared_at)
    sign_offs = db.session.scalars(select(SignOff)).all()
    assert len(sign_offs) > 100
    for sign_off in sign_offs:
        assert (sign_off.assessor_id, cohort_ids[sign_off.enrolment_id]) in teaches
        assert min(declared[sign_off.enrolment_id, sign_off.item_id]) < sign_off.begun_at < sign_off.ended_at


def test_every_success_was_seen_by_its_trainee(seeded: Seeded) -> None:
    competent = select(SignOff.id).where(SignOff.outcome == "competent")
    seen = select(Acknowledgement.sign_off_id)
    assert db.session.scalars(competent.where(SignOff.id.not_in(seen))).all() == []


def test_photos_are_kept_and_are_not_all_the_same(seeded: Seeded) -> None:
    digests = db.session.scalars(select(Evidence.stored_digest)).all()
    assert len(digests) > 50
    assert len(set(digests)) > 10
    assert all(files.get(digest) for digest in set(digests))


def test_a_quiz_that_is_open_has_time_left(seeded: Seeded) -> None:
    running = db.session.scalars(select(Attempt).where(Attempt.closed_at.is_(None))).one()
    assert running.deadline is None or running.deadline > AT


def test_letters_have_left_but_one_whose_reader_is_full(seeded: Seeded) -> None:
    letters = db.session.scalars(select(Letter)).all()
    assert Counter(letter.state for letter in letters) == {"sent": len(letters) - 1, "failed": 1}
    assert {letter.kind for letter in letters} == {"invitation", "notice", "digest"}
    (failed,) = (letter for letter in letters if letter.state == "failed")
    assert db.session.get_one(Person, failed.person_id).name == "Oscar Factice"


def test_people_were_told_what_concerns_them_and_some_have_not_read_it(seeded: Seeded) -> None:
    kinds = Counter(db.session.scalars(select(Notice.kind)))
    staff = {"ready", "report", "testimony", "moderation", "disagreement"}
    assert set(kinds) == {"outcome", "certificate", "reply", "witnessed"} | staff
    unread = db.session.scalars(select(Notice.id).where(Notice.read_at.is_(None))).all()
    assert 5 < len(unread) < count(Notice) / 2


def test_everything_is_as_it_was_written(seeded: Seeded) -> None:
    verdict = verify(db.session.connection())
    assert [(fault.code, fault.table) for fault in verdict.faults] == []
    assert verdict.records["sign_off"] == count(SignOff)


def test_the_journal_is_one_chain_in_the_order_of_time(seeded: Seeded) -> None:
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number)).all()
    assert [entry.previous for entry in entries] == [FIRST, *(entry.digest for entry in entries[:-1])]
    assert all(entry.digest == entry_digest(entry) for entry in entries)


def test_the_sign_ins_are_kept_as_they_were_printed_for_the_owner_alone(seeded: Seeded) -> None:
    file = seeded.settings.instance / "demonstration-sign-ins"
    assert file.read_text().splitlines() == kept_sign_ins(seeded.settings) == seeded.lines
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_sign_in_is_told_for_each_role(seeded: Seeded) -> None:
    password = seeded.lines[0].rpartition(" ")[2]
    assert seeded.lines == [
        f"Sign in as one of these, all with the password {password}",
        "  coordinator         claire.exemple@etabli.example",
        "  instructor, Lyon    ismael.etabli@etabli.example",
        "  instructor, Nantes  ines.tournevis@etabli.example",
        "  author              aude.parchemin@etabli.example",
        "  trainee, week 1     amina.fictive@etabli.example",
        "  trainee, certified  jeanne.maquette@etabli.example",
        f"At the bench, instructors sign with the PIN {_pins(seeded)[0]}, trainees with {_pins(seeded)[1]}",
    ]


def _pins(seeded: Seeded) -> tuple[str, str]:
    found = re.search(r"PIN (\d{4}), trainees with (\d{4})$", seeded.lines[-1])
    assert found is not None
    return found[1], found[2]


def test_the_pins_that_are_told_sign_at_the_bench(seeded: Seeded) -> None:
    """All instructors have one, and every trainee but the one who hasn't come yet."""
    instructors, trainees = _pins(seeded)
    people = {person.name: person.id for person in db.session.scalars(select(Person))}
    hashes = {pin.person_id: pin.pin_hash for pin in db.session.scalars(select(Pin))}
    told = {"Ismaël Établi": instructors, "Inès Tournevis": instructors, "Bruno Modèle": trainees}
    assert [matches(people[name], pin, hashes[people[name]]) for name, pin in told.items()] == [True, True, True]
    assert (len(hashes), instructors != trainees, people["Claire Exemple"] in hashes) == (44 + 6, True, False)


@pytest.mark.parametrize("name", [name for _, name in SHOWN])
def test_each_sign_in_works(demonstration: Seeded, name: str) -> None:
    with demonstration.app.app_context():  # else it would share the member with the requests of other tests
        told = _signed_in(demonstration, name)
    assert name in told


def _signed_in(seeded: Seeded, name: str) -> str:
    """The page of today after signing in with what was printed."""
    client = seeded.app.test_client()
    token = client.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "email": address_of(name), "password": seeded.lines[0].rpartition(" ")[2]}
    assert client.post("/sign-in", data=data).location == "/"
    return client.get("/").text


def test_without_a_demonstration_school_no_sign_ins_are_kept(seeded: Seeded) -> None:
    from dataclasses import replace

    assert kept_sign_ins(replace(seeded.settings, instance=seeded.settings.instance / "elsewhere")) == []


def test_it_cannot_be_made_twice(seeded: Seeded) -> None:
    before = count(Person)
    db.session.rollback()  # who has read can't take the lock any more when somebody signed in meanwhile
    with pytest.raises(Exception, match=r"(?i)unique"):
        seed(seeded.settings, at=AT)
    db.session.rollback()
    assert count(Person) == before


def test_addresses_are_plain_and_reach_nobody() -> None:
    names = [trainee.name for group in GROUPS for trainee in group.trainees]
    addresses = [address_of(name) for name in names]
    assert all(address.isascii() and address.endswith("@etabli.example") for address in addresses)
    assert len(set(addresses)) == len(names) == 45


@pytest.mark.parametrize("day", [date(2026, 11, 16) + timedelta(days=number) for number in range(7)])
def test_a_cohort_began_on_a_monday_whatever_day_it_is(day: date) -> None:
    for group in GROUPS:
        first = group.first_day(day)
        assert first.weekday() == 0
        # At least three days of that week have passed: from Monday to Wednesday it is the next one already.
        assert timedelta(weeks=group.week - 1, days=3) <= day - first < timedelta(weeks=group.week, days=3)
