"""A revision that is composed of an older one and of parts of a newer one."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from app.courses.composing import also_needed, compose
from app.courses.models import Cohort, Revision
from app.courses.operations.composing import UnsoundComposition, composed_revision
from app.courses.operations.revisions import UnsoundCurriculum, publish
from app.courses.queries.catalogue import offered_courses
from app.courses.queries.changes import course_changes
from app.courses.queries.cohorts import cohort_choices
from app.courses.queries.revisions import curriculum_of, newest_revision, newest_revisions, revision_files, sources_of
from app.curriculum.archive import pack, unpack
from app.curriculum.changes import Change, changes
from app.curriculum.compiler import compile_course
from app.curriculum.digest import source_digest
from app.curriculum.folder import Sources, read_course
from app.curriculum.problems import Problem
from app.curriculum.writing import write_course
from app.db import db
from app.records.queries.verifying import verify
from app.search.operations import rebuild_index
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.courses.unwritten import COURSE
from tests.curriculum.small_course import LESSON, QUIZ, SVG, lesson_page, quiz_page, sources
from tests.curriculum.test_memory import SOUND, edited
from tests.search.making import items, searched

Texts = Mapping[str, str | bytes | None]
BATTERY, SCREEN = "week-02/10-the-battery.md", "week-03/10-the-screen.md"
BENCH, PRACTICAL, SAFETY = "week-01/10-the-bench.md", "week-01/90-esd-bench.md", "week-01/80-safety-quiz.md"


def changed(before: Sources, after: Sources) -> tuple[Change, ...]:
    """What changed between two sound sets of sources."""
    old, new = (compile_course(each, track_id="mobile", course_id="phone-repair") for each in (before, after))
    assert old.curriculum is not None, old.problems
    assert new.curriculum is not None, new.problems
    return changes(before, old.curriculum, after, new.curriculum)


def mixed(before: Sources, after: Sources, accepted: Collection[str]) -> tuple[dict[str, bytes], list[str], list[str]]:
    """The composed sources, the codes of their errors, and what is needed besides."""
    found = changed(before, after)
    taken = [change for change in found if change.part.id in accepted]
    assert len(taken) == len(accepted)
    composed = compose(before, after, taken, found)
    problems = compile_course(composed, track_id="mobile", course_id="phone-repair").problems
    told = [problem.code for problem in problems if problem.level == "error"]
    return composed, told, [change.part.id for change in also_needed(problems, taken, found)]


@given(st.integers(0, 2**32), st.data())
def test_none_of_the_parts_is_the_old_course_all_are_the_new_one_and_each_brings_its_files(
    seed: int, data: st.DataObject
) -> None:
    chance = random.Random(seed)
    newer: Sources = SOUND
    for _ in range(3):
        newer = edited(newer, chance)
    assume(compile_course(newer, track_id="mobile", course_id="phone-repair").curriculum)
    found = changed(SOUND, newer)
    assert compose(SOUND, newer, found, found) == dict(newer)
    assert compose(SOUND, newer, (), found) == dict(SOUND)
    taken = [change for change in found if data.draw(st.booleans())]
    composed = compose(SOUND, newer, taken, found)
    theirs = {path for change in taken for path in change.part.paths}
    assert {path: composed.get(path) for path in theirs & newer.keys()} == {
        path: newer[path] for path in theirs & newer.keys()
    }
    assert {path: data for path, data in composed.items() if path not in theirs} == {
        path: data for path, data in SOUND.items() if path not in theirs
    }


def test_an_accepted_part_brings_its_files_and_an_item_that_moved_leaves_its_old_place() -> None:
    new_place = "week-03/30-the-bench.md"
    after = sources(
        {
            LESSON: None,
            new_place: lesson_page("Read that.\n"),
            "week-02/10-lesson-2.md": "---\ntitle: Two\nminutes: 5\n---\nNew.\n",
        }
    )
    composed, told, _ = mixed(sources(), after, ["the-bench"])
    assert (told, LESSON in composed, composed[new_place]) == ([], False, after[new_place])
    assert composed["week-02/10-lesson-2.md"] == sources()["week-02/10-lesson-2.md"]


def test_a_picture_follows_whoever_accepts_and_stays_for_whoever_does_not() -> None:
    shows = "![A cell](../images/cell.svg)\n"
    second = "week-02/10-lesson-2.md"
    before = sources({LESSON: lesson_page(shows), second: lesson_page(shows, "minutes: 10")})
    other = SVG.replace("M0 0h9", "M0 0v9").encode()
    both = sources(
        {LESSON: lesson_page(shows + "More.\n"), second: lesson_page(shows, "minutes: 10"), "images/cell.svg": other}
    )
    assert mixed(before, both, ["the-bench"])[0]["images/cell.svg"] == other
    none = sources(
        {LESSON: lesson_page("None.\n"), second: lesson_page("None.\n", "minutes: 10"), "images/cell.svg": None}
    )
    composed, told, _ = mixed(before, none, ["the-bench"])
    assert (told, composed["images/cell.svg"]) == ([], SVG.encode())
    assert "images/cell.svg" not in mixed(before, none, ["the-bench", "lesson-2"])[0]


NEW_COMPETENCE = sources()["competences.yaml"] + b"    - {id: B1.3, title: {en: Charge a cell}}\n"
SECOND = "week-02/80-second.md"
NEEDS: Mapping[str, tuple[Texts, list[str], str, list[str]]] = {
    "a gate whose quiz is new": (
        {
            QUIZ: quiz_page(front="gate: safety"),
            SECOND: quiz_page(front="gate: battery").replace("#pierced-cell", "#other"),
            "week-03/10-lesson-3.md": "---\ntitle: Lesson 3\nminutes: 10\nrequires: [battery]\n---\nRead this.\n",
        },
        ["lesson-3"],
        "unknown-gate",
        ["second"],
    ),
    "a competence": (
        {"competences.yaml": NEW_COMPETENCE, LESSON: lesson_page("Read.\n", "minutes: 9\ncompetences: [B1.1, B1.3]")},
        ["the-bench"],
        "unknown-competence",
        ["course"],
    ),
    "an item that is linked to": (
        {
            LESSON: lesson_page("See [it](../week-02/20-cells.md#x).\n\n"),
            "week-02/20-cells.md": lesson_page("## X {#x}\n\nX.\n", "minutes: 5"),
        },
        ["the-bench"],
        "leads-nowhere",
        ["cells"],
    ),
    "the week that a new item stands in": (
        {
            "course.md": sources()["course.md"].replace(b"weeks: 5", b"weeks: 6"),
            "week-06/week.md": "---\ntitle: Six\nhours: 7\noutcomes: [Go on]\n---\n",
            "week-06/10-last.md": lesson_page("Last.\n", "minutes: 5"),
        },
        ["last"],
        "missing-file",
        ["course", "week-06"],
    ),
    "a question that went elsewhere": (
        {QUIZ: quiz_page().replace("#pierced-cell", "#first"), SECOND: quiz_page(front="summative: false")},
        ["second"],
        "id-twice",
        ["safety-quiz"],
    ),
}


@pytest.mark.parametrize("name", NEEDS)
def test_what_a_part_needs_besides_is_named(name: str) -> None:
    after, accepted, code, needed = NEEDS[name]
    _, told, also = mixed(sources(), sources(after), accepted)
    assert code in told
    assert also == needed


def test_a_sound_composition_needs_nothing_and_warnings_ask_for_nothing() -> None:
    found = changed(sources(), sources({LESSON: lesson_page("That.\n")}))
    assert also_needed([Problem(LESSON, 1, "warning", "never-shown", {})], [], found) == ()
    assert also_needed([Problem(LESSON, 1, "error", "empty-lesson", {})], found, found) == ()


# In the database


def tiny(**texts: tuple[str, str]) -> dict[str, bytes]:
    """The cast's course with something replaced in files."""
    changed = dict(read_course(COURSE).sources)
    for name, (old, new) in texts.items():
        path = {"battery": BATTERY, "screen": SCREEN, "safety": SAFETY, "bench": BENCH, "practical": PRACTICAL}[name]
        assert old.encode() in changed[path]
        changed[path] = changed[path].replace(old.encode(), new.encode())
    return changed


