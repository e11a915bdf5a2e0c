"""Editions of the cast's course that have something to find, and reading the page of what was found."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from app.courses.models import Cohort
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.curriculum.folder import read_course
from app.people.queries import person_by_id
from tests.cast import BEFORE, FIRST_DAY, Cast
from tests.courses.unwritten import COURSE
from tests.lint import PageClient
from tests.today.making import links, of_class, said, section, tree

GLOSSARY = """\
- term: {en: earth continuity, fr: continuité de terre}
  means:
    en: The low resistance from the plug to the metal parts.
    fr: La faible résistance de la fiche aux parties métalliques.
- term: {en: RCD, fr: DDR}
  means:
    en: A switch that cuts the supply when current leaks to earth.
    fr: Un appareil qui coupe quand du courant fuit vers la terre.
"""
BATTERY = """\
---
title: The battery
minutes: 20
competences: [B1.2]
---

{text}
"""


def edition(glossary: str = GLOSSARY, *, battery: str = "A cell stores energy.", course_id: str = COURSE.name) -> int:
    """The id of a new revision of the course with this glossary, and this text about batteries."""
    more: Mapping[str, bytes] = {
        "glossary.yaml": glossary.encode(),
        "week-02/10-the-battery.md": BATTERY.format(text=battery).encode(),
    }
    sources = {**read_course(COURSE).sources, **more}
    revision, _ = publish(sources, course_id=course_id, track_id=COURSE.parent.name, by=None, at=BEFORE)
    return revision.id


def cohort_on(cast: Cast, revision_id: int, name: str = "Edition") -> Cohort:
    """A cohort at the cast's site that follows that revision, with the trainee in it."""
    cohort = create_cohort(
        name,
        site_id=cast.site_id,
        revision_id=revision_id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE)
    return cohort


def searched(client: PageClient, words: str) -> Element:
    """The page of what was found."""
    answer = client.get("/search", query_string={"q": words})
    assert answer.status_code == 200
    return tree(answer.text)


def items(page: Element) -> list[tuple[str, str]]:
    """The titles of the items that were found, and where they lead."""
    found = section(page, "Lessons, quizzes, practicals")
    return links(found) if found is not None else []


def people(page: Element) -> list[str]:
    """The names of the people who were found."""
    found = section(page, "People")
    return [said(each) for each in of_class(found, "item-title")] if found is not None else []


def terms(page: Element) -> list[str]:
    """The terms that were found, each with what it means."""
    found = of_class(page, "search-terms")
    return [said(each) for each in found[0]] if found else []
