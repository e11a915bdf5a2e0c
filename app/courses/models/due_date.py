"""DueDate: an item's day, where an instructor moved it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.shared.ids import new_id


class DueDate(Base):
    """The day by which an item is due, where an instructor moved it: for a cohort, or for one enrolment in it.

    Without one it is due on its week's last day. A date never locks anything.
    """

    __tablename__ = "due_date"
    __table_args__ = (
        Index(
            "uq_due_date_for_all",
            "cohort_id",
            "item_id",
            unique=True,
            sqlite_where=text("enrolment_id IS NULL"),
            postgresql_where=text("enrolment_id IS NULL"),
        ),
        Index("uq_due_date_for_one", "enrolment_id", "item_id", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"))
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id"))
    """None: for everybody in the cohort."""
    item_id: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