def published(texts: Mapping[str, bytes]) -> Revision:
    revision, _ = publish(texts, course_id=COURSE.name, track_id="mobile", by=None, at=BEFORE)
    return revision


@pytest.fixture
def newer(cast: Cast) -> Revision:
    """A revision of the cast's course in which two lessons are longer."""
    return published(tiny(battery=("minutes: 20", "minutes: 25"), screen=("minutes: ", "minutes: 1")))


def compose_(cast: Cast, source: Revision, *accepted: str) -> Revision:
    return composed_revision(cast.revision_id, source.id, accepted=accepted, by=cast.coordinator.id, at=NOON)


def minutes(revision: Revision, item_id: str) -> int | None:
    return curriculum_of(revision.id).items[item_id].minutes


def test_a_composed_revision_has_what_was_accepted_and_else_what_was_there(cast: Cast, newer: Revision) -> None:
    made = compose_(cast, newer, "the-battery")
    assert (made.base_id, made.source_id, made.published_by) == (cast.revision_id, newer.id, cast.coordinator.id)
    assert (made.number, made.digest) == (newer.number + 1, source_digest(revision_files(made)))
    assert minutes(made, "the-battery") == 25
    assert minutes(made, "the-screen") == curriculum_of(cast.revision_id).items["the-screen"].minutes


