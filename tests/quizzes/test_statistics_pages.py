"""The page of statistics, its table, and the lines of source that it points at."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from app.assessments.quizzes.queries.statistics import revision_statistics
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.people.operations import add_person
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.lint import PageClient
from tests.quizzes.sittings import COURSE, RIGHT, SOURCE, begin, finish


@pytest.fixture
def author(cast: Cast, client_of: ClientOf) -> PageClient:
    return client_of(cast.author)


@pytest.fixture
def page(cast: Cast) -> str:
    return f"/revisions/{cast.revision_id}/items/safety-quiz/statistics"


def answered(cast: Cast, people: int, **answers: object) -> None:
    """Let so many people hand in these answers."""
    for number in range(people):
        person = add_person(f"Somebody {number}", email=None, language="en", by=None, at=NOON)
        enrolled = enrolment_facts(enrol(person, cohort_id=cast.cohort_id, by=None, at=NOON).id)
        place = EnrolledItem(enrolled, enrolled.curriculum.items["safety-quiz"])
        finish(begin(place), place, RIGHT | answers)


def published(sources: dict[str, bytes]) -> int:
    """The id of a revision with these sources."""
    revision, _ = publish(sources, course_id=COURSE.name, track_id="mobile", by=None, at=NOON)
    return revision.id


def test_before_anybody_answered_the_page_says_so(author: PageClient, page: str) -> None:
    text = author.get(page).text
    assert "Nobody has handed in an attempt yet" in text
    assert "Download as a table" not in text


def test_each_question_is_told_with_its_interval_and_its_line(cast: Cast, author: PageClient, page: str) -> None:
    answered(cast, 2, **{"strap-near-mains": [0]})
    answered(cast, 1)
    text = " ".join(author.get(page).text.split())
    assert "1 of 3 trainees right" in text
    assert '<b>33 %</b> <span class="quiet">6 to 79 %</span>' in text
    assert f'href="/revisions/{cast.revision_id}/sources/week-01/80-safety-quiz.md#L12"' in text
    assert text.count("Too few answers.") == 4


def test_of_twenty_who_are_mostly_wrong_the_author_is_told_to_look(cast: Cast, author: PageClient, page: str) -> None:
    answered(cast, 20, **{"strap-near-mains": [0]})
    text = " ".join(author.get(page).text.split())
    assert "1 question to look at" in text
    assert text.count("<b>Hard.</b> Most get it wrong. Is it taught, and is it clear?") == 2
    assert text.count("<b>Known.</b>") == 3


def test_a_question_that_is_changed_begins_anew(cast: Cast, author: PageClient) -> None:
    answered(cast, 1)
    sources = dict(read_course(COURSE).sources)
    sources[SOURCE] = sources[SOURCE].replace(b"points=2", b"points=3")
    text = author.get(f"/revisions/{published(sources)}/items/safety-quiz/statistics").text
    assert text.count("1 of 1 trainee right") == 3
    assert (text.count("Nobody was asked it yet."), text.count('href="#question-')) == (1, 3)
    assert 'href="#question-bags"' not in text


def test_a_revision_tells_which_questions_of_which_quiz_to_look_at(cast: Cast, author: PageClient) -> None:
    page = f"/revisions/{cast.revision_id}/statistics"
    assert "No question to look at so far." in author.get(page).text
    answered(cast, 20, **{"strap-near-mains": [0]})
    text = " ".join(author.get(page).text.split())
    assert "1 question to look at" in text
    assert f'href="/revisions/{cast.revision_id}/items/safety-quiz/statistics"' in text
    assert "Week 1 · 20 trainees asked" in text
    assert text.count("<b>Hard.</b>") == 1


def test_a_revision_without_a_quiz_has_nothing_to_tell(cast: Cast, author: PageClient) -> None:
    sources = {
        path: text.replace(b"requires: [safety]\n", b"")
        for path, text in read_course(COURSE).sources.items()
        if path != SOURCE
    }
    assert "This course has no quiz yet" in author.get(f"/revisions/{published(sources)}/statistics").text


def test_the_statistics_of_a_revision_take_two_queries(cast: Cast, count_queries: CountQueries) -> None:
    for number in range(3):
        with count_queries() as queries:
            assert revision_statistics(cast.author, revision_id=cast.revision_id)
        assert len(queries) == 2, number
        answered(cast, 1)


def test_a_course_links_to_its_statistics(cast: Cast, author: PageClient) -> None:
    page = f"/revisions/{cast.revision_id}"
    assert f'href="{page}/statistics"' in author.get(page).text


def test_nobody_is_named_and_no_answer_that_only_one_gave_is_told(cast: Cast, author: PageClient, page: str) -> None:
    answered(cast, 1, **{"no-path": "My name is Tara"})
    answered(cast, 2, **{"no-path": "A short circuit"})
    text = author.get(page).text + author.get(page + ".csv").text
    assert (text.count("a short circuit"), text.count("tara"), text.count("Somebody")) == (2, 0, 0)


def test_what_is_typed_is_text(cast: Cast, author: PageClient, page: str) -> None:
    answered(cast, 2, **{"no-path": "<script>alert(1)</script>"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in author.get(page).text


def test_the_table_has_a_row_a_question(cast: Cast, author: PageClient, page: str) -> None:
    answered(cast, 2, **{"strap-near-mains": [0], "no-path": "=1+1"})
    answered(cast, 1, **{"no-path": ""})
    response = author.get(page + ".csv")
    head, strap, *_, path = csv.reader(StringIO(response.data.decode("utf-8-sig")))
    assert response.headers["Content-Disposition"].endswith('filename="tiny-phone-repair 1 safety-quiz.csv"')
    assert head[:3] == ["Number", "Question", "Source"]
    assert strap[:3] == ["1", "strap-near-mains", "week-01/80-safety-quiz.md:12"]
    assert (strap[4:10], strap[-2:]) == (["3", "1", "0", "0.333", "0.061", "0.792"], ["Too few answers", "1 × 2"])
    assert (path[4:8], path[-1]) == (["3", "0", "1", "0.0"], "'=1+1 × 2")


def test_a_quiz_links_to_its_statistics(cast: Cast, author: PageClient, page: str) -> None:
    assert f'href="{page}"' in author.get(f"/revisions/{cast.revision_id}/items/safety-quiz").text


@pytest.mark.parametrize("item", ["the-bench", "esd-bench", "nothing"])
def test_what_is_no_quiz_has_no_statistics(cast: Cast, author: PageClient, item: str) -> None:
    assert author.get(f"/revisions/{cast.revision_id}/items/{item}/statistics").status_code == 404


def test_a_source_is_shown_line_by_line(cast: Cast, author: PageClient) -> None:
    text = author.get(f"/revisions/{cast.revision_id}/sources/week-01/80-safety-quiz.md").text
    assert '<li id="L12"><code>## When do you wear the wrist strap?' in text


@pytest.mark.parametrize("path", ["week-01/nothing.md", "images/bench.svg", "../course.md", "week-01"])
def test_what_is_no_text_of_the_course_is_not_found(cast: Cast, author: PageClient, path: str) -> None:
    assert author.get(f"/revisions/{cast.revision_id}/sources/{path}").status_code == 404
