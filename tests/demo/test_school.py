"""The demonstration school is one that could be."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app.assessments.practicals.models import Acknowledgement, Evidence, Readiness, SignOff
from app.assessments.practicals.queries import earned_completions as signed_off
from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.queries import earned_completions as passed
from app.assessments.quizzes.queries import earned_gates
from app.certificates.models import Certificate
from app.courses.models import Cohort, CohortInstructor, Completion, Enrolment, Site
from app.courses.operations.completions import rebuild_completions
from app.db import Base, UtcDateTime, db
from app.demo.acts import right_answer, wrong_answer
from app.demo.people import GROUPS, SHOWN
from app.demo.school import address_of, kept_sign_ins, seed
from app.people.member import Member
from app.people.models import Person, RoleGrant
from app.people.queries import person_by_email
from app.shared.storage import files
from app.today.queries import CohortStandings, cohort_standings
from tests.cast import signed_in
from tests.demo.conftest import AT, Seeded


@pytest.fixture
def coordinator(seeded: Seeded) -> Member:
    """Who coordinates both sites."""
    person = person_by_email(address_of("Claire Exemple"))
    assert person is not None
    return signed_in(person.id)


@pytest.fixture
def cohorts(coordinator: Member) -> dict[str, CohortStandings]:
    """Every cohort with where its trainees stand, by name."""
    return {found.cohort.name: found for found in cohort_standings(coordinator, at=AT)}


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
    assert (count(Site), count(Cohort), count(Enrolment), count(Certificate)) == (2, 3, 13, 3)
    assert count(Person) == 13 + 5
    roles = db.session.scalars(select(RoleGrant.role)).all()
    assert sorted(roles) == ["author", "coordinator", "instructor", "instructor", "moderator"]


def test_nothing_in_it_lies_in_the_future(seeded: Seeded) -> None:
    found = moments()
    assert len(found) > 500
    assert [each for each in found if each[2] > AT] == []


def test_each_cohort_is_where_it_should_be_in_its_course(cohorts: dict[str, CohortStandings]) -> None:
    told = {name: (found.current_week, len(found.standings)) for name, found in cohorts.items()}
    assert told == {"Mobile · autumn": (1, 5), "Appliances · autumn": (3, 4), "Appliances · summer": (6, 4)}


def test_somebody_waits_to_be_assessed_in_each_cohort(cohorts: dict[str, CohortStandings]) -> None:
    assert {name: [standing.enrolled.name for standing, _ in found.ready] for name, found in cohorts.items()} == {
        "Mobile · autumn": ["Bruno Modèle"],
        "Appliances · autumn": ["Farid Essai"],
        "Appliances · summer": ["Marius Esquisse"],
    }


def test_each_trainee_stands_where_their_story_says(cohorts: dict[str, CohortStandings]) -> None:
    story = {trainee.name: trainee for group in GROUPS for trainee in group.trainees}
    states = {"ready": "ready", "not_yet": "not_yet", "failed": "not_yet", "quiz": "running"}
    for found in cohorts.values():
        for standing in found.standings:
            trainee = story.pop(standing.enrolled.name)
            done = [each.state for each in standing.items[: trainee.done]]
            assert done == ["done"] * trainee.done, trainee.name
            now = {each.state for each in standing.items[trainee.done : trainee.done + 1]}
            assert now <= {states.get(trainee.now, "open"), "late", "locked"}, trainee.name
            if trainee.now:
                assert now == {states[trainee.now]}, trainee.name
    assert story == {}


def test_those_at_the_end_of_the_way_have_their_certificate(cohorts: dict[str, CohortStandings]) -> None:
    certified = {
        name: [standing.enrolled.name for standing in found.standings if standing.certificate]
        for name, found in cohorts.items()
    }
    assert certified == {
        "Mobile · autumn": [],
        "Appliances · autumn": [],
        "Appliances · summer": [
            "Jeanne Maquette",
            "Karim Gabarit",
            "Louise-Anne de la Démonstration-Particulièrement-Longue",
        ],
    }


def test_certificates_come_after_the_work_and_their_papers_are_kept(seeded: Seeded) -> None:
    for certificate in db.session.scalars(select(Certificate)):
        work = select(Completion.completed_at).where(Completion.enrolment_id == certificate.enrolment_id)
        assert max(db.session.scalars(work)) < certificate.issued_at < AT
        assert files.get(certificate.pdf_digest).startswith(b"%PDF-")


def test_completions_are_what_declarations_marks_and_sign_offs_earn(seeded: Seeded) -> None:
    before = count(Completion)
    changed = rebuild_completions([*passed(), *signed_off()], gates=earned_gates(), at=AT)
    assert (changed, count(Completion)) == (0, before)
    assert before == sum(trainee.done for group in GROUPS for trainee in group.trainees)
    db.session.rollback()


def test_nobody_is_assessed_before_declaring_ready_nor_by_a_stranger(seeded: Seeded) -> None:
    teaching = db.session.execute(select(CohortInstructor.person_id, CohortInstructor.cohort_id))
    teaches = {(row.person_id, row.cohort_id) for row in teaching}
    cohort_ids = {each.id: each.cohort_id for each in db.session.scalars(select(Enrolment))}
    sign_offs = db.session.scalars(select(SignOff)).all()
    assert len(sign_offs) > 20
    for sign_off in sign_offs:
        assert (sign_off.assessor_id, cohort_ids[sign_off.enrolment_id]) in teaches
        declared = db.session.scalars(
            select(Readiness.declared_at).where(
                Readiness.enrolment_id == sign_off.enrolment_id, Readiness.item_id == sign_off.item_id
            )
        ).all()
        assert min(declared) < sign_off.begun_at < sign_off.ended_at


def test_every_success_was_seen_by_its_trainee(seeded: Seeded) -> None:
    competent = select(SignOff.id).where(SignOff.outcome == "competent")
    seen = select(Acknowledgement.sign_off_id)
    assert db.session.scalars(competent.where(SignOff.id.not_in(seen))).all() == []


def test_photos_are_kept(seeded: Seeded) -> None:
    digests = db.session.scalars(select(Evidence.stored_digest)).all()
    assert len(digests) > 0
    assert all(files.get(digest) for digest in set(digests))


def test_a_quiz_that_is_open_has_time_left(seeded: Seeded) -> None:
    running = db.session.scalars(select(Attempt).where(Attempt.closed_at.is_(None))).one()
    assert running.deadline is None or running.deadline > AT


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
    ]


@pytest.mark.parametrize("name", [name for _, name in SHOWN])
def test_each_sign_in_works(seeded: Seeded, name: str) -> None:
    with seeded.app.app_context():  # else it would share the member with the requests of other tests
        told = _signed_in(seeded, name)
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
    with pytest.raises(Exception, match=r"(?i)unique"):
        seed(seeded.settings, at=AT)
    db.session.rollback()
    assert count(Person) == before


def test_addresses_are_plain_and_reach_nobody() -> None:
    names = [trainee.name for group in GROUPS for trainee in group.trainees]
    addresses = [address_of(name) for name in names]
    assert all(address.isascii() and address.endswith("@etabli.example") for address in addresses)
    assert len(set(addresses)) == len(names)


@pytest.mark.parametrize("day", [date(2026, 11, 16) + timedelta(days=number) for number in range(7)])
def test_a_cohort_began_on_a_monday_whatever_day_it_is(day: date) -> None:
    for group in GROUPS:
        first = group.first_day(day)
        assert first.weekday() == 0
        # At least three days of that week have passed: from Monday to Wednesday it is the next one already.
        assert timedelta(weeks=group.week - 1, days=3) <= day - first < timedelta(weeks=group.week, days=3)


def test_right_and_wrong_answers_are_so_for_every_question_of_the_courses(cohorts: dict[str, CohortStandings]) -> None:
    from app.curriculum.marking import credit
    from app.curriculum.model import Quiz

    questions = [
        question
        for found in cohorts.values()
        for item in found.cohort.curriculum.items.values()
        if isinstance(item, Quiz)
        for question in item.by_id.values()
    ]
    assert len(questions) > 20
    assert {credit(question, right_answer(question)) for question in questions} == {1}
    assert {credit(question, wrong_answer(question)) for question in questions} == {0}