def test_its_page_says_what_it_was_composed_of(cast: Cast, newer: Revision, client_of: ClientOf) -> None:
    made, author = compose_(cast, newer, "the-battery"), client_of(cast.author)
    said = "This is revision 1 with parts of revision 2, put together for a cohort."
    assert said in author.get(f"/revisions/{made.id}").text
    assert "put together" not in author.get(f"/revisions/{newer.id}").text


def test_the_same_composition_twice_makes_one_revision(cast: Cast, newer: Revision) -> None:
    first = compose_(cast, newer, "the-battery")
    assert compose_(cast, newer, "the-battery", "no-such-part").id == first.id
    assert compose_(cast, newer, "the-screen").id != first.id


def test_nothing_accepted_is_the_base_and_everything_the_source(cast: Cast, newer: Revision) -> None:
    before = db.session.scalar(select(func.count()).select_from(Revision))
    assert compose_(cast, newer).id == cast.revision_id
    assert compose_(cast, newer, "the-battery", "the-screen").id == newer.id
    first = compose_(cast, newer, "the-battery")
    rest = composed_revision(first.id, newer.id, accepted=["the-screen"], by=None, at=NOON)
    assert rest.id == newer.id
    assert db.session.scalar(select(func.count()).select_from(Revision)) == (before or 0) + 1


def test_a_composition_can_be_the_base_of_the_next_one(cast: Cast, newer: Revision) -> None:
    first = compose_(cast, newer, "the-battery")
    third = published(tiny(battery=("minutes: 20", "minutes: 30"), screen=("minutes: ", "minutes: 2")))
    again = composed_revision(first.id, third.id, accepted=["the-screen"], by=None, at=NOON)
    assert (again.base_id, again.source_id, minutes(again, "the-battery")) == (first.id, third.id, 25)
    assert minutes(again, "the-screen") == minutes(third, "the-screen")


def test_composed_revisions_are_left_out_of_the_courses_line(cast: Cast, newer: Revision) -> None:
    made = compose_(cast, newer, "the-battery")
    newest = newest_revision(COURSE.name)
    assert newest is not None
    assert newest.id == newer.id
    assert [each.id for each in newest_revisions(most=9)] == [newer.id, cast.revision_id]
    assert [each.revision.id for each in offered_courses(today=NOON.date())] == [newer.id]
    assert made.id not in [each.id for each in cohort_choices(cast.coordinator).revisions]
    third = published(tiny(battery=("minutes: 20", "minutes: 30")))
    assert (third.number, third.base_id, third.source_id) == (made.number + 1, None, None)


