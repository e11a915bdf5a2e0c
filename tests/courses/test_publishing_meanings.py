"""What would give another meaning to a question that people have answered is pointed out before it is published."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import func, select

from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.operations import save_responses
from app.assessments.quizzes.queries.answered import has_been_answered
from app.courses.models import Revision
from app.courses.operations.revisions import MeaningsChanged, publish
from app.curriculum.folder import read_course
from app.db import db
from tests.cast import NOON, Cast
from tests.courses.unwritten import COURSE
from tests.quizzes.sittings import RIGHT, SOURCE, begin, finish

ENERGY = ("= 19.25", "= 19.3")


def with_quiz(*changes: tuple[str, str]) -> dict[str, bytes]:
    """The cast's course with something replaced in its quiz."""
    sources = dict(read_course(COURSE).sources)
    for old, new in changes:
        assert old.encode() in sources[SOURCE], old
        sources[SOURCE] = sources[SOURCE].replace(old.encode(), new.encode())
    return sources


def published(sources: Mapping[str, bytes]) -> Revision:
    """The revision, if nothing that was answered means something else."""
    revision, is_new = publish(
        sources, course_id=COURSE.name, track_id="mobile", by=None, at=NOON, answered=has_been_answered
    )
    assert is_new
    return revision


def refused(sources: Mapping[str, bytes]) -> list[tuple[str, int, str, str]]:
    """File, line, code and id of each question that kept it from being published; nothing was."""
    before = db.session.scalar(select(func.count()).select_from(Revision))
    with pytest.raises(MeaningsChanged) as refusal:
        published(sources)
    assert db.session.scalar(select(func.count()).select_from(Revision)) == before
    return [(each.file, each.line, each.code, each.values["id"]) for each in refusal.value.problems]


def line_of(sources: Mapping[str, bytes], text: str) -> int:
    lines = sources[SOURCE].decode().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.fixture
def marked(cast: Cast) -> Attempt:
    """An attempt that the trainee handed in."""
    attempt = begin(cast.item("safety-quiz"))
    finish(attempt, cast.item("safety-quiz"), RIGHT)
    return attempt


def test_another_key_of_an_answered_question_is_refused_and_its_line_named(marked: Attempt) -> None:
    sources = with_quiz(ENERGY)
    assert refused(sources) == [(SOURCE, line_of(sources, "#energy"), "other-key", "energy")]


def test_it_may_be_published_while_nobody_has_answered(cast: Cast) -> None:
    begin(cast.item("safety-quiz"))  # asked is not answered
    assert published(with_quiz(ENERGY)).number == 2


def test_an_answer_of_a_running_attempt_is_an_answer(cast: Cast) -> None:
    attempt = begin(cast.item("safety-quiz"))
    save_responses(attempt, answers={"energy": "19"}, at=NOON)
    assert [problem[3] for problem in refused(with_quiz(ENERGY))] == ["energy"]
    bags = with_quiz(("{#bags .multiple", "{#bags .critical .multiple"))
    assert published(bags).number == 2


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("{#bags .multiple", "{#bags .critical .multiple", ["other-critical"]),
        ("B1.1 points=2", "B1.1 points=4", ["other-points"]),
        ("B1.1 points=2", "B1.1 points=4 .critical", ["other-points", "other-critical"]),
    ],
)
def test_whatever_changes_how_it_is_judged_is_named(marked: Attempt, old: str, new: str, codes: list[str]) -> None:
    assert [problem[2] for problem in refused(with_quiz((old, new)))] == codes


def test_other_words_a_new_question_and_one_that_is_taken_out_are_published(marked: Attempt) -> None:
    sources = with_quiz(("- [ ] A pink bag", "- [ ] A bag that is pink"), ("a board from static", "boards from static"))
    sources[SOURCE] += b"\n## New? {#new .numeric competence=B1.2}\n\n= 1 \xc2\xb1 0 V\n"
    assert published(sources).number == 2
    sources[SOURCE] = sources[SOURCE].partition(b"## What does OL")[0]
    assert published(sources).number == 3


def test_what_was_answered_long_ago_counts_under_whatever_name_and_in_whatever_words(marked: Attempt) -> None:
    renamed = with_quiz(("{#energy ", "{#stored-energy was=energy "))
    path = "week-01/80-first-quiz.md"
    renamed[path] = renamed.pop(SOURCE).replace(b"---\n", b"---\naliases: [safety-quiz]\n", 1)
    assert published(renamed).number == 2
    other = {**renamed, path: renamed[path].replace(b"= 19.25", b"= 19.3")}
    assert [problem[3] for problem in refused(other)] == ["stored-energy"]


def test_a_question_of_another_course_is_another_one(marked: Attempt) -> None:
    first = with_quiz()
    for sources, new in ((first, True), (with_quiz(ENERGY), True)):
        _, is_new = publish(sources, course_id="other", track_id="mobile", by=None, at=NOON, answered=has_been_answered)
        assert is_new is new


def test_whoever_means_it_publishes_it(marked: Attempt) -> None:
    sources = with_quiz(ENERGY)
    _, is_new = publish(sources, course_id=COURSE.name, track_id="mobile", by=None, at=NOON)
    assert is_new
    assert (
        publish(sources, course_id=COURSE.name, track_id="mobile", by=None, at=NOON, answered=has_been_answered)[1]
        is False
    )
