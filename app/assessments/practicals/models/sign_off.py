"""Sign-off, its levels and evidence, and the trainee's acknowledgement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.shared.ids import new_id


class SignOff(Base):
    """An instructor's judgement of a practical, criterion by criterion. Append-only; nobody judges their own work.

    The outcome follows from the levels (curriculum format, Practicals); an assessor may decide "not yet
    competent" against them, never "competent", and a safety stop is never competent. The browser makes its id, so
    that a retry makes no second one. A correction is a sign-off of its own, which names the one that it takes the
    place of; that one stays as it was, and counts no more.
    """

    __tablename__ = "sign_off"
    __table_args__ = (
        CheckConstraint("outcome IN ('competent', 'not_yet_competent')", name="outcome"),
        CheckConstraint("ended_at >= begun_at", name="ended_after_begun"),
        CheckConstraint("NOT stopped OR outcome = 'not_yet_competent'", name="stopped"),
        CheckConstraint("signed_with IN ('account', 'pin')", name="signed_with"),
        Index("uq_sign_off_corrects_id", "corrects_id", unique=True),
        Index("ix_sign_off_enrolment_id_item_id", "enrolment_id", "item_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    assessor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    device_brand: Mapped[str] = mapped_column(String(80))
    device_model: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(20))
    overruled: Mapped[bool]
    """The assessor decided "not yet competent" although the levels would have sufficed."""
    stopped: Mapped[bool] = mapped_column(default=False)
    """Something unsafe was done: the assessor stopped the work, and said why in the remark."""
    overridden: Mapped[bool] = mapped_column(default=False)
    """Signed off although the practical was locked, or the safety licence suspended: the reason is in the journal."""
    signed_with: Mapped[str] = mapped_column(String(8), default="account")
    """How the assessor signed: signed in to their account, or besides with their PIN at the bench."""
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("sign_off.id"))
    """The sign-off that this one takes the place of; a later correction names this one."""
    remark_digest: Mapped[str | None] = mapped_column(String(64))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    delivered_at: Mapped[datetime]

    levels: Mapped[list[CriterionLevel]] = relationship(lazy="raise")
    evidence: Mapped[list[Evidence]] = relationship(lazy="raise")
    remark: Mapped[SignOffRemark | None] = relationship(lazy="raise")
    acknowledgement: Mapped[Acknowledgement | None] = relationship(lazy="raise")


class CriterionLevel(Base):
    """What was judged of one criterion, which is named by its digest too. Append-only.

    `level` counts from 0; for a criterion without levels 1 is met and 0 is not met; None: not observed.
    """

    __tablename__ = "criterion_level"
    __table_args__ = (CheckConstraint("level >= 0", name="level"),)

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    criterion_digest: Mapped[str] = mapped_column(String(64))
    level: Mapped[int | None]


class Evidence(Base):
    """A photo that belongs to a sign-off. Append-only; its bytes lie in the file store, re-encoded."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("sign_off_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"))
    position: Mapped[int]
    received_digest: Mapped[str] = mapped_column(String(64))
    """Of the bytes that the phone sent."""
    stored_digest: Mapped[str] = mapped_column(String(64))
    """Of the bytes that are kept."""
    media_type: Mapped[str] = mapped_column(String(40))


class SignOffRemark(Base):
    """The assessor's words, beside the sign-off that holds their salted digest. May be erased."""

    __tablename__ = "sign_off_remark"

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class Acknowledgement(Base):
    """The trainee's signature under an outcome: they have seen it, and agree or don't. Append-only, once a sign-off;
    who disagrees says why, in words that lie beside."""

    __tablename__ = "acknowledgement"
    __table_args__ = (
        CheckConstraint("signed_with IN ('account', 'pin')", name="signed_with"),
        CheckConstraint("agrees OR words_digest IS NOT NULL", name="disagreement_has_words"),
    )

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    acknowledged_at: Mapped[datetime]
    signed_with: Mapped[str] = mapped_column(String(8), default="account")
    """On their own, signed in to their account, or with their PIN on the instructor's device."""
    agrees: Mapped[bool] = mapped_column(default=True)
    words_digest: Mapped[str | None] = mapped_column(String(64))
    """Salted, of `BenchText` with the kind "disagreement"."""


class DisagreementAnswer(Base):
    """What a coordinator decided about a trainee's disagreement. Append-only, once; the reason is in the journal."""

    __tablename__ = "disagreement_answer"
    __table_args__ = (CheckConstraint("answer IN ('stands', 'set_aside')", name="answer"),)

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(10))
    """The outcome stands, or it was set aside."""
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID | None]


class SignOffDecision(Base):
    """That a coordinator set a sign-off aside, or restored it. Append-only; the last decision counts; the reason is
    in the journal. What is set aside stays readable, and counts for nothing."""

    __tablename__ = "sign_off_decision"
    __table_args__ = (CheckConstraint("decision IN ('set_aside', 'restored')", name="decision"),)

    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    decision: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]


class SignOffClash(Base):
    """Two instructors judged the same work without knowing of each other: both records stand, and a coordinator is
    asked. Append-only."""

    __tablename__ = "sign_off_clash"
    __table_args__ = (UniqueConstraint("earlier_id", "later_id"), CheckConstraint("earlier_id <> later_id", name="two"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    earlier_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"))
    """Delivered first."""
    later_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), index=True)
    found_at: Mapped[datetime]


class ClashAnswer(Base):
    """What the coordinator decided about a clash: both count, or one was set aside. Append-only, once; the reason is
    in the journal."""

    __tablename__ = "clash_answer"
    __table_args__ = (CheckConstraint("answer IN ('both', 'earlier', 'later')", name="answer"),)

    clash_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off_clash.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(8))
    """Which of them counts."""
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID | None]


class BenchText(Base):
    """Words that somebody wrote about work at the bench, beside the row that holds their salted digest. May be
    erased. `owner_id` is the sign-off's, testimony's or moderation's, by `kind`."""

    __tablename__ = "bench_text"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    """disagreement, witness, testimony, moderation, moderation_answer."""
    owner_id: Mapped[UUID] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
