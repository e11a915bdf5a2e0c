"""Moderation: a sample of sign-offs is judged again by somebody who doesn't see the first judgement."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.shared.ids import new_id


class Moderation(Base):
    """That a sign-off is to be moderated. Append-only, once a sign-off."""

    __tablename__ = "moderation"
    __table_args__ = (CheckConstraint("why IN ('new_assessor', 'share')", name="why"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sign_off_id: Mapped[UUID] = mapped_column(ForeignKey("sign_off.id"), unique=True)
    why: Mapped[str] = mapped_column(String(12))
    drawn_at: Mapped[datetime]


class ModeratorJudgement(Base):
    """What a moderator judged from photos and remarks, before they saw the first judgement. Append-only, once; the
    words lie beside (`BenchText`, "moderation")."""

    __tablename__ = "moderator_judgement"
    __table_args__ = (CheckConstraint("outcome IN ('competent', 'not_yet_competent', 'cannot_tell')", name="outcome"),)

    moderation_id: Mapped[UUID] = mapped_column(ForeignKey("moderation.id"), primary_key=True)
    moderator_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    judged_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20))
    agrees: Mapped[bool]
    """Whether it comes to the same outcome as the sign-off; True as well where it can't be told."""
    text_digest: Mapped[str | None] = mapped_column(String(64))

    levels: Mapped[list[ModeratedLevel]] = relationship(lazy="raise")


class ModeratedLevel(Base):
    """What the moderator judged of one criterion, as in `CriterionLevel`. Append-only."""

    __tablename__ = "moderated_level"
    __table_args__ = (CheckConstraint("level >= 0", name="level"),)

    moderation_id: Mapped[UUID] = mapped_column(ForeignKey("moderator_judgement.moderation_id"), primary_key=True)
    criterion_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    level: Mapped[int | None]


class ModerationAnswer(Base):
    """What the assessor answered to a moderator who came to another outcome. Append-only, once; the words lie beside
    (`BenchText`, "moderation_answer"). Who changes their judgement corrects the sign-off."""

    __tablename__ = "moderation_answer"

    moderation_id: Mapped[UUID] = mapped_column(ForeignKey("moderator_judgement.moderation_id"), primary_key=True)
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID | None]
    stands: Mapped[bool]
    """The assessor keeps to their judgement."""
    text_digest: Mapped[str] = mapped_column(String(64))
