"""A record behind every address, all of the trainee's: what an outsider must not find."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import current_app
from PIL import Image
from sqlalchemy import select

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.models import Moderation, SignOffClash
from app.assessments.practicals.moderating import SecondJudgement
from app.assessments.practicals.operations import (
    acknowledge,
    ask_witness,
    declare_ready,
    give_testimony,
    moderate,
    sign_off,
)
from app.assessments.practicals.photos import clean, keep
from app.assessments.practicals.queries import seen_sign_off_by_id, work_to_judge
from app.assessments.practicals.witnessing import Account, Witness
from app.assessments.quizzes.operations import hand_in, start_attempt
from app.certificates.facts import Issue, statement_of, to_json
from app.certificates.models import Certificate, CertificateFacts
from app.certificates.operations import begin_run
from app.courses.facts import EnrolledItem
from app.courses.models import (
    Revision,
    SafetyAcknowledgement,
    SafetyCorrection,
    SafetyDuty,
    SafetyReach,
    SafetyReason,
)
from app.courses.operations.enrolments import declare_lesson_done
from app.courses.operations.gates import open_gate
from app.courses.operations.mistake_reports import report_mistake
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.courses.queries.mistake_reports import reported_item
from app.db import db
from app.notices.queries import notices_of
from app.people.operations import add_person, invite
from app.people.queries import person_by_id
from app.people.tokens import address_token, reset_token
from app.records.operations.journal import write_journal
from app.records.operations.outbox import post_letter
from app.shared.clock import now
from app.shared.digests import canonical, new_salt, salted
from app.shared.ids import new_code, new_id
from app.shared.storage import files
from tests.cases.sitting import begin, dead_phone
from tests.cast import NOON, Cast, signed_in
from tests.practicals.holding import held
from tests.quizzes.correcting import withdrawn_key
from tests.quizzes.practising import practise


@dataclass(frozen=True)
class Records:
    """Ids and codes for addresses."""

    enrolment: UUID
    cohort: UUID
    person: UUID
    site: UUID
    revision: int
    digest: str
    """Of that revision."""
    attempt: UUID
    sign_off: UUID
    moderated: UUID
    """Of that sign-off, judged again."""
    moderation: UUID
    """Of another trainee's sign-off, still to be judged again."""
    evidence: UUID
    certificate: UUID
    issuing_run: UUID
    code: str
    image: str
    invitation: str
    asset: str
    notice: UUID
    report: UUID
    letter: UUID
    sign_in: UUID
    password_reset: str
    address_change: str
    clash: UUID
    """With that sign-off, with which the trainee doesn't agree."""
    held_record: UUID
    case_enrolment: UUID
    case_run: UUID
    practice_answer: UUID
    testimony: UUID
    witness_code: str
    safety_correction: UUID
    safety_duty: UUID
    question_correction: UUID
    """The trainee's, of that correction; they have read it."""


def make_records(cast: Cast) -> Records:
    """Let the trainee read, be tested and be signed off; give them a certificate."""
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    attempt_id = new_id()
    attempt = start_attempt(cast.item("safety-quiz"), attempt_id=attempt_id, by=cast.trainee.id, at=NOON)
    hand_in(attempt, answers={}, incomplete=True, by=cast.trainee.id, at=NOON)
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    practised = practise(cast, "energy", "19,25", at=NOON)
    sign_off_id, evidence_id = _signed_off(cast)
    certificate = _certificate(cast)
    phone = dead_phone(cast)
    run = begin(phone)
    guest = add_person("Gustave Guest", email=None, language="en", by=None, at=NOON)
    return Records(
        enrolment=cast.enrolment_id,
        cohort=cast.cohort_id,
        person=cast.trainee.id,
        site=cast.site_id,
        revision=cast.revision_id,
        digest=db.session.get_one(Revision, cast.revision_id).digest,
        attempt=attempt_id,
        practice_answer=practised.id,
        sign_off=sign_off_id,
        moderated=_judged_again(cast, sign_off_id),
        moderation=_to_be_judged_again(cast),
        evidence=evidence_id,
        certificate=certificate.id,
        issuing_run=_asked_for(cast),
        code=certificate.code,
        image=next(iter(cast.enrolled().curriculum.images.values())),
        invitation=invite(guest, by=None, at=now()),
        asset=current_app.extensions["assets"].url("app.css").rpartition("/")[2],
        notice=notices_of(cast.trainee.id, page=1).notices[0].id,
        report=_reported(cast),
        letter=post_letter("password-reset", to=cast.trainee.id, at=NOON).id,
        sign_in=signed_in(cast.trainee.id).sign_in_id,
        password_reset=_password_reset(cast),
        address_change=_address_change(cast),
        clash=_disputed(cast, sign_off_id),
        held_record=held(cast.other_enrolment_id, by=cast.instructor).id,
        case_enrolment=phone.enrolled.id,
        case_run=run.id,
        testimony=_testimony(cast),
        witness_code=_asked(cast)[1],
        **_corrected(cast),
        question_correction=withdrawn_key(cast),
    )


