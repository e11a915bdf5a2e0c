"""The page of a lesson: the most visited of all, so what is the same for all its readers is rendered once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import get_template_attribute, render_template
from flask_babel import get_locale
from flask_login import current_user

from app.courses.facts import Done, EnrolledItem
from app.courses.progress import closed_gates, next_after
from app.courses.queries.enrolments import done_by
from app.courses.routes.explained import explained
from app.courses.routes.outline import outline_of
from app.courses.routes.rendered import (
    ACT,
    ENROLMENT,
    OUTLINE,
    STATE,
    AnyReader,
    Kept,
    Pieces,
    for_reader,
    in_pieces,
    is_for_everybody,
    marked,
)
from app.curriculum.model import Item
from app.web.pages import day

MOST_PAGES = 512
"""Kept by a process; about 40 KiB each."""
MOST_PARTS = 4096
PARTS = "courses/lessons/parts.html"

_RELATIVE_LINK = re.compile(r'href="([a-z0-9-]+)(?=["#])')
_PRACTICE = re.compile(r'( action="[^"]*/practice/([^"/]+))"')

_pages: Kept[Pieces] = Kept(MOST_PAGES)
_parts: Kept[str] = Kept(MOST_PARTS)


def lesson_page(
    found: EnrolledItem,
    given: Mapping[str, list[str]] | None = None,
    verdicts: Mapping[str, str] | None = None,
) -> str:
    """The trainee's page of a lesson; with what they answered to a practice question, and its verdict."""
    done = done_by(found.enrolled)
    closed = closed_gates(found.item, done)
    if is_for_everybody():
        key = (
            found.enrolled.cohort.revision_id,
            found.item.id,
            str(get_locale()),
            closed,
            current_user.roles,
        )
        page = _pages.get(key, found.item, lambda: _page(found, closed, {}, {}))
    else:
        page = _page(found, closed, given or {}, verdicts or {})
    return for_reader(
        page,
        found.enrolled,
        outline=outline_of(found, done),
        state=_state(found, done),
        act=_act(found, done, closed),
    )


def _page(
    found: EnrolledItem,
    closed: tuple[str, ...],
    given: Mapping[str, list[str]],
    verdicts: Mapping[str, str],
) -> Pieces:
    before, after = _neighbours(found)
    page = render_template(
        "courses/lessons/show.html",
        current_user=AnyReader(),
        found=found,
        item=found.item,
        body=explained(found.item, found.enrolled.curriculum),
        curriculum=found.enrolled.curriculum,
        openers=_openers(found, closed),
        before=before,
        after=after,
        outline=OUTLINE,
        state=STATE,
        act=ACT,
        given=given,
        verdicts=verdicts,
    )
    # The page of an answer has another address, from which relative links would lead elsewhere.
    addressed = _RELATIVE_LINK.sub(rf'href="/enrolments/{ENROLMENT}/items/\1', marked(page, found.enrolled))
    # Without JavaScript the page comes back whole: let it open where the question stands.
    return in_pieces(_PRACTICE.sub(r'\1#check-\2"', addressed))


def _state(found: EnrolledItem, done: Done) -> str:
    completed_at = done.completions.get(found.item.id)
    if completed_at is None:
        return ""
    done_on = day(completed_at, found.enrolled.cohort.time_zone)
    key = (str(get_locale()), done_on)
    return _parts.get(key, PARTS, lambda: str(get_template_attribute(PARTS, "done_on")(done_on)))


def _act(found: EnrolledItem, done: Done, closed: tuple[str, ...]) -> str:
    is_done = found.item.id in done.completions
    following = next_after(found.enrolled.curriculum, found.item, done) if is_done else None
    key = (
        found.enrolled.cohort.revision_id,
        str(get_locale()),
        found.item.id,
        is_done,
        closed,
        following.id if following else "",
        found.enrolled.active,
    )
    return _parts.get(key, found.item, lambda: _rendered_act(found, is_done, _openers(found, closed), following))


def _rendered_act(found: EnrolledItem, is_done: bool, openers: list[Item], following: Item | None) -> str:
    act = get_template_attribute(PARTS, "act")
    return marked(str(act(found, is_done, openers, following)), found.enrolled)


def _openers(found: EnrolledItem, closed: tuple[str, ...]) -> list[Item]:
    openers = found.enrolled.curriculum.openers
    return [openers[gate] for gate in closed if gate in openers]


def _neighbours(found: EnrolledItem) -> tuple[Item | None, Item | None]:
    items = list(found.enrolled.curriculum.items.values())
    place = next(place for place, item in enumerate(items) if item.id == found.item.id)
    before = items[place - 1] if place else None
    return before, items[place + 1] if place + 1 < len(items) else None
