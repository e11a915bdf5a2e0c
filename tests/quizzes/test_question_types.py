"""What is put in order, matched, and found on a picture: from the form to the mark, on every page that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.assessments.quizzes.drawing import Asked, from_record
from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.operations import save_responses
from app.assessments.quizzes.queries import answers_of, last_mark, question_marks, unanswered
from app.courses.facts import EnrolledItem
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.curriculum.marking import values_for
from app.curriculum.model import Lesson, Quiz
from app.demo.answers import right_answer, wrong_answer
from app.people.member import Member
from app.people.operations import choose_language
from app.people.queries import person_by_id
from app.shared.clock import now
from tests.cast import BEFORE, FIRST_DAY, Cast, signed_in
from tests.lint import PageClient
from tests.quizzes.sittings import begin, finish

ClientOf = Callable[[Member | None], PageClient]
SAMPLER = Path(__file__).parent.parent / "sampler" / "bench" / "every-question"
ACTS = ("Discharge the phone", "Power off", "Take out the two", "Unplug the battery")


@pytest.fixture
def lesson(cast: Cast) -> EnrolledItem:
    """The trainee before the lesson with a practice question of every new type."""
    revision, _ = publish(read_course(SAMPLER).sources, course_id=SAMPLER.name, track_id="bench", by=None, at=BEFORE)
    cohort = create_cohort(
        "Every question",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    enrolment = enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE)
    enrolled = enrolment_facts(enrolment.id)
    return EnrolledItem(enrolled, enrolled.curriculum.items["practise"])


@pytest.fixture
def quiz(lesson: EnrolledItem) -> EnrolledItem:
    """The trainee before the quiz with a question of every type."""
    return EnrolledItem(lesson.enrolled, lesson.enrolled.curriculum.items["every-type"])


@pytest.fixture
def trainee(cast: Cast, client_of: ClientOf) -> PageClient:
    return client_of(cast.trainee)


def asked_in(attempt: Attempt, found: EnrolledItem) -> dict[str, Asked]:
    """What the attempt asks, by question id."""
    assert isinstance(found.item, Quiz)
    return {each.question.id: each for each in from_record(attempt.asked, found.item)}


def sent(attempt: Attempt, found: EnrolledItem, **answers: Any) -> dict[str, list[str]]:
    """The fields of a form that gives these answers."""
    asked = asked_in(attempt, found)
    return {
        f"answer-{name}": values_for(asked[name].question, answer, asked[name].options)
        for name, answer in answers.items()
    }


def text_of(client: PageClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def part(text: str, question_id: str, before: str = "question") -> str:
    """What of a page belongs to one question."""
    end = "fieldset|article" if before == "question" else "form|section"
    found = re.search(rf'id="{before}-{question_id}".*?</({end})>', text, re.DOTALL)
    assert found is not None
    return found[0]


def test_every_type_is_answered_through_its_form_and_marked(trainee: PageClient, quiz: EnrolledItem) -> None:
    attempt = begin(quiz, at=now())
    assert isinstance(quiz.item, Quiz)
    right = {question.id: right_answer(question) for question in quiz.item.questions}
    response = trainee.post(f"/attempts/{attempt.id}/mark", data=sent(attempt, quiz, **right))
    assert (response.status_code, response.location) == (303, f"/attempts/{attempt.id}")
    assert answers_of(attempt.id) == right
    mark = last_mark(attempt.id)
    assert mark is not None
    assert (mark.thousandths, mark.possible_thousandths, mark.passed) == (15_000, 15_000, True)


def test_a_wrong_answer_to_every_type_earns_nothing(quiz: EnrolledItem) -> None:
    assert isinstance(quiz.item, Quiz)
    wrong = {question.id: wrong_answer(question) for question in quiz.item.questions}
    mark = finish(begin(quiz), quiz, wrong)
    assert (mark.thousandths, mark.critical_missed) == (0, True)


def test_partial_credit_is_given_where_the_type_knows_it(quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    answers = {"swap": [0, 1, 3, 2], "readings": [0, 2, 1], "signs": [0, 1, 1], "connector": [0], "bottom": [2, 3]}
    marks = question_marks(finish(attempt, quiz, answers).id)
    assert {name: marks[name].thousandths for name in answers} == {
        "swap": 2000,
        "readings": 1000,
        "signs": 0,
        "connector": 2000,
        "bottom": 2000,
    }


def test_what_is_not_finished_is_kept_and_counts_as_without_an_answer(trainee: PageClient, quiz: EnrolledItem) -> None:
    attempt = begin(quiz, at=now())
    some = {"swap": [3, None, 0, None], "readings": [None, 1, None], "bottom": [2]}
    trainee.post(f"/attempts/{attempt.id}/responses", data=sent(attempt, quiz, **some))
    assert answers_of(attempt.id) == some
    assert unanswered(attempt) == {"one", "some", "number", "word", "swap", "readings", "signs", "connector"}
    text = text_of(trainee, f"/attempts/{attempt.id}")
    values = sent(attempt, quiz, **some)
    chosen = re.findall(r'<option value="([\d:]+)"[^>]* selected>', part(text, "swap"))
    assert sorted(chosen) == sorted(values["answer-swap"])
    assert re.findall(r'<option value="([\d:]+)"[^>]* selected>', part(text, "readings")) == values["answer-readings"]
    assert "8 questions without an answer" in text


def test_what_is_taken_away_again_is_no_answer(trainee: PageClient, quiz: EnrolledItem) -> None:
    attempt = begin(quiz, at=now())
    save_responses(attempt, answers={"swap": [0, 1, 2, 3], "bottom": [2, 3]}, at=now())
    trainee.post(f"/attempts/{attempt.id}/responses", data={"answer-swap": ["", "", "", ""], "answer-bottom": ""})
    assert answers_of(attempt.id) == {}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"answer-swap": ["0:0", "1:0"]}, "Give each one a number of its own."),
        ({"answer-swap": ["0:4"]}, "Choose from the answers shown here."),
        ({"answer-swap": ["0:0", "0:1"]}, "Choose from the answers shown here."),
        ({"answer-readings": ["3:0"]}, "Choose from the answers shown here."),
        ({"answer-readings": ["Short to ground"]}, "Choose from the answers shown here."),
        ({"answer-connector": ["0", "1"]}, "Choose one answer only."),
        ({"answer-bottom": ["4"]}, "Choose from the answers shown here."),
    ],
)
def test_what_cannot_be_meant_is_refused_beside_the_question_and_stays_on_the_page(
    trainee: PageClient, quiz: EnrolledItem, data: dict[str, list[str]], sentence: str
) -> None:
    attempt = begin(quiz, at=now())
    response = trainee.post(f"/attempts/{attempt.id}/responses", data={"answer-number": "3.85"} | data)
    text = response.get_data(as_text=True)
    assert (response.status_code, answers_of(attempt.id)) == (422, {})
    (name,) = data
    assert sentence in part(text, name.removeprefix("answer-"))
    assert 'value="3.85"' in text


def test_two_things_with_the_same_number_are_both_shown_with_it(trainee: PageClient, quiz: EnrolledItem) -> None:
    attempt = begin(quiz, at=now())
    response = trainee.post(f"/attempts/{attempt.id}/mark", data={"answer-swap": ["0:0", "1:0", "2:2", "3:3"]})
    swap = part(response.get_data(as_text=True), "swap")
    assert sorted(re.findall(r'<option value="([\d:]+)"[^>]* selected>', swap)) == ["0:0", "1:0", "2:2", "3:3"]
    assert attempt.closed_at is None


def test_two_right_cells_may_be_the_same(trainee: PageClient, quiz: EnrolledItem) -> None:
    attempt = begin(quiz, at=now())
    data = sent(attempt, quiz, readings=[2, 2, 2])
    assert trainee.post(f"/attempts/{attempt.id}/responses", data=data).status_code == 303
    assert answers_of(attempt.id) == {"readings": [2, 2, 2]}


def test_the_page_of_an_attempt_names_things_by_their_places_on_it(trainee: PageClient, quiz: EnrolledItem) -> None:
    # Whatever the order that belongs, ids and values on the page count from its top.
    for _ in range(8):
        attempt = begin(quiz, at=now())
        swap = part(text_of(trainee, f"/attempts/{attempt.id}"), "swap")
        shown = asked_in(attempt, quiz)["swap"].options
        texts = re.findall(r'<div class="ordering-text" id="question-swap-text-(\d)">([A-Z][a-z]+)', swap)
        assert texts == [(str(place), ACTS[act].split()[0]) for place, act in enumerate(shown)]
        assert re.findall(r'<option value="(\d):0"', swap) == ["0", "1", "2", "3"]
        readings = part(text_of(trainee, f"/attempts/{attempt.id}"), "readings")
        rights = re.findall(r'<option value="1:(\d)">[ABC] ([A-Z][a-z]+)', readings)
        first_words = ("Short", "As", "Open")
        order = asked_in(attempt, quiz)["readings"].options
        assert rights == [(str(place), first_words[right]) for place, right in enumerate(order)]
        finish(attempt, quiz, {}, at=now())


def test_what_a_menu_cannot_show_is_listed_with_letters(
    trainee: PageClient, quiz: EnrolledItem, lesson: EnrolledItem
) -> None:
    attempt = begin(quiz, at=now())
    long, drawn = (part(text_of(trainee, f"/attempts/{attempt.id}"), name) for name in ("readings", "signs"))
    short = part(text_of(trainee, lesson.prefix), "practise-match", "check")
    on_screen = ['<ol class="matching-rights">' in each for each in (long, drawn, short)]
    assert on_screen == [True, True, False]
    options = [re.findall(r'<option value="0:\d">([ABC] |)', each) for each in (long, drawn, short)]
    assert options == [["A ", "B ", "C "], ["A ", "B ", "C "], ["", "", ""]]


def test_no_key_reaches_the_browser_before_marking(
    trainee: PageClient, quiz: EnrolledItem, lesson: EnrolledItem
) -> None:
    attempt = begin(quiz, at=now())
    pages = text_of(trainee, f"/attempts/{attempt.id}") + text_of(trainee, lesson.prefix)
    words = (
        "The energy goes first",
        "A diode reading near",
        "That is the camera.",
        "six contacts",
        "A full cell holds",
    )
    assert [word in pages for word in (*words, "marked-", "hotspot-right", "hotspot-wrong", "compared")] == [False] * 9


def test_two_attempts_show_the_same_question_in_another_order(quiz: EnrolledItem) -> None:
    orders = set()
    for _ in range(12):
        attempt = begin(quiz)
        orders.add(asked_in(attempt, quiz)["swap"].options)
        finish(attempt, quiz, {})
    assert len(orders) > 2


def test_a_marked_attempt_shows_the_own_answer_beside_the_right_one(trainee: PageClient, quiz: EnrolledItem) -> None:
    attempt = begin(quiz)
    answers = {"swap": [0, 1, 3, 2], "readings": [0, 2, None], "connector": [1], "bottom": [2]}
    finish(attempt, quiz, answers)
    text = text_of(trainee, f"/attempts/{attempt.id}")
    swap, readings, connector = (part(text, name) for name in ("swap", "readings", "connector"))
    rows = [re.findall(r"Discharge|Power|Take|Unplug", row) for row in swap.split("<tr>")[2:]]
    assert rows == [["Discharge"] * 2, ["Power"] * 2, ["Unplug", "Take"], ["Take", "Unplug"]]
    assert (swap.count(">In its place<"), swap.count(">Not in its place<")) == (2, 2)
    assert "Neighbours in the right order: 2 of 3" in swap
    assert "Partly right · 2 / 3" in swap
    rows = [
        re.findall(r">(–|Short to ground|As it should be|Open|Right|Not right)[:<]", row)
        for row in readings.split("<tr>")[2:]
    ]
    assert [row[:2] for row in rows] == [["Short to ground", "Right"], ["Open", "Not right"], ["–", "Not right"]]
    assert re.findall(r'<g class="hotspot-place ([a-z-]+)" data-place="(\d)"', connector) in (
        [("hotspot-right", "0"), ("hotspot-wrong", "1")],
        [("hotspot-wrong", "1"), ("hotspot-right", "0")],
    )
    assert "That is the camera." in connector


@pytest.mark.parametrize(("language", "written"), [("en", "3.85 ± 0.05 V"), ("fr", "3,85 ± 0,05 V")])
def test_the_right_number_is_written_as_its_reader_types_it(
    client_of: ClientOf, quiz: EnrolledItem, cast: Cast, language: str, written: str
) -> None:
    attempt = begin(quiz)
    finish(attempt, quiz, {})
    choose_language(cast.trainee.id, language=language)
    text = text_of(client_of(signed_in(cast.trainee.id)), f"/attempts/{attempt.id}")
    assert written in " ".join(part(text, "number").replace("\xa0", " ").split())


def test_a_quiz_that_shows_no_key_shows_only_what_was_answered(
    trainee: PageClient, lesson: EnrolledItem, cast: Cast
) -> None:
    sources = dict(read_course(SAMPLER).sources)
    source = "week-01/80-every-type.md"
    sources[source] = sources[source].replace(b"kind: quiz\n", b"kind: quiz\nfeedback: never\n")
    revision, _ = publish(sources, course_id=SAMPLER.name, track_id="bench", by=None, at=BEFORE)
    cohort = create_cohort(
        "Without a key",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=BEFORE,
    )
    enrolled = enrolment_facts(enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=BEFORE).id)
    found = EnrolledItem(enrolled, enrolled.curriculum.items["every-type"])
    attempt = begin(found)
    finish(attempt, found, {"swap": [3, None, 0, 1], "readings": [2, None, 0], "connector": [1]})
    text = text_of(trainee, f"/attempts/{attempt.id}")
    swap, readings, connector = (part(text, name) for name in ("swap", "readings", "connector"))
    assert re.findall(r"Discharge|Power|Take|Unplug|<td[^>]*>–", swap) == [
        "Unplug",
        '<td class="">–',
        "Discharge",
        "Power",
    ]
    assert re.findall(r">(–|Short|As it|Open)", readings) == ["Open", "–", "Short"]
    assert re.findall(r'<g class="hotspot-place ([a-z-]+)" data-place="(\d)"', connector) == [("hotspot-chosen", "1")]
    assert [word in text for word in ("Right order", "Right answer", "In its place", "hotspot-right")] == [False] * 4


def test_staff_read_each_key(cast: Cast, client_of: ClientOf, quiz: EnrolledItem) -> None:
    revision = quiz.enrolled.cohort.revision_id
    text = text_of(client_of(cast.instructor), f"/revisions/{revision}/items/every-type")
    swap, connector = part(text, "swap"), part(text, "connector")
    assert re.findall(r"Discharge|Power|Take|Unplug", swap) == ["Discharge", "Power", "Take", "Unplug"]
    assert "Your " not in swap + part(text, "readings") + connector
    assert re.findall(r'<g class="hotspot-place ([a-z-]+)" data-place="0"', connector) == ["hotspot-right"]
    assert connector.count("hotspot-wrong") == 3
    lesson = text_of(client_of(cast.instructor), f"/revisions/{revision}/items/practise")
    assert "ordered-key" in part(lesson, "practise-order", "check")


@pytest.mark.parametrize(
    ("question_id", "answer", "verdict", "compared"),
    [
        ("practise-order", [0, 1, 2], "Right", False),
        ("practise-order", [0, 2, 1], "Partly right", True),
        ("practise-order", [None, None, 0], "Not right", True),
        ("practise-match", [0, 1, 2], "Right", False),
        ("practise-match", [1, None, None], "Not right", True),
        ("practise-hotspot", [0], "Right", False),
        ("practise-hotspot", [1], "Not right", True),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["a whole page", "htmx"])
def test_a_practice_question_is_marked_beside_its_key(
    trainee: PageClient,
    lesson: EnrolledItem,
    question_id: str,
    answer: list[int | None],
    verdict: str,
    headers: dict[str, str],
    *,
    compared: bool,
) -> None:
    assert isinstance(lesson.item, Lesson)
    question = lesson.item.checks[question_id]
    values = values_for(question, answer, question.shown)
    response = trainee.post(f"{lesson.prefix}/practice/{question_id}", data={"answer": values}, headers=headers)
    box = part(response.get_data(as_text=True), question_id, "check")
    assert f'<p class="verdict-word">{verdict}</p>' in box
    assert ('class="compared' in box or "hotspot-right" in box) is compared
    marked = re.findall(r'value="([\d:]+)"[^>]* (?:selected|checked)>', box)
    assert sorted(marked) == sorted(values)


def test_a_practice_question_without_an_answer_asks_for_one(trainee: PageClient, lesson: EnrolledItem) -> None:
    address = f"{lesson.prefix}/practice/practise-order"
    response = trainee.post(address, data={"answer": ["", ""]}, headers={"HX-Request": "true"})
    assert "Choose or type an answer first." in response.get_data(as_text=True)


def test_a_lesson_that_only_shows_its_practice_shows_no_order(trainee: PageClient, lesson: EnrolledItem) -> None:
    assert isinstance(lesson.item, Lesson)
    box = part(text_of(trainee, lesson.prefix), "practise-order", "check")
    acts = re.findall(r'ordering-text"[^>]*>(Discharge|Power|Take)', box)
    assert acts != ["Discharge", "Power", "Take"]
    assert sorted(acts) == ["Discharge", "Power", "Take"]
