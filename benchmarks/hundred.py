"""A course of a hundred items that nobody teaches: for the cohort matrix at its widest."""

from __future__ import annotations

from collections.abc import Iterator

from app.curriculum.folder import Sources

COURSE, TRACK = "hundred-items", "bench"
WEEKS, LESSONS = 10, 6
COURSE_FILE = """---
title: A hundred items
summary: Ten weeks of ten items each.
language: en
weeks: {weeks}
hours_per_week: 35
---

Welcome.
"""
COMPETENCES = """- block: B1
  title: {en: Everything}
  competences:
    - {id: B1.1, title: {en: Do what the course asks}}
"""
WEEK = """---
title: Week {week}
hours: 35
outcomes: [Do what week {week} asks]
---
"""
LESSON = """---
title: Lesson {item}
minutes: 30
competences: [B1.1]
---

Read this.
"""
QUIZ = """---
title: Quiz {item}
kind: quiz
{gate}---

## Is this the right answer? {{#question-{item} .single competence=B1.1}}

- [x] Yes
- [ ] No
"""
PRACTICAL = """---
title: Practical {item}
kind: practical
minutes: 30
requires: [safety]
---

Show it.

## Criteria

### It is shown {{#shown .critical competence=B1.1}}
"""


def sources() -> Sources:
    """The files of the course."""
    return {path: text.encode() for path, text in _files()}


def _files() -> Iterator[tuple[str, str]]:
    yield "../track.yaml", "title: {en: Bench}\nicon: phone\norder: 1\n"
    yield "course.md", COURSE_FILE.format(weeks=WEEKS)
    yield "competences.yaml", COMPETENCES
    for week in range(1, WEEKS + 1):
        folder = f"week-{week:02}"
        yield f"{folder}/week.md", WEEK.format(week=week)
        for place in range(LESSONS):
            yield f"{folder}/{10 + place}-lesson-{week}-{place}.md", LESSON.format(item=f"{week}-{place}")
        for place in range(2):
            item = f"{week}-{place}"
            gate = "gate: safety\n" if item == "1-0" else ""
            yield f"{folder}/{50 + place}-quiz-{item}.md", QUIZ.format(item=item, gate=gate)
            yield f"{folder}/{70 + place}-practical-{item}.md", PRACTICAL.format(item=item)
