"""What happens to a certificate after it was issued: revoked, corrected, renewed, erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.certificates.facts import School, Statement, from_json
from app.certificates.models import (
    Certificate,
    CertificateDisclosure,
    CertificateFacts,
    CertificateRevocation,
    CertificateText,
)
from app.certificates.operations import (
    NotRenewable,
    OwnCertificate,
    Why,
    correction_of,
    draw,
    erase,
    remove_files,
    renewal_of,
    revoke,
    show_parts,
    supersede,
)
from app.certificates.queries import certificate_of, standing_of
from app.db import db
from app.notices.models import Notice
from app.people.member import Member
from app.people.queries import person_by_id
from app.records.models import JournalEntry, JournalText
from app.records.queries.verifying import verify
from app.shared.storage import MissingFileError, files
from tests.cast import Cast
from tests.certificates.finished import PUBLIC_URL, SCHOOL, issued
from tests.certificates.lasting import A_YEAR_LATER, IN_TIME, corrected, issued_for_a_year, renewed
from tests.lint import PageClient

ClientOf = Callable[[Member | None], PageClient]
LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
WHY = Why("in_error", "Two trainees were taken for each other.")


def acts(kind: str) -> list[tuple[str, str | None]]:
    """The acts on certificates in the journal that are called so, with their reasons."""
    rows = db.session.execute(
        select(JournalEntry.act, JournalText.text)
        .outerjoin(JournalText, JournalText.entry_number == JournalEntry.number)
        .where(JournalEntry.act == f"certificate.{kind}")
        .order_by(JournalEntry.number)
    )
    return [(act, text) for act, text in rows]


def told(cast: Cast) -> list[tuple[str, str]]:
    """What the trainee was told about certificates: what for, and where it leads."""
    rows = db.session.scalars(
        select(Notice).where(Notice.person_id == cast.trainee.id, Notice.kind == "certificate").order_by(Notice.id)
    )
    return [(each.details.get("act", "issued"), each.path) for each in rows]


def faulty() -> list[str]:
    """The tables of certificates and of the journal in which `flask journal verify` finds a fault."""
    tables = [each.table or "" for each in verify(db.session.connection()).faults]
    return [table for table in tables if table.startswith(("certificate", "journal"))]


def test_a_revoked_certificate_holds_no_more_and_its_holder_is_told(cast: Cast) -> None:
    certificate = issued(cast)
    assert revoke(certificate, why=WHY, by=cast.coordinator.id, at=LATER) is True
    standing = standing_of(certificate.id, at=LATER)
    assert (standing.state, standing.revoked and standing.revoked.words) == ("revoked", WHY.words)
    assert acts("revoked") == [("certificate.revoked", None)]
    assert told(cast)[-1] == ("revoked", f"/certificates/{certificate.id}")


def test_revoking_twice_revokes_once_and_keeps_the_first_reason(cast: Cast) -> None:
    certificate = issued(cast)
    revoke(certificate, why=WHY, by=cast.coordinator.id, at=LATER)
    again = Why("other", "Something else.")
    assert revoke(certificate, why=again, by=cast.coordinator.id, at=IN_TIME) is False
    standing = standing_of(certificate.id, at=IN_TIME)
    assert standing.revoked
    assert (standing.revoked.words, standing.revoked.at) == (WHY.words, LATER)
    assert len(acts("revoked")) == 1


def test_nobody_revokes_or_erases_their_own(cast: Cast) -> None:
    certificate = issued(cast)
    with pytest.raises(OwnCertificate):
        revoke(certificate, why=WHY, by=cast.trainee.id, at=LATER)
    with pytest.raises(OwnCertificate):
        erase(certificate, reason="Mine.", by=cast.trainee.id, at=LATER)
    with pytest.raises(OwnCertificate):
        correction_of(certificate, reason="-", by=cast.trainee.id, at=LATER, school=School(SCHOOL))


def test_a_correction_says_what_is_known_today_and_takes_the_place(cast: Cast) -> None:
    earlier = issued(cast)
    person_by_id(cast.trainee.id).name = "Tara Newname"
    db.session.flush()
    newer = corrected(cast, earlier, at=LATER)
    statement = statement_in(newer)
    assert (statement.holder, statement.supersedes, statement.issued_on) == (
        "Tara Newname",
        earlier.code,
        date(2026, 6, 1),
    )
    assert statement_in(earlier).holder == "Tara Trainee"
    assert (newer.supersedes_id, newer.cause, newer.code != earlier.code) == (earlier.id, "corrected", True)
    present = certificate_of(cast.enrolment_id)
    assert present
    assert present.id == newer.id
    standing = standing_of(earlier.id, at=LATER)
    assert standing.superseded
    assert (standing.state, standing.superseded.by) == ("superseded", newer.code)
    assert acts("corrected") == [("certificate.corrected", "The name is wrong.")]
    assert told(cast)[-1] == ("corrected", f"/certificates/{newer.id}")


def statement_in(certificate: Certificate) -> Statement:
    """What it states."""
    return from_json(db.session.get_one(CertificateFacts, certificate.id).facts)


def test_a_correction_is_valid_for_as_long_as_what_it_corrects(cast: Cast) -> None:
    newer = corrected(cast, issued_for_a_year(cast), at=datetime(2027, 1, 1, 9, 0, tzinfo=UTC))
    assert (newer.expires_on, statement_in(newer).expires_on) == (A_YEAR_LATER, A_YEAR_LATER)


def test_of_two_corrections_at_once_one_is_written(cast: Cast) -> None:
    earlier = issued(cast)
    drafts = [
        correction_of(earlier, reason="-", by=cast.coordinator.id, at=LATER, school=School(SCHOOL)) for _ in range(2)
    ]
    made = [
        supersede(draw(draft, public_url=PUBLIC_URL), reason=f"Try {number}.", by=cast.coordinator.id)
        for number, draft in enumerate(drafts, 1)
    ]
    assert [is_new for _, is_new in made] == [True, False]
    assert made[0][0].id == made[1][0].id
    assert acts("corrected") == [("certificate.corrected", "Try 1.")]
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 2


def test_a_renewal_says_the_same_and_is_valid_from_the_end_of_the_earlier_one(cast: Cast) -> None:
    earlier = issued_for_a_year(cast)
    person_by_id(cast.trainee.id).name = "Tara Newname"
    db.session.flush()
    newer = renewed(cast, earlier)
    before, after = statement_in(earlier), statement_in(newer)
    assert (earlier.expires_on, newer.expires_on) == (A_YEAR_LATER, date(2028, 5, 15))
    assert (after.holder, after.competences, after.proofs, after.last_day) == (
        before.holder,
        before.competences,
        before.proofs,
        before.last_day,
    )
    assert (after.supersedes, after.issued_on, newer.cause) == (before.code, date(2027, 4, 1), "renewed")
    assert acts("renewed") == [("certificate.renewed", "Saw her at the bench.")]


def test_a_renewal_after_the_end_is_valid_from_the_day_that_it_is_made(cast: Cast) -> None:
    newer = renewed(cast, issued_for_a_year(cast), at=datetime(2028, 2, 1, 9, 0, tzinfo=UTC))
    assert newer.expires_on == date(2029, 2, 1)


@pytest.mark.parametrize(
    ("at", "since"),
    [(datetime(2027, 3, 19, 12, 0, tzinfo=UTC), date(2027, 3, 20)), (LATER, date(2027, 3, 20))],
)
def test_a_certificate_is_not_renewed_sooner_than_eight_weeks_before_its_end(
    cast: Cast, at: datetime, since: date
) -> None:
    certificate = issued_for_a_year(cast)
    with pytest.raises(NotRenewable) as refused:
        renewal_of(certificate, reason="-", by=cast.coordinator.id, at=at, school=School(SCHOOL))
    assert refused.value.values == {"since": since}


def test_a_certificate_may_be_renewed_eight_weeks_before_its_end(cast: Cast) -> None:
    newer = renewed(cast, issued_for_a_year(cast), at=datetime(2027, 3, 20, 12, 0, tzinfo=UTC))
    assert newer.expires_on == date(2028, 5, 15)


def test_what_does_not_expire_was_revoked_or_erased_is_not_renewed(cast: Cast) -> None:
    with pytest.raises(NotRenewable):
        renewal_of(issued(cast), reason="-", by=cast.coordinator.id, at=IN_TIME, school=School(SCHOOL))
    certificate = issued_for_a_year(cast)
    revoke(certificate, why=WHY, by=cast.coordinator.id, at=LATER)
    with pytest.raises(NotRenewable):
        renewal_of(certificate, reason="-", by=cast.coordinator.id, at=IN_TIME, school=School(SCHOOL))


def test_an_erased_certificate_keeps_nothing_about_a_person_and_the_journal_holds(cast: Cast) -> None:
    certificate = issued(cast)
    revoke(certificate, why=WHY, by=cast.coordinator.id, at=LATER)
    show_parts(certificate.id, hidden=["devices"], at=LATER)
    assert erase(certificate, reason="She wrote to us.", by=cast.coordinator.id, at=IN_TIME) is True
    left = [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (CertificateFacts, CertificateText, CertificateDisclosure, CertificateRevocation)
    ]
    assert left == [0, 0, 0, 1]
    assert acts("erased") == [("certificate.erased", "She wrote to us.")]
    assert told(cast)[-1] == ("erased", f"/certificates/{certificate.id}")


def test_erasing_takes_along_the_reasons_that_were_given_before(cast: Cast) -> None:
    certificate = issued(cast)
    corrected(cast, certificate, at=LATER)
    erase(certificate, reason="She wrote to us.", by=cast.coordinator.id, at=IN_TIME)
    assert acts("corrected") == [("certificate.corrected", None)]
    assert faulty() == []


def test_the_files_of_an_erased_certificate_are_gone_and_erasing_again_does_no_harm(cast: Cast) -> None:
    certificate = issued(cast)
    erase(certificate, reason="She wrote to us.", by=cast.coordinator.id, at=LATER)
    remove_files(certificate)
    for digest in (certificate.pdf_digest, certificate.credential_digest, certificate.jwt_digest):
        if digest:
            with pytest.raises(MissingFileError):
                files.get(digest)
    assert erase(certificate, reason="Once more.", by=cast.coordinator.id, at=LATER) is False
    remove_files(certificate)
    assert len(acts("erased")) == 1


def address(certificate: Certificate, act: str) -> str:
    return f"/certificates/{certificate.id}/{act}"


def test_a_coordinator_revokes_on_the_page_and_is_told_what_is_missing(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    client = client_of(cast.coordinator)
    assert "Everybody who opens the public page reads" in client.get(address(certificate, "revocation")).text
    answer = client.post(address(certificate, "revocation"), data={"words": "Kept words."})
    assert (answer.status_code, "Choose one of the reasons." in answer.text, "Kept words." in answer.text) == (
        422,
        True,
        True,
    )
    data = {"cause": "dishonesty", "words": "It was not her work."}
    answers = [client.post(address(certificate, "revocation"), data=data) for _ in range(2)]
    assert [each.location for each in answers] == [f"/certificates/{certificate.id}"] * 2
    assert "It was revoked already. The first reason is kept." in client.get(f"/certificates/{certificate.id}").text
    page = client.get(f"/certificates/{certificate.id}/revocation").text
    assert "It is revoked already." in page
    assert 'id="revoke"' not in page
    assert 'form="revoke"' not in page
    assert len(acts("revoked")) == 1


def test_a_coordinator_corrects_on_the_page_once_however_often_it_is_sent(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    client = client_of(cast.coordinator)
    assert client.post(address(certificate, "correction")).status_code == 422
    data = {"reason": "The name."}
    first, second = (client.post(address(certificate, "correction"), data=data) for _ in range(2))
    present = certificate_of(cast.enrolment_id)
    assert present
    assert first.location == f"/certificates/{present.id}"
    assert second.location == f"/certificates/{certificate.id}"
    assert len(acts("corrected")) == 1


def test_renewing_too_soon_is_refused_with_the_day(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued_for_a_year(cast)
    answer = client_of(cast.coordinator).post(address(certificate, "renewal"), data={"reason": "Seen."})
    assert (answer.status_code, "from 20 March 2027 on" in answer.text) == (409, True)


def test_a_coordinator_erases_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    certificate = issued(cast)
    client = client_of(cast.coordinator)
    assert client.post(address(certificate, "erasure")).status_code == 422
    answer = client.post(address(certificate, "erasure"), data={"reason": "She wrote to us."})
    assert answer.location == f"/certificates/{certificate.id}"
    page = client.get(answer.location).text
    assert ("What it said is erased" in page, "Tiny phone repairer" in page) == (True, False)
    assert client_of(cast.trainee).get(f"/certificates/{certificate.id}.pdf").status_code == 404


def test_the_journal_verifies_after_all_of_it(cast: Cast) -> None:
    certificate = issued(cast)
    newer = corrected(cast, certificate, at=LATER)
    revoke(newer, why=WHY, by=cast.coordinator.id, at=LATER)
    erase(certificate, reason="She wrote to us.", by=cast.coordinator.id, at=LATER)
    assert faulty() == []
