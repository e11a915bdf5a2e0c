"""The page of a lesson: the most visited of all, so what is the same for all its readers is rendered once."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template

from app.courses.facts import EnrolledItem
from app.courses.progress import closed_gates, next_after
from app.courses.queries.enrolments import done_by
from app.courses.routes.outline import outline_of
from app.courses.routes.rendered import for_reader, lesson_text


def lesson_page(
    found: EnrolledItem,
    given: Mapping[str, list[str]] | None = None,
    verdicts: Mapping[str, str] | None = None,
) -> str:
    """The trainee's page of a lesson; with what they answered to a practice question, and its verdict."""
    done = done_by(found.enrolled.id)
    curriculum = found.enrolled.curriculum
    closed = closed_gates(found.item, done)
    return render_template(
        "courses/lessons/show.html",
        found=found,
        item=found.item,
        completed_at=done.completions.get(found.item.id),
        openers=[curriculum.openers[gate] for gate in closed if gate in curriculum.openers],
        locked=bool(closed),
        next_item=next_after(curriculum, found.item, done),
        outline=for_reader(outline_of(found, done), found),
        text="" if closed else for_reader(lesson_text(found, given, verdicts), found),
    )
