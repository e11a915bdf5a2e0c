"""The throttle: how often something was tried lately, counted for all server processes together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Throttle(Base):
    """How many tries of one thing there were since `since`. The key is a digest: it tells no address."""

    __tablename__ = "throttle"

    purpose: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
    tries: Mapped[int]