def test_what_a_composition_is_found_by_stays_while_a_cohort_follows_it(
    cast: Cast, newer: Revision, client_of: ClientOf
) -> None:
    made = compose_(cast, newer, "the-battery")
    db.session.get_one(Cohort, cast.cohort_id).revision_id = made.id
    db.session.flush()
    for number in range(22, 27):
        published(tiny(battery=("minutes: 20", f"minutes: {number}")))
    found = items(searched(client_of(cast.trainee), "swollen"))
    assert found == [("The bench", f"/enrolments/{cast.enrolment_id}/items/the-bench")]
    rebuild_index()
    assert items(searched(client_of(cast.trainee), "swollen")) == found


def test_a_composition_that_is_found_again_can_be_searched_again(
    cast: Cast, newer: Revision, client_of: ClientOf
) -> None:
    made = compose_(cast, newer, "the-battery")
    for number in range(22, 27):
        published(tiny(battery=("minutes: 20", f"minutes: {number}")))
    db.session.get_one(Cohort, cast.cohort_id).revision_id = compose_(cast, newer, "the-battery").id
    db.session.flush()
    assert made.id == db.session.get_one(Cohort, cast.cohort_id).revision_id
    found = items(searched(client_of(cast.trainee), "swollen"))
    assert found == [("The bench", f"/enrolments/{cast.enrolment_id}/items/the-bench")]


def test_an_unsound_composition_is_refused_with_what_it_needs_and_leaves_nothing(cast: Cast) -> None:
    source = published(
        tiny(
            safety=("gate: safety", "gate: first-safety"), practical=("requires: [safety]", "requires: [first-safety]")
        )
    )
    before = db.session.scalars(select(Revision.id)).all()
    with pytest.raises(UnsoundComposition) as refused:
        compose_(cast, source, "esd-bench")
    assert [problem.code for problem in refused.value.problems if problem.level == "error"] == ["unknown-gate"]
    assert [change.part.id for change in refused.value.needed] == ["safety-quiz"]
    assert db.session.scalars(select(Revision.id)).all() == before
    assert compose_(cast, source, "esd-bench", "safety-quiz").id == source.id


def test_a_composition_is_named_in_the_journal_as_every_revision_is(
    cast: Cast, newer: Revision, connection: Connection
) -> None:
    compose_(cast, newer, "the-battery")
    db.session.flush()
    assert list(verify(connection).faults) == []


def test_a_revision_exports_to_a_folder_that_publishes_to_the_same_digest(
    cast: Cast, newer: Revision, tmp_path: Path
) -> None:
    for revision in (newer, compose_(cast, newer, "the-battery")):
        found = sources_of(COURSE.name, revision.number)
        assert found is not None
        taken = unpack(pack(found.packed))
        content = tmp_path / str(revision.number)
        folder = write_course(content, track_id=taken.track_id, course_id=taken.course_id, sources=taken.sources)
        again = published(read_course(folder).sources)
        assert (again.digest, again.base_id) == (revision.digest, None)


def test_a_failed_publication_leaves_nothing(cast: Cast, newer: Revision) -> None:
    before = (db.session.scalars(select(Revision.id)).all(), newest_revisions())
    with pytest.raises(UnsoundCurriculum):
        published(tiny(battery=("minutes: 20", "minutes: soon")))
    assert (db.session.scalars(select(Revision.id)).all(), newest_revisions()) == before


def test_what_changed_is_told_once_and_kept(cast: Cast, newer: Revision, count_queries: CountQueries) -> None:
    found = course_changes(cast.revision_id, newer.id)
    assert [(change.part.id, change.what) for change in found.changes] == [
        ("the-battery", "changed"),
        ("the-screen", "changed"),
    ]
    assert (found.before.id, found.after.number, [*found.by_part]) == (
        cast.revision_id,
        newer.number,
        ["the-battery", "the-screen"],
    )
    with count_queries() as queries:
        assert course_changes(cast.revision_id, newer.id) is found
    assert len(queries) == 1
    back = course_changes(newer.id, cast.revision_id)
    assert next(change.after and change.after.minutes for change in back.changes) == 20
