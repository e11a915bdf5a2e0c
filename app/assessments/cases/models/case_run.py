"""Run, act and mark."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class CaseRun(Base):
    """One run through a case. The browser makes its id, so that a repeated request begins no second one.

    What happened in it are its acts, and nothing else: where it stands is worked out from them. An enrolment has at
    most one running run an item. Ended once, for good, by a conclusion or an unsafe act.
    """

    __tablename__ = "case_run"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "item_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="ended_after_start"),
        Index(
            "uq_case_run_running",
            "enrolment_id",
            "item_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id"))
    item_id: Mapped[str] = mapped_column(String(120))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    number: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CaseAct(Base):
    """A test that was chosen, or the conclusion. Append-only; none after the run's end.

    The browser makes its id, so that a repeated request acts once. `digest` is that of the test or conclusion as it
    was then.
    """

    __tablename__ = "case_act"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("case_run.id"))
    number: Mapped[int]
    """Counts the acts of the run, from 1."""
    act_id: Mapped[str] = mapped_column(String(120))
    """The test's or conclusion's id in the case."""
    digest: Mapped[str] = mapped_column(String(64))
    done_at: Mapped[datetime]


class CaseMark(Base):
    """The marking of a run that is over. Append-only: marking again adds a new one, and the last counts.

    Points are whole thousandths, of a hundred points. `passed` already heeds unsafe acts.
    """

    __tablename__ = "case_mark"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        CheckConstraint("thousandths BETWEEN 0 AND 100000", name="within_possible"),
        CheckConstraint("safe OR NOT passed", name="only_safe_runs_pass"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("case_run.id"))
    number: Mapped[int]
    thousandths: Mapped[int]
    safe: Mapped[bool]
    """Whether no unsafe act was chosen."""
    passed: Mapped[bool]
    marked_at: Mapped[datetime]
