"""What goes out and comes in again is the same, wherever the other format can say it."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.curriculum.compiler import compile_course
from app.curriculum.model import Question, Quiz
from app.exchange.bank import BankQuestion
from app.exchange.importing import import_questions
from app.exchange.pages import page_text
from app.exchange.plain import as_markdown
from app.exchange.written import written_questions
from app.shared.markdown import plain, render, render_inline
from tests.curriculum.small_course import QUIZ, sources
from tests.exchange.bank_quiz import QUIZ_PAGE
from tests.exchange.banks import INTO, NAMES, brought, compiled, exported

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co")), max_size=60)
WORDS = st.from_regex(r"[A-Za-zéΩ][A-Za-z0-9éΩ ,.?'%&<>*_`|{}\[\]()#=~:\\/+-]{0,40}", fullmatch=True)


def _questions(page: str) -> dict[str, Question]:
    made = compile_course(sources({QUIZ: page}), track_id=NAMES[0], course_id=NAMES[1]).curriculum
    assert made is not None
    quiz = made.items["safety-quiz"]
    assert isinstance(quiz, Quiz)
    return dict(quiz.by_id)


def _back(form: str) -> dict[str, Question]:
    """The questions after they went out and came into a course that has the images, but not the quiz."""
    course = sources({QUIZ: None})
    return compiled(brought(exported(QUIZ_PAGE, form).data, form, course=course), course)


def test_moodle_xml_brings_back_every_question_that_it_can_say() -> None:
    before, after = _questions(QUIZ_PAGE), _back("moodle-xml")
    assert sorted(after) == sorted(before)
    assert [name for name in before if after[name].digest != before[name].digest] == ["match", "where"]
    for name in set(before) - {"match", "where"}:
        assert after[name].options == before[name].options
        assert after[name].explanation_html == before[name].explanation_html
        assert after[name].competence == before[name].competence
    assert after["match"].pairs == before["match"].pairs
    assert [option.right for option in after["where"].options] == [True, False]


def test_gift_brings_back_every_question_that_it_can_say() -> None:
    before, after = _questions(QUIZ_PAGE), _back("gift")
    assert sorted(set(before) - set(after)) == ["put"]
    same = [name for name in after if after[name].digest == before[name].digest]
    assert same == ["which", "how-many", "say", "put-all", "all"]  # the others have points, a unit, headings or places
    assert after["pierced-cell"].options == before["pierced-cell"].options
    assert after["pierced-cell"].stem_html == before["pierced-cell"].stem_html


def test_what_comes_back_goes_out_again_the_same() -> None:
    course = sources({QUIZ: None})
    once = brought(exported(QUIZ_PAGE, "moodle-xml").data, "moodle-xml", course=course)
    page = once.files["week-02/85-imported-quiz-a-b.md"].decode()
    again = exported(page, "moodle-xml").data
    twice = import_questions(again, "moodle-xml", into=INTO, sources=course, names=NAMES)
    assert twice.files[INTO] == once.files["week-02/85-imported-quiz-a-b.md"]


@given(TEXTS)
@settings(deadline=None)
def test_a_plain_text_shows_as_it_is(text: str) -> None:
    assert plain(render(as_markdown(text))) == " ".join(text.split())


@given(WORDS)
@settings(deadline=None)
def test_a_plain_title_shows_as_it_is(text: str) -> None:
    assert plain(render_inline(as_markdown(text))) == " ".join(text.split())


@given(st.lists(WORDS, min_size=2, max_size=5, unique_by=str.strip), WORDS)
@settings(deadline=None)
@example(["a", "b"], "Two  spaces")
def test_plain_options_come_back_by_gift_and_moodle_xml(options: list[str], title: str) -> None:
    lines = "\n".join(f"- [{' ' if at else 'x'}] {as_markdown(text.strip())}" for at, text in enumerate(options))
    page = f"---\ntitle: Q\nkind: quiz\n---\n\n## {as_markdown(title.strip())} {{#q .single}}\n\n{lines}\n"
    course = sources({QUIZ: None})
    for form in ("gift", "moodle-xml"):
        after = compiled(brought(exported(page, form).data, form, course=course), course)
        assert after["q"].digest == _questions(page)["q"].digest


def test_a_question_reads_as_it_was_written() -> None:
    questions, _ = written_questions(QUIZ_PAGE.encode())
    again, _ = written_questions(page_text("Quiz", questions).encode())
    assert [_without_line(question) for question in again] == [_without_line(question) for question in questions]
    assert len(questions) == 10


def _without_line(question: BankQuestion) -> dict[str, object]:
    return {name: value for name, value in vars(question).items() if name != "line"}
