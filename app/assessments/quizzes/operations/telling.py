"""Telling a trainee what an instructor did about a quiz of theirs."""

from __future__ import annotations

from datetime import datetime

from app.courses.facts import Enrolled, item_named
from app.notices.operations import notify


def tell_trainee(enrolled: Enrolled, item_id: str | None, *, act: str, subject: str, path: str, at: datetime) -> None:
    """Tell them once for each `subject`. `act`: annulled, restored, remark, further or arranged; `item_id` None: it
    concerns all quizzes of the course."""
    named = item_named(enrolled.curriculum, item_id) if item_id else {}
    details = {"act": act, "course": enrolled.curriculum.base.title, **named}
    notify(enrolled.person_id, kind="quiz", subject=subject, details=details, path=path, at=at)