def _corrected(cast: Cast) -> dict[str, UUID]:
    """A safety correction that the trainee has read; their cohort has the same revision as before."""
    salt, reason = new_salt(), "Somebody was hurt."
    pushed = SafetyCorrection(
        id=new_id(),
        course_id=cast.enrolled().curriculum.id,
        revision_id=cast.revision_id,
        parts=["the-bench"],
        pushed_at=NOON,
        pushed_by=cast.author.id,
        reason_digest=salted(reason, salt),
    )
    duty = SafetyDuty(id=new_id(), correction_id=pushed.id, enrolment_id=cast.enrolment_id, before_id=cast.revision_id)
    reach = {"cohort_id": cast.cohort_id, "before_id": cast.revision_id, "after_id": cast.revision_id}
    covers = [
        pushed,
        SafetyReach(correction_id=pushed.id, **reach),
        duty,
        SafetyAcknowledgement(duty_id=duty.id, acknowledged_at=NOON),
    ]
    for row in (*covers, SafetyReason(correction_id=pushed.id, text=reason, salt=salt)):
        db.session.add(row)
        db.session.flush()
    write_journal("safety.pushed", by=None, at=NOON, kind="safety_correction", id=pushed.id, covers=covers)
    return {"safety_correction": pushed.id, "safety_duty": duty.id}


def _testimony(cast: Cast) -> UUID:
    request_id, code = _asked(cast)
    account = Account(NOON.date(), "Exemplia", "One", "alone", "Careful.")
    give_testimony(code, account=account, at=now())
    return request_id


def _asked(cast: Cast) -> tuple[UUID, str]:
    request_id, witness = new_id(), Witness("Paul Tuteur", "Atelier du Port")
    asked = ask_witness(cast.item("esd-bench"), request_id=request_id, witness=witness, by=cast.instructor.id, at=now())
    return request_id, asked


def _password_reset(cast: Cast) -> str:
    person = person_by_id(cast.trainee.id)
    return reset_token(person.id, password_hash=person.password_hash, address=person.email, at=now())


def _address_change(cast: Cast) -> str:
    person = person_by_id(cast.trainee.id)
    new = "tara@elsewhere.example"
    return address_token(person.id, new, person.email, password_hash=person.password_hash, at=now())


def _reported(cast: Cast) -> UUID:
    found = reported_item(cast.trainee, item_id="the-bench", enrolment_id=cast.enrolment_id)
    assert found is not None
    return report_mistake(found, place="", text="Again.", by=cast.trainee.id, at=NOON)


def _signed_off(cast: Cast) -> tuple[UUID, UUID]:
    found = cast.item("esd-bench")
    declare_ready(found, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    picture = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "JPEG")
    made = sign_off(
        found,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=NOON,
        begun_at=NOON,
        judgement=Judgement(
            {"strap-safe": 1, "strap-tested": 0, "explains": 0}, "Exemplia", "One", not_yet=False, remark="Again."
        ),
        photos=keep([clean(picture.getvalue())]),
    )
    db.session.refresh(made, ["evidence"])
    return made.id, made.evidence[0].id


def _disputed(cast: Cast, sign_off_id: UUID) -> UUID:
    acknowledge(seen_sign_off_by_id(sign_off_id), by=cast.trainee.id, at=NOON, agrees=False, words="The strap was new.")
    later_id, _ = _signed_off(cast)
    _judged_again(cast, later_id)  # until then no moderator sees other judgements of the same work
    clash = SignOffClash(id=new_id(), earlier_id=sign_off_id, later_id=later_id, found_at=NOON)
    db.session.add(clash)
    db.session.flush()
    return clash.id


def _judged_again(cast: Cast, sign_off_id: UUID) -> UUID:
    moderation_id = db.session.scalars(select(Moderation.id).where(Moderation.sign_off_id == sign_off_id)).one()
    work = work_to_judge(cast.moderator, moderation_id=moderation_id)
    assert work is not None
    judged = SecondJudgement({"strap-safe": 1, "strap-tested": 3, "explains": 1}, not_yet=False, words="All is seen.")
    moderate(work, judged=judged, by=cast.moderator.id, at=NOON)
    return moderation_id


def _to_be_judged_again(cast: Cast) -> UUID:
    open_gate(cast.other_enrolment_id, gate="safety", at=NOON)
    other = enrolment_facts(cast.other_enrolment_id)
    made = sign_off(
        EnrolledItem(other, other.curriculum.items["esd-bench"]),
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=NOON,
        begun_at=NOON,
        judgement=Judgement(
            {"strap-safe": 0, "strap-tested": 0, "explains": 0}, "Exemplia", "One", not_yet=False, remark="Again."
        ),
    )
    return db.session.scalars(select(Moderation.id).where(Moderation.sign_off_id == made.id)).one()


def _asked_for(cast: Cast) -> UUID:
    """The certificate of another trainee."""
    run_id, chosen = new_id(), {cast.other_enrolment_id: ""}
    begin_run(run_id, cohort=cohort_facts(cast.cohort_id), chosen=chosen, by=cast.coordinator.id, at=NOON)
    return run_id


def _certificate(cast: Cast) -> Certificate:
    issue = Issue(new_code(), "École de la réparation", "Cora Coordinator", NOON, "0" * 64)
    statement = statement_of(cast.enrolled(), done=done_by(cast.enrolled()), signed_off={}, issue=issue)
    facts, salt = to_json(statement), new_salt()
    certificate = Certificate(
        enrolment_id=cast.enrolment_id,
        revision_id=cast.revision_id,
        code=statement.code,
        facts_digest=salted(canonical(facts).decode(), salt),
        pdf_digest=files.put(b"%PDF-1.7 of the trainee"),
        credential_digest=files.put(b"{}"),
        jwt_digest=files.put(b"e30.e30.signed"),
        status_list=1,
        status_index=7,
        issued_at=NOON,
        issued_by=cast.coordinator.id,
    )
    db.session.add(certificate)
    db.session.flush()
    db.session.add(CertificateFacts(certificate_id=certificate.id, facts=facts, salt=salt))
    db.session.flush()
    return certificate
