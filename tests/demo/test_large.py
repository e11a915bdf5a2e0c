"""The large school holds what the operations would have written."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select, text

from app.assessments.cases.queries import earned_completions as solved
from app.assessments.practicals.models import SignOff
from app.assessments.practicals.queries import earned_completions as signed_off
from app.assessments.quizzes.marking import mark_attempt
from app.assessments.quizzes.models import Attempt, Mark, Response
from app.assessments.quizzes.queries import answers_of, earned_gates, last_mark, quiz_of
from app.assessments.quizzes.queries import earned_completions as passed
from app.certificates.facts import from_json
from app.certificates.models import Certificate, CertificateFacts
from app.courses.models import Cohort, Completion, Enrolment, Site
from app.courses.operations.completions import rebuild_completions
from app.db import Base, db, writing
from app.demo.large.people import CITIES, planned_cohorts
from app.demo.people import TRAINEES
from app.demo.school import address_of
from app.people.models import Person
from app.people.queries import person_by_email
from app.records.models import JournalEntry
from app.records.operations.journal import FIRST, entry_digest
from app.records.queries.verifying import verify
from app.search.operations import rebuild_index
from app.shared.digests import canonical, salted
from app.shared.fulltext import search_text
from app.shared.storage import files
from app.today.queries.overviews import overview
from tests.cast import signed_in
from tests.demo.conftest import AT, SIZE, Seeded


def count(model: type[Base]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_it_has_as_many_trainees_as_were_wanted_in_cohorts_of_twenty(large: Seeded) -> None:
    assert (count(Enrolment), count(Cohort), count(Site)) == (SIZE, 3 + 15, 3)
    sizes = Counter(db.session.scalars(select(Enrolment.cohort_id)))
    assert sorted(sizes.values())[-15:] == [20] * 15


def test_ten_thousand_trainees_are_five_hundred_cohorts_at_twenty_sites() -> None:
    planned = planned_cohorts(10_000 - TRAINEES, AT.date())
    assert sum(cohort.size for cohort in planned) == 10_000 - TRAINEES
    assert (len(planned), len({cohort.city for cohort in planned})) == (498, len(CITIES))
    assert len({(cohort.city, cohort.name) for cohort in planned}) == 498
    assert max(AT.date() - cohort.first_day for cohort in planned) < timedelta(weeks=105)
    assert max(cohort.first_day for cohort in planned) > AT.date()
    assert all(earlier.first_day <= later.first_day for earlier, later in pairwise(planned))


def test_nobody_is_one_too_many() -> None:
    assert [cohort.size for cohort in planned_cohorts(21, AT.date())] == [20, 1]


def test_completions_are_what_declarations_marks_and_sign_offs_earn(large: Seeded) -> None:
    before = count(Completion)
    db.session.rollback()
    with writing():
        changed = rebuild_completions([*passed(), *solved(), *signed_off()], gates=earned_gates(), at=AT)
        assert (changed, count(Completion)) == (0, before)
        db.session.rollback()


def test_every_mark_is_what_its_answers_earn(large: Seeded) -> None:
    attempts = db.session.scalars(select(Attempt).order_by(Attempt.id).limit(500)).all()
    for attempt in attempts:
        mark = last_mark(attempt.id)
        if mark is None:
            continue  # runs
        quiz = quiz_of(attempt)
        asked = [quiz.by_id[each["question"]] for each in attempt.asked]
        marking = mark_attempt(asked, answers_of(attempt.id), pass_percent=quiz.pass_percent)
        assert (mark.thousandths, mark.passed) == (marking.thousandths, marking.passed)
    assert len(attempts) == 500
    numbers = Counter(db.session.scalars(select(Attempt.number)))
    assert numbers[1] > numbers[2] > 100
    assert count(Response) > count(Mark)


def test_the_journal_is_one_chain(large: Seeded) -> None:
    entries = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number)).all()
    assert len(entries) > 5000
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.previous for entry in entries] == [FIRST, *(entry.digest for entry in entries[:-1])]
    assert all(entry.digest == entry_digest(entry) for entry in entries)


def test_everything_is_as_it_was_written(large: Seeded) -> None:
    verdict = verify(db.session.connection())
    assert [fault.code for fault in verdict.faults] == []
    assert verdict.records["sign_off"] == count(SignOff)


def test_its_acts_are_told_as_the_operations_tell_them(large: Seeded, demonstration: Seeded) -> None:
    by_operations = {(row["act"], row["object_kind"]) for row in demonstration.rows["journal_entry"]}
    rows = db.session.execute(select(JournalEntry.act, JournalEntry.object_kind, JournalEntry.detail)).all()
    told = {(row.act, row.object_kind) for row in rows}
    assert told - by_operations == {("cohort.closed", "cohort"), ("records.covered", "journal")}
    names: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        names.setdefault(row.act, set()).add(tuple(sorted(row.detail)))
    names.pop("cohort.changed", None)  # tells what changed, and nothing else
    assert {act: len(kinds) for act, kinds in names.items() if len(kinds) > 1} == {}


def test_nothing_points_nowhere(large: Seeded) -> None:
    if db.engine.dialect.name == "sqlite":  # PostgreSQL refuses such a row at once
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
    assert set(db.session.scalars(select(SignOff.assessor_id))) <= set(db.session.scalars(select(Person.id)))


def test_certificates_say_what_their_digests_cover(large: Seeded) -> None:
    certificates = db.session.execute(
        select(Certificate, CertificateFacts).join(CertificateFacts, CertificateFacts.certificate_id == Certificate.id)
    ).all()
    assert len(certificates) > 50
    for certificate, stated in certificates:
        assert certificate.facts_digest == salted(canonical(stated.facts).decode(), stated.salt)
        assert from_json(stated.facts).code == certificate.code
        assert files.get(certificate.pdf_digest).startswith(b"%PDF-")


def test_everybody_is_found_by_the_words_that_the_index_would_have(large: Seeded) -> None:
    def words() -> set[tuple[str, str]]:
        people = select(search_text.c.owner, search_text.c.text).where(search_text.c.kind == "person")
        return {(owner, said) for owner, said in db.session.execute(people)}

    before = words()
    db.session.rollback()
    with writing():
        rebuild_index()
        assert words() == before
        db.session.rollback()


def test_a_coordinator_sees_running_coming_and_closed_cohorts(large: Seeded) -> None:
    person = person_by_email(address_of("Claire Exemple"))
    assert person is not None
    with writing():
        found = overview(signed_in(person.id), show="running", page=1, at=AT)
        db.session.rollback()
    assert sum(found.counts.values()) == 18
    assert min(found.counts.values()) > 0
