"""Issuing for many: runs, exceptions, and what the worker makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import delete, select

from app.certificates import issuing
from app.certificates.models import Certificate, CertificateText, IssuingLine, IssuingRun
from app.certificates.operations import begin_run
from app.courses.operations.enrolments import record_completion
from app.courses.queries.cohorts import cohort_facts
from app.db import db
from app.notices.models import Notice
from app.people.models import RoleGrant
from app.people.operations import grant_role
from app.people.queries import person_by_id
from app.records.models import JournalEntry, JournalText
from app.shared.digests import salted
from app.shared.ids import new_id
from app.shared.storage import files
from tests.cast import Cast
from tests.certificates.finished import DONE, ISSUED, finish, issued
from tests.certificates.issuing import ask, enrolled_too, how_many, line, states, work

WHY = "Worked in a shop for ten years; shown at the bench on 12 May."


def both(cast: Cast) -> dict[UUID, str]:
    """The trainees of the cohort, both complete."""
    for enrolment_id in (cast.enrolment_id, cast.other_enrolment_id):
        finish(cast, enrolment_id)
    return dict.fromkeys((cast.enrolment_id, cast.other_enrolment_id), "")


@contextmanager
def store_that_fails(times: int = 1_000) -> Iterator[None]:
    """The store of files can't be reached, so many times."""
    opened = files._store
    assert opened is not None
    left, put = iter(range(times)), opened.put

    def failing(*given: Any) -> Any:
        if next(left, None) is not None:
            raise OSError
        return put(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opened, "put", failing)
        yield


def test_a_run_issues_to_everybody_who_was_chosen(cast: Cast) -> None:
    run = ask(cast, both(cast))
    assert (how_many(), run.ended_at) == (0, None)
    with time_machine.travel(ISSUED, tick=False):
        work()
    assert states(run) == {cast.enrolment_id: ("issued", ""), cast.other_enrolment_id: ("issued", "")}
    assert (how_many(), db.session.get_one(IssuingRun, run.id).ended_at) == (2, ISSUED)
    certificate = db.session.get_one(Certificate, line(run, cast.enrolment_id).certificate_id)
    assert (certificate.enrolment_id, certificate.issued_by) == (cast.enrolment_id, cast.coordinator.id)


def test_a_certificate_of_a_run_has_all_its_documents_stored(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    ask(cast, {cast.enrolment_id: ""})
    work()
    made = db.session.scalars(select(Certificate)).one()
    starts = [files.get(digest or "")[:5] for digest in (made.pdf_digest, made.credential_digest, made.jwt_digest)]
    assert starts == [b"%PDF-", b'{"@co', b"eyJhb"]
    assert made.exception_digest is None


def test_each_trainee_of_a_run_is_told_once(cast: Cast) -> None:
    ask(cast, both(cast))
    work()
    work()
    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "certificate")).all()
    assert sorted(told) == sorted([cast.trainee.id, cast.other_trainee.id])


def test_asking_twice_under_one_id_is_asking_once(cast: Cast) -> None:
    chosen, run_id, cohort = both(cast), new_id(), cohort_facts(cast.cohort_id)
    for _ in range(2):
        begin_run(run_id, cohort=cohort, chosen=chosen, by=cast.coordinator.id, at=ISSUED)
    assert len(db.session.scalars(select(IssuingLine)).all()) == 2
    acts = select(JournalEntry.detail).where(JournalEntry.act == "issuing_run.begun")
    assert db.session.scalars(acts).all() == [{"cohort": str(cast.cohort_id), "trainees": 2, "exceptions": 0}]


def test_who_has_a_certificate_is_left_out_of_a_run(cast: Cast) -> None:
    first = issued(cast)
    run = ask(cast, {cast.enrolment_id: ""})
    work()
    assert (states(run), run.ended_at, how_many()) == ({}, ISSUED, 1)
    assert db.session.scalars(select(Certificate.id)).one() == first.id


def test_who_got_one_meanwhile_keeps_that_one(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    run = ask(cast, {cast.enrolment_id: ""})
    first = issued(cast)
    work()
    assert (states(run), how_many()) == ({cast.enrolment_id: ("issued", "")}, 1)
    assert line(run, cast.enrolment_id).certificate_id == first.id


def test_a_run_that_was_interrupted_goes_on_where_it_was(cast: Cast) -> None:
    run = ask(cast, both(cast))
    work(until=iter([False, True]).__next__)
    assert (how_many(), sorted(states(run).values())) == (1, [("issued", ""), ("waiting", "")])
    assert db.session.get_one(IssuingRun, run.id).ended_at is None
    work()
    assert (how_many(), sorted(states(run).values())) == (2, [("issued", ""), ("issued", "")])


def test_who_asks_for_one_does_not_wait_for_all_of_a_larger_run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "AT_ONCE", 1)
    places = [enrolled_too(cast, f"Trainee {number}") for number in range(3)]
    for place in places:
        finish(cast, place)
    large = ask(cast, dict.fromkeys(places, ""))
    small = ask(cast, both(cast), at=ISSUED + timedelta(seconds=1))
    work(until=iter([False, False, False, True]).__next__)
    assert [sorted(state for state, _ in states(run).values()) for run in (large, small)] == [
        ["issued", "issued", "waiting"],
        ["issued", "waiting"],
    ]


