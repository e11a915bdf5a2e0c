"""A course in which items were renamed between two revisions, and a trainee who goes from the one to the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from app.courses.facts import CohortFacts, Enrolled, EnrolledItem
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import declare_lesson_done, enrol
from app.courses.operations.places import move
from app.courses.operations.revisions import publish
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.people.queries import person_by_id
from tests.cases.sitting import PAGE, SOLUTION, do
from tests.cases.sitting import begin as begin_case
from tests.cast import BEFORE, FIRST_DAY, NOON, Cast
from tests.courses.unwritten import COURSE
from tests.practicals.making import judgement, signed_off
from tests.quizzes.sittings import RIGHT, begin, finish

HOUR: Final = timedelta(hours=1)
RENAMED: Final = {
    "the-bench": "your-bench",
    "safety-quiz": "safety-first",
    "esd-bench": "static-bench",
    "dead-phone": "no-power",
}
"""The ids of the second revision by those of the first."""
RIGHT_NOW: Final = {"which-bags" if name == "bags" else name: answer for name, answer in RIGHT.items()}
"""The answers to the quiz of the second revision, in which a question was renamed, too."""
_PATHS: Final = {
    "week-01/10-the-bench.md": "the-bench",
    "week-01/80-safety-quiz.md": "safety-quiz",
    "week-01/90-esd-bench.md": "esd-bench",
    "week-02/85-dead-phone.md": "dead-phone",
}


def before_the_rename() -> dict[str, bytes]:
    """The sources: the quiz gives three attempts an hour apart, the practical takes two successes."""
    sources = dict(read_course(COURSE).sources) | {"week-02/85-dead-phone.md": PAGE.encode()}
    quiz, practical = "week-01/80-safety-quiz.md", "week-01/90-esd-bench.md"
    sources[quiz] = sources[quiz].replace(b"minutes: 10\n", b"attempts: 3\nwait: 1 hour\n")
    sources[practical] = sources[practical].replace(
        b"minutes: 20\n", b"minutes: 20\nsuccesses: {count: 2, different: device}\n"
    )
    return sources


def after_the_rename(*, aliases: bool = True) -> dict[str, bytes]:
    """The same with new ids; without `aliases` nothing says what they were."""
    sources = before_the_rename()
    for path, item_id in _PATHS.items():
        said = f"---\naliases: [{item_id}]\n".encode() if aliases else b"---\n"
        text = sources.pop(path).replace(b"---\n", said, 1)
        sources[path.replace(item_id, RENAMED[item_id])] = text.replace(b"#bags ", b"#which-bags was=bags ")
    return sources


def cohort_of(cast: Cast, sources: dict[str, bytes]) -> CohortFacts:
    """A cohort of the cast's instructor that follows a revision with these sources."""
    revision, _ = publish(sources, course_id=COURSE.name, track_id="mobile", by=None, at=BEFORE)
    made = create_cohort(
        f"Revision {revision.number}",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    return cohort_facts(made.id)


def place_before(cast: Cast) -> Enrolled:
    """The cast's trainee in a cohort that follows the first revision."""
    cohort = cohort_of(cast, before_the_rename())
    return enrolment_facts(enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE).id)


def moved(cast: Cast, place: Enrolled, to: CohortFacts | None = None) -> Enrolled:
    """The trainee's place after the move; to a cohort that follows the second revision unless told otherwise."""
    move(place, to=to or cohort_of(cast, after_the_rename()), reason="", by=cast.coordinator.id, at=NOON)
    return enrolment_facts(place.id)


def item(place: Enrolled, item_id: str) -> EnrolledItem:
    """The trainee before that item."""
    return EnrolledItem(place, place.curriculum.items[item_id])


def do_everything(cast: Cast, place: Enrolled) -> None:
    """Every lesson declared, the quiz and the case passed, the practical shown on two devices, an hour apart."""
    quiz, practical, case = (item(place, name) for name in ("safety-quiz", "esd-bench", "dead-phone"))
    for each in place.curriculum.items.values():
        if each.kind == "lesson":
            declare_lesson_done(EnrolledItem(place, each), by=place.person_id, at=NOON)
    finish(begin(quiz), quiz, RIGHT, at=NOON + HOUR)
    signed_off(practical, cast, at=NOON + HOUR * 2)
    signed_off(practical, cast, at=NOON + HOUR * 3, work=judgement(model="Two"))
    do(begin_case(case), case, *SOLUTION, at=NOON + HOUR * 4)
