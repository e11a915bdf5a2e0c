"""Issuing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.certificates.facts import School, from_json
from app.certificates.models import Certificate, CertificateFacts
from app.certificates.operations import (
    NotComplete,
    OwnCertificate,
    UnprintableName,
    draft_each,
    draw,
    issue,
    record,
)
from app.certificates.queries import IssuedCertificate, certificate_of, certificates_of, verified
from app.courses.facts import Enrolled
from app.courses.queries.enrolments import enrolment_facts
from app.db import db
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from app.shared.storage import files
from tests.cast import Cast
from tests.certificates.finished import DONE, ISSUED, PUBLIC_URL, SCHOOL, finish, issued, sign_off
from tests.courses.unwritten import enrolled_with_drafts, enrolled_without_items


def issue_to(cast: Cast, enrolled: Enrolled) -> Certificate:
    """Issue as the coordinator."""
    return issue(enrolled, by=cast.coordinator.id, at=ISSUED, public_url=PUBLIC_URL, school=School(SCHOOL))


def how_many() -> tuple[int | None, int | None]:
    """How many certificates there are, and how many acts of issuing."""
    acts = select(func.count()).select_from(JournalEntry).where(JournalEntry.act == "certificate.issued")
    return db.session.scalar(select(func.count()).select_from(Certificate)), db.session.scalar(acts)


def test_a_certificate_is_stored_with_its_document_and_its_facts(cast: Cast) -> None:
    certificate = issued(cast)
    facts = db.session.get_one(CertificateFacts, certificate.id)
    assert (certificate.enrolment_id, certificate.revision_id) == (cast.enrolment_id, cast.revision_id)
    assert (certificate.issued_at, certificate.issued_by) == (ISSUED, cast.coordinator.id)
    assert from_json(facts.facts).holder == "Tara Trainee"
    assert from_json(facts.facts).code == certificate.code
    assert files.get(certificate.pdf_digest)[:5] == b"%PDF-"


def test_issuing_is_in_the_journal_without_the_name(cast: Cast) -> None:
    certificate = issued(cast)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "certificate.issued")).one()
    assert (entry.actor_id, entry.at, entry.object_id) == (cast.coordinator.id, ISSUED, str(certificate.id))
    assert entry.detail == {
        "enrolment": str(cast.enrolment_id),
        "facts": certificate.facts_digest,
        "pdf": certificate.pdf_digest,
    }


def test_the_code_has_a_hundred_bits_and_is_another_each_time(cast: Cast) -> None:
    finish(cast, cast.other_enrolment_id)
    codes = {issued(cast).code, issue_to(cast, enrolment_facts(cast.other_enrolment_id)).code}
    assert [len(code) * 5 for code in codes] == [100, 100]


def test_nobody_gets_a_certificate_before_everything_is_done(cast: Cast) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench", "the-battery"))
    with pytest.raises(NotComplete) as refusal:
        issue_to(cast, cast.enrolled())
    missing = [(each.kind, [item.id for item in each.missing]) for each in refusal.value.values["shortfalls"]]  # type: ignore[attr-defined]
    assert missing == [("lesson", ["the-battery"]), ("practical", ["esd-bench"])]
    assert how_many() == (0, 0)


@pytest.mark.parametrize("enrolled_in", [enrolled_without_items, enrolled_with_drafts])
@pytest.mark.parametrize("weeks", [(5,), (3, 4, 5)])
def test_a_course_with_unwritten_weeks_earns_nobody_a_certificate(
    cast: Cast, weeks: tuple[int, ...], enrolled_in: Callable[[Cast, tuple[int, ...]], Enrolled]
) -> None:
    enrolled = enrolled_in(cast, weeks)
    finish(cast, enrolled.id)
    with pytest.raises(NotComplete) as refusal:
        issue_to(cast, enrolled)
    assert refusal.value.values == {"name": "Tara Trainee", "shortfalls": (), "unwritten": weeks}
    assert how_many() == (0, 0)


def test_one_who_is_not_complete_stops_the_whole_request(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    both = [cast.enrolled(), enrolment_facts(cast.other_enrolment_id)]
    with pytest.raises(NotComplete):
        draft_each(both, by=cast.coordinator.id, at=ISSUED, school=School(SCHOOL))
    assert how_many() == (0, 0)


def test_an_outcome_that_was_not_acknowledged_does_not_block(cast: Cast) -> None:
    # The sign-off that `finish` makes has no acknowledgement.
    assert issued(cast).enrolment_id == cast.enrolment_id


def test_nobody_issues_a_certificate_to_themselves(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    with pytest.raises(OwnCertificate):
        issue(cast.enrolled(), by=cast.trainee.id, at=ISSUED, public_url=PUBLIC_URL, school=School(SCHOOL))
    assert how_many() == (0, 0)


def test_issuing_twice_gives_the_first_certificate_again(cast: Cast) -> None:
    first = issued(cast)
    assert issue_to(cast, cast.enrolled()) is first
    assert how_many() == (1, 1)


def test_of_two_who_drew_at_once_the_first_to_record_counts(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    drawn = [
        draw(each, public_url=PUBLIC_URL)
        for _ in range(2)
        for each in draft_each([cast.enrolled()], by=cast.coordinator.id, at=ISSUED, school=School(SCHOOL))
    ]
    first, second = (record(each, by=cast.coordinator.id) for each in drawn)
    assert second is first
    assert first.code == drawn[0].draft.statement.code
    assert how_many() == (1, 1)


def test_only_competent_sign_offs_are_stated(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    sign_off(cast, cast.enrolment_id, outcome="not_yet_competent", at=ISSUED, model="Pixel 6")
    certificate = issue_to(cast, cast.enrolled())
    found = verified(certificate.code, at=ISSUED)
    assert found is not None
    assert found.statement is not None
    (proof,) = found.statement.practicals
    assert (proof.device, proof.on) == ("Samsung Galaxy A52", DONE.date())


def test_renaming_the_person_changes_neither_document_nor_facts(cast: Cast) -> None:
    certificate = issued(cast)
    before = files.get(certificate.pdf_digest)
    person_by_id(cast.trainee.id).name = "Tara Newname"
    db.session.flush()
    again = issue_to(cast, enrolment_facts(cast.enrolment_id))
    found = verified(certificate.code, at=ISSUED)
    assert found is not None
    assert found.statement is not None
    assert (found.statement.holder, found.genuine) == ("Tara Trainee", True)
    assert files.get(again.pdf_digest) == before


def test_facts_that_were_changed_in_the_database_are_not_genuine(cast: Cast) -> None:
    certificate = issued(cast)
    facts = db.session.get_one(CertificateFacts, certificate.id)
    facts.facts = {**facts.facts, "holder": "Somebody Else"}
    db.session.flush()
    found = verified(certificate.code, at=ISSUED)
    assert found is not None
    assert found.genuine is False


def test_a_name_that_no_font_can_show_is_refused_by_name(cast: Cast) -> None:
    person_by_id(cast.trainee.id).name = "\U0001e900\U0001e901"
    finish(cast, cast.enrolment_id)
    with pytest.raises(UnprintableName) as refusal:
        issue_to(cast, enrolment_facts(cast.enrolment_id))
    assert refusal.value.values == {"name": "\U0001e900\U0001e901"}
    assert how_many() == (0, 0)


def test_certificates_are_found_by_enrolment_in_one_query(cast: Cast, count_queries: object) -> None:
    certificate = issued(cast)
    with count_queries() as queries:  # type: ignore[operator]
        found = certificates_of([cast.enrolment_id, cast.other_enrolment_id])
    assert found == {cast.enrolment_id: IssuedCertificate(certificate.id, certificate.code, ISSUED)}
    assert len(queries) == 1
    assert certificate_of(cast.enrolment_id) == found[cast.enrolment_id]
    assert certificate_of(cast.other_enrolment_id) is None
