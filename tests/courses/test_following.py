"""A cohort takes a newer revision: what was done under the old one stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.assessments.quizzes.queries import running_attempt
from app.courses.facts import CohortFacts
from app.courses.models import Cohort
from app.courses.operations.cohorts import close_cohort
from app.courses.operations.enrolments import CohortClosed
from app.courses.operations.following import RevisionTaken, follow_composition, follow_revision
from app.courses.operations.places import OtherCourse
from app.courses.operations.revisions import publish
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import done_by, enrolment_facts
from app.db import db
from app.records.queries import journal_of
from tests.cast import NOON, Cast
from tests.courses.correcting import SAFER, published, pushed
from tests.courses.renamed import RENAMED, RIGHT_NOW, after_the_rename, do_everything, item, place_before
from tests.courses.unwritten import COURSE
from tests.quizzes.sittings import RIGHT, begin, finish

HOUR = timedelta(hours=1)


def newer(*, aliases: bool = True) -> int:
    """The id of a newer revision, in which four items are called otherwise."""
    sources = after_the_rename(aliases=aliases)
    return publish(sources, course_id=COURSE.name, track_id="mobile", by=None, at=NOON)[0].id


def take(cast: Cast, cohort: CohortFacts, revision_id: int) -> bool:
    """The coordinator takes all of that revision."""
    return follow_revision(cohort, revision_id=revision_id, by=cast.coordinator.id, at=NOON + HOUR * 6)


def test_what_was_completed_stays_completed_under_the_new_names(cast: Cast) -> None:
    place = place_before(cast)
    do_everything(cast, place)
    before = done_by(place)
    assert take(cast, place.cohort, newer())
    after = done_by(enrolment_facts(place.id))
    assert after.completions == {RENAMED.get(name, name): at for name, at in before.completions.items()}
    assert after.gates == before.gates


def test_a_running_attempt_goes_on_and_is_handed_in(cast: Cast) -> None:
    place = place_before(cast)
    running = begin(item(place, "safety-quiz"))
    take(cast, place.cohort, newer())
    now = enrolment_facts(place.id)
    renamed = item(now, "safety-first")
    assert (running_attempt(renamed), running.revision_id) == (running, place.cohort.revision_id)
    finish(running, renamed, RIGHT, at=NOON + HOUR)
    assert done_by(now).completions == {"safety-first": NOON + HOUR}
    assert RIGHT_NOW.keys() != RIGHT.keys()


def test_taking_is_done_once_and_told_in_the_journal(cast: Cast) -> None:
    cohort = place_before(cast).cohort
    to = newer()
    assert (take(cast, cohort, to), take(cast, cohort, to)) == (True, False)
    (line,) = journal_of("cohort", id=cohort.id, acts=["cohort.revision-taken"])
    assert (line.actor_id, line.detail) == (cast.coordinator.id, {"from": cohort.revision_id, "to": to})


def test_some_parts_are_taken_once_and_the_cohort_follows_a_composition(cast: Cast) -> None:
    cohort, to = place_before(cast).cohort, newer()
    taken = [
        follow_composition(
            cohort, newer_id=to, accepted=["your-bench"], version=cohort.revision_id, by=cast.coordinator.id, at=NOON
        )
        for _ in range(2)
    ]
    items = cohort_facts(cohort.id).curriculum.items
    assert (taken, "your-bench" in items, "safety-quiz" in items) == ([True, False], True, True)


def test_two_coordinators_at_once_take_one_after_the_other(cast: Cast) -> None:
    cohort, to = place_before(cast).cohort, newer()
    take(cast, cohort, to)
    other = newer(aliases=False)
    with pytest.raises(RevisionTaken):
        take(cast, cohort, other)
    assert db.session.get_one(Cohort, cohort.id).revision_id == to


def test_what_a_safety_correction_changes_is_told_the_same_way_and_only_where_something_changes(cast: Cast) -> None:
    newest = published(SAFER)
    follow_revision(cohort_facts(cast.outsider_cohort_id), revision_id=newest, by=None, at=NOON)
    correction_id = pushed(cast, revision_id=newest)
    told = [
        [line.detail for line in journal_of("cohort", id=each, acts=["cohort.revision-taken"])]
        for each in (cast.cohort_id, cast.outsider_cohort_id)
    ]
    first = {"from": cast.revision_id, "to": newest}
    assert told == [[first | {"correction": str(correction_id)}], [first]]


def test_a_revision_that_is_not_there_is_no_revision_of_the_course(cast: Cast) -> None:
    cohort, to = place_before(cast).cohort, newer()
    for newer_id, version in ((to, 999_999), (999_999, cohort.revision_id)):
        with pytest.raises(OtherCourse):
            follow_composition(cohort, newer_id=newer_id, accepted=["x"], version=version, by=None, at=NOON)


def test_a_closed_cohort_takes_nothing(cast: Cast) -> None:
    cohort, to = place_before(cast).cohort, newer()
    close_cohort(cohort, by=None, at=NOON)
    with pytest.raises(CohortClosed):
        take(cast, cohort, to)
