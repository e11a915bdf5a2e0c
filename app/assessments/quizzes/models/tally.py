"""What was counted of each question."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class QuestionTally(Base):
    """How often something was so with the question of a digest, or a sum over its answers; it names nobody. What `kind`
    and `value` mean stands in `statistics.tallies`.

    Derived from attempts, responses and marks. Whatever changes which of these count changes it in the same
    transaction; `flask statistics rebuild` makes it anew.
    """

    __tablename__ = "question_tally"
    __table_args__ = (CheckConstraint("number >= 0", name="number"),)

    question_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    value: Mapped[str] = mapped_column(String(120), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