def test_what_is_asked_for_meanwhile_is_issued_too(cast: Cast) -> None:
    chosen, runs = both(cast), list[IssuingRun]()

    def ask_once() -> bool:
        if not runs:
            runs.append(ask(cast, {cast.other_enrolment_id: ""}))
            db.session.commit()
        return False

    ask(cast, {cast.enrolment_id: ""})
    work(until=ask_once)
    assert (how_many(), states(runs[0])) == (len(chosen), {cast.other_enrolment_id: ("issued", "")})


def test_who_is_not_complete_is_refused_and_the_others_are_not(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    run = ask(cast, {cast.enrolment_id: "", cast.other_enrolment_id: ""})
    work()
    assert states(run) == {cast.enrolment_id: ("issued", ""), cast.other_enrolment_id: ("refused", "not-complete")}
    assert (how_many(), db.session.get_one(IssuingRun, run.id).ended_at is not None) == (1, True)


def test_a_name_that_cannot_be_printed_is_refused_on_its_line(cast: Cast) -> None:
    chosen = both(cast)
    person_by_id(cast.trainee.id).name = "\U0001e900\U0001e901"
    run = ask(cast, chosen)
    work()
    assert states(run)[cast.enrolment_id] == ("refused", "unprintable-name")
    assert states(run)[cast.other_enrolment_id] == ("issued", "")


def test_a_coordinators_own_certificate_is_refused_on_its_line(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    grant_role(person_by_id(cast.trainee.id), role="coordinator", site_id=cast.site_id, by=cast.coordinator.id, at=DONE)
    run = ask(cast, {cast.enrolment_id: ""}, by=cast.trainee.id)
    work()
    assert (states(run), how_many()) == ({cast.enrolment_id: ("refused", "own-certificate")}, 0)


def test_a_run_of_somebody_who_coordinates_no_more_is_refused(cast: Cast) -> None:
    run = ask(cast, both(cast))
    db.session.execute(delete(RoleGrant).where(RoleGrant.person_id == cast.coordinator.id))
    work()
    assert set(states(run).values()) == {("refused", "issuer-may-not")}
    assert how_many() == 0


def test_an_exception_is_in_the_record_with_its_reason(cast: Cast) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench", "the-battery"))
    run = ask(cast, {cast.enrolment_id: WHY})
    work()
    made = db.session.scalars(select(Certificate)).one()
    words = db.session.get_one(CertificateText, ("exception", made.id))
    assert (words.text, salted(words.text, words.salt)) == (WHY, made.exception_digest)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "certificate.issued")).one()
    assert entry.detail["missing"] == {"lesson": ["the-battery"], "practical": ["esd-bench"]}
    assert db.session.get_one(JournalText, entry.number).text == WHY
    assert (states(run), line(run, cast.enrolment_id).exception) == ({cast.enrolment_id: ("issued", "")}, "")


def test_the_reason_for_an_exception_that_was_refused_is_not_kept(cast: Cast) -> None:
    person_by_id(cast.trainee.id).name = "\U0001e900\U0001e901"
    run = ask(cast, {cast.enrolment_id: WHY})
    work()
    refused = line(run, cast.enrolment_id)
    assert (refused.refused_for, refused.exception) == ("unprintable-name", "")


def test_an_exception_is_none_when_everything_was_done_meanwhile(cast: Cast) -> None:
    finish(cast, cast.enrolment_id, but=("the-battery",))
    ask(cast, {cast.enrolment_id: WHY})
    record_completion(cast.enrolment_id, item_id="the-battery", at=DONE)
    work()
    made = db.session.scalars(select(Certificate)).one()
    assert (made.exception_digest, db.session.get(CertificateText, ("exception", made.id))) == (None, None)


def test_trouble_that_is_not_the_trainees_leaves_the_line_waiting(cast: Cast) -> None:
    run = ask(cast, both(cast))
    with store_that_fails():
        work()
    assert (how_many(), set(states(run).values())) == (0, {("waiting", "")})
    work()
    assert how_many() == 2


def test_trouble_with_one_line_is_left_for_the_next_time_and_the_others_are_issued(cast: Cast) -> None:
    run = ask(cast, both(cast))
    with store_that_fails(times=1):
        work()
    assert sorted(states(run).values()) == [("issued", ""), ("waiting", "")]
    work()
    assert set(states(run).values()) == {("issued", "")}


def test_three_troubles_in_a_row_end_the_round(cast: Cast) -> None:
    places = [enrolled_too(cast, f"Trainee {number}") for number in range(4)]
    for place in places:
        finish(cast, place)
    run = ask(cast, dict.fromkeys(places, ""))
    with store_that_fails(times=3):
        work()
    assert set(states(run).values()) == {("waiting", "")}
