"""Translations: the texts are another language's, everything else is the original's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.checking import CheckedCourse, check_folder
from app.curriculum.compiler import compile_course
from app.curriculum.digest import source_digest
from app.curriculum.folder import read_course
from app.curriculum.marking import answer_from, credit
from app.curriculum.model import Curriculum, Question, Quiz
from app.curriculum.phrases import phrase
from app.curriculum.pieces import pieces_of
from app.curriculum.problems import Problem
from app.curriculum.telling import as_json, tallies_as_lines
from app.curriculum.translating import Tally
from tests.curriculum.rich_course import (
    CASE_FR,
    CELLS,
    COURSE_FR,
    LESSON,
    LESSON_FR,
    PRACTICAL_FR,
    QUIZ,
    QUIZ_FR,
    RICH,
    WEEK_FR,
    broken,
    problems_when,
)

SAMPLER: Final = Path(__file__).parent.parent / "sampler" / "bench" / "every-question"
TEXTS: Final = frozenset(
    {"title", "title_html", "summary", "outcomes", "certificate_title", "body", "path", "line", "language"}
    | {"text_language", "stem_html", "explanation_html", "feedback_html", "html", "levels", "ordered", "heads"}
    | {"left_html", "right_html", "picture_html", "accepted", "also_accepted", "name", "reading", "text", "debrief"}
    | {"translations", "translation_of"}
)
"""The fields that a translation says, and where it says them."""


def made(changes: Mapping[str, str] | None = None) -> Curriculum:
    """The rich course, which must be sound, with some files changed."""
    sources = {path: text.encode() for path, text in {**RICH, **(changes or {})}.items()}
    curriculum = compile_course(sources, track_id="mobile", course_id="phone-repair").curriculum
    assert curriculum is not None
    return curriculum


def sampler() -> Curriculum:
    """The course with a question of every type."""
    curriculum = compile_course(read_course(SAMPLER).sources, track_id="bench", course_id="every-question").curriculum
    assert curriculum is not None
    return curriculum


def quiz_in(curriculum: Curriculum, item_id: str) -> Quiz:
    """A quiz of a course."""
    item = curriculum.items[item_id]
    assert isinstance(item, Quiz)
    return item


def codes(problems: list[Problem]) -> list[tuple[str, str, int, str]]:
    """Level, file, line and code of each."""
    return [(problem.level, problem.file, problem.line, problem.code) for problem in problems]


RICH_COURSE: Final = made()
SAMPLE: Final = sampler()


def rules(thing: object) -> Iterator[object]:
    """Everything in a curriculum that is no text, in order."""
    if is_dataclass(thing):
        yield type(thing)
        for field in fields(thing):
            if field.name not in TEXTS:
                yield from rules(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for each in thing:
            yield from rules(each)
    else:
        yield thing


@pytest.mark.parametrize("curriculum", [RICH_COURSE, SAMPLE])
@pytest.mark.parametrize("language", ["fr", "fr-CA", "de", "en", ""])
def test_ids_keys_rules_and_digests_are_the_same_in_every_language(curriculum: Curriculum, language: str) -> None:
    assert list(rules(curriculum.in_language(language))) == list(rules(curriculum))
    for item in curriculum.in_language(language).items.values():
        own = pieces_of(curriculum.items[item.id])
        assert [(each.id, each.digest) for each in pieces_of(item)] == [(each.id, each.digest) for each in own]


def questions_in(curriculum: Curriculum) -> dict[str, Question]:
    """Every question of a course by id."""
    pieces = (piece for item in curriculum.items.values() for piece in pieces_of(item))
    return {piece.id: piece for piece in pieces if isinstance(piece, Question)}


QUESTIONS: Final = [(curriculum, name) for curriculum in (RICH_COURSE, SAMPLE) for name in questions_in(curriculum)]
TYPED: Final = st.sampled_from(
    [
        "lithium",
        "Lithium ION",
        "lithium-ion",
        "pile au lithium",
        "circuit ouvert",
        "open circuit",
        "3.85",
        "3,9 V",
        "25",
    ]
)
SENT: Final = st.one_of(
    st.lists(TYPED, max_size=1),
    st.lists(st.integers(0, 4).map(str), max_size=4),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).map("{0[0]}:{0[1]}".format), max_size=4),
)


@given(st.sampled_from(QUESTIONS), SENT)
def test_an_answer_earns_the_same_in_every_language(chosen: tuple[Curriculum, str], sent: list[str]) -> None:
    curriculum, name = chosen
    earned: set[Fraction] = set()
    for language in ("en", "fr"):
        question = questions_in(curriculum.in_language(language))[name]
        earned.add(credit(question, answer_from(question, sent)))
    assert len(earned) == 1


def test_what_is_translated_is_in_the_readers_language_and_the_rest_in_the_courses_own() -> None:
    french = RICH_COURSE.in_language("fr")
    assert (french.language, french.text_language, french.title, french.summary, french.certificate_title) == (
        "en",
        "fr",
        "Réparation de téléphones",
        "À l'établi.",
        "Réparateur de téléphones",
    )
    assert [(week.title, week.language) for week in french.weeks[:2]] == [("Semaine 1", "fr"), ("Week 2", "en")]
    assert [(item.id, item.language, item.title) for item in french.items.values()][:5] == [
        ("the-bench", "fr", "L'établi"),
        ("swollen-cells", "en", "Swollen cells"),
        ("safety-quiz", "fr", "Quiz de sécurité"),
        ("battery-swap", "fr", "Changer la batterie"),
        ("lesson-2", "en", "Lesson 2"),
    ]
    assert french.items["swollen-cells"] is RICH_COURSE.items["swollen-cells"]
    assert french.openers["safety"].title == "Quiz de sécurité"


def test_a_language_that_nothing_is_translated_into_is_the_courses_own() -> None:
    assert RICH_COURSE.in_language("de") is RICH_COURSE
    assert RICH_COURSE.in_language("en") is RICH_COURSE
    assert RICH_COURSE.in_language("en-GB") is RICH_COURSE


def test_each_language_is_one_curriculum_from_wherever_it_is_asked() -> None:
    french = RICH_COURSE.in_language("fr")
    assert RICH_COURSE.in_language("fr") is french
    assert RICH_COURSE.in_language("fr-CA") is french
    assert french.in_language("fr") is french
    assert french.in_language("en") is RICH_COURSE
    assert (french.base, RICH_COURSE.base) == (RICH_COURSE, RICH_COURSE)
    assert french.base is RICH_COURSE


def test_what_a_region_doesnt_translate_is_taken_from_its_language() -> None:
    course = made({"week-01/20-swollen-cells.fr-CA.md": "---\ntitle: Piles enflées\n---\nUne pile.\n"})
    canadian = course.in_language("fr-CA")
    assert [(item.language, item.title) for item in canadian.items.values()][:2] == [
        ("fr", "L'établi"),
        ("fr-CA", "Piles enflées"),
    ]
    assert course.in_language("fr").items["swollen-cells"].language == "en"


def test_a_text_answer_of_any_language_is_accepted_in_all_but_shown_in_its_own() -> None:
    english = questions_in(RICH_COURSE)["cell-name"]
    french = questions_in(RICH_COURSE.in_language("fr"))["cell-name"]
    assert english.accepted == french.also_accepted == ("lithium", "lithium ion")
    assert french.accepted == english.also_accepted == ("lithium-ion", "pile au lithium")
    for typed in ("Lithium", "lithium ion", "pile au LITHIUM", "lithium-ion"):
        assert [credit(question, typed) for question in (english, french)] == [1, 1]
    assert [credit(question, "cellule") for question in (english, french)] == [0, 0]


def test_a_text_question_without_answers_in_the_translation_keeps_those_of_the_original() -> None:
    text = RICH[QUIZ_FR].replace("= lithium-ion\n= pile au lithium\n", "")
    question = questions_in(made({QUIZ_FR: text}).in_language("fr"))["cell-name"]
    assert (question.accepted, question.also_accepted) == (("lithium", "lithium ion"), ())


def test_what_a_translation_leaves_out_comes_from_the_original() -> None:
    french = RICH_COURSE.in_language("fr")
    pierced, signs, volts, _ = quiz_in(french, "safety-quiz").questions
    assert [(option.html, option.right) for option in pierced.options] == [
        ("Elle perdrait de la capacité", False),
        ("Elle peut prendre feu", True),
    ]
    assert pierced.options[0].feedback_html == "<p>C'est le moindre des soucis.</p>"
    assert (pierced.critical, pierced.points, pierced.explanation_html) == (True, 2, "<p>Le feu.</p>")
    assert [option.right for option in signs.options] == [True, True, False]
    assert volts.numeric == quiz_in(RICH_COURSE, "safety-quiz").questions[2].numeric
    hazard = french.items["the-bench"].body[1]
    assert (getattr(hazard, "type", ""), getattr(hazard, "level", "")) == ("hot", "warning")


def test_an_explanation_behind_a_key_that_is_left_out_is_still_one() -> None:
    question = questions_in(RICH_COURSE.in_language("fr"))["how-warm"]
    assert (question.stem_html, question.explanation_html) == ("", "<p>Plus chaud, c'est trop.</p>")


def test_places_on_a_picture_are_those_of_the_original() -> None:
    own, french = (questions_in(SAMPLE.in_language(language))["connector"] for language in ("en", "fr"))
    assert french.spots == own.spots
    assert french.options[0].html == "Le composant en haut à gauche"
    assert french.options[1].feedback_html == "<p>C'est la caméra.</p>"


def test_what_is_practised_is_shown_in_the_same_order_in_every_language() -> None:
    for name in ("practise-order", "practise-match"):
        assert questions_in(SAMPLE)[name].shown == questions_in(SAMPLE.in_language("fr"))[name].shown


def test_a_link_may_lead_to_the_translated_file() -> None:
    prose = RICH_COURSE.in_language("fr").items["the-bench"].body[0]
    assert 'href="safety-quiz"' in getattr(prose, "html", "")


def test_a_numbers_comma_in_a_translation_is_no_difference() -> None:
    text = RICH[QUIZ_FR].replace("{#volts}\n", "{#volts}\n= 3,85 ± 0,05 V\n")
    assert problems_when({QUIZ_FR: text}) == []


DIFFERENT = [
    (LESSON_FR, "title: L'établi", "title: L'établi\nminutes: 31", 3, "minutes"),
    (LESSON_FR, "title: L'établi", "title: L'établi\ncompetences: [B1.1]", 3, "competences"),
    (LESSON_FR, "Fer chaud\n", "Fer chaud\n    level: danger\n\n", 8, "level: danger"),
    (LESSON_FR, "{#how-warm}\n", "{#how-warm}\n= 30 °C\n", 31, "= 30 °C"),
    (QUIZ_FR, "kind: quiz", "kind: lesson", 3, "kind"),
    (QUIZ_FR, "kind: quiz", "pass: 70 %", 3, "pass"),
    (QUIZ_FR, "{#pierced-cell}", "{#pierced-cell .multiple}", 8, ".multiple"),
    (QUIZ_FR, "{#pierced-cell}", "{#pierced-cell points=3}", 8, "points=3"),
    (QUIZ_FR, "- [ ] Une rayure", "- [x] Une rayure", 23, "[x]"),
    (PRACTICAL_FR, "{name: Spatule}", "{name: Spatule, per: bench}", 4, "per"),
    (PRACTICAL_FR, "{#adhesive}", "{#adhesive .critical}", 17, ".critical"),
    (CASE_FR, ".makes-safe minutes=4", ".live minutes=4", 12, ".live"),
    (CASE_FR, "{#short}", "{#short minutes=41}", 34, "minutes=41"),
    (COURSE_FR, "certificate: {", "weeks: 6\ncertificate: {", 4, "weeks"),
    (COURSE_FR, "certificate: {", "certificate: {valid_for: 1 day, ", 4, "valid_for"),
    (WEEK_FR, "title: Semaine 1", "title: Semaine 1\nhours: 8", 3, "hours"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "what"), DIFFERENT)
def test_a_rule_that_differs_is_a_warning_and_the_originals_counts(
    file: str, old: str, new: str, line: int, what: str
) -> None:
    told = broken(file, old, new)
    assert codes(told) == [("warning", file, line, "not-as-in-original")]
    assert phrase(told[0]) == f"‘{what}’ is not what the original says, which counts; leave it out."
    changed = made({file: RICH[file].replace(old, new, 1)})
    assert list(rules(changed.in_language("fr"))) == list(rules(RICH_COURSE))


SAME = [
    (LESSON_FR, "title: L'établi", "title: L'établi\nminutes: 30\naliases: [the-table]"),
    (LESSON_FR, "Fer chaud\n", "Fer chaud\n    type: hot\n    level: warning\n\n"),
    (QUIZ_FR, "kind: quiz", "pass: 80%\ndraw: {cells: 2}\nshuffle: true"),
    (QUIZ_FR, "{#signs}", "{#signs .multiple competence=B1.2 pool=cells marking=all}"),
    (QUIZ_FR, "{#volts}\n", "{#volts was=voltage}\n= 3.85 ± 0.05 V\n"),
    (PRACTICAL_FR, "{name: Batterie}", "{name: Batterie, per: trainee, quantity: 1, cost: 12.5}"),
    (PRACTICAL_FR, "{name: Alcool}", "{name: Alcool, per: bench, lasts: true}"),
    (COURSE_FR, "certificate: {", "language: en\nweeks: 5\ncertificate: {valid_for: 3 years, "),
]


@pytest.mark.parametrize(("file", "old", "new"), SAME)
def test_a_rule_that_is_repeated_as_it_is_is_no_problem(file: str, old: str, new: str) -> None:
    assert broken(file, old, new) == []


SHAPES = [
    (LESSON_FR, "2. Posez le tapis.\n", "2. Posez le tapis.\n3. Encore.\n", 11, "steps: 2, not 3"),
    (LESSON_FR, "/// hazard | Fer chaud\nNe touchez jamais la panne.\n///\n", "", 1, "hazards: 1, not 0"),
    (
        LESSON_FR,
        "/// readings",
        "/// steps | Encore\n1. Un.\n///\n\n/// readings",
        23,
        "blocks of steps: 1, not 2",
    ),
    (QUIZ_FR, "- [ ] Une rayure\n", "", 21, "options: 3, not 2"),
    (PRACTICAL_FR, "- 2: Propre\n", "", 17, "levels: 3, not 2"),
    (PRACTICAL_FR, "  - {name: Spatule}\n", "  - {name: Spatule}\n  - {name: Pince}\n", 3, "tools: 1, not 2"),
    (PRACTICAL_FR, "  - {name: Alcool}\n", "  - {name: Alcool}\n  - {name: Chiffon}\n", 7, "consumables: 1, not 2"),
    (WEEK_FR, "[Ils savent faire.]", "[Ils savent., Et font.]", 3, "outcomes: 1, not 2"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "words"), SHAPES)
def test_another_shape_is_told_with_what_it_should_be(file: str, old: str, new: str, line: int, words: str) -> None:
    told = broken(file, old, new)
    assert codes(told) == [("error", file, line, "shape-differs")]
    assert phrase(told[0]) == f"The original has another number of {words}; translate each, in its order."


def test_pairs_and_things_to_put_in_order_are_as_many_as_in_the_original() -> None:
    sources = dict(read_course(SAMPLER).sources)
    file = "week-01/80-every-type.fr.md"
    text = sources[file].decode().replace("| Fil | ![Un trait horizontal](../images/sign-b.svg) |\n", "")
    sources[file] = text.replace("3. Retirez les deux vis pentalobe.\n4.", "3.", 1).encode()
    told = compile_course(sources, track_id="bench", course_id="every-question").problems
    assert [phrase(problem) for problem in told if problem.level == "error"] == [
        "The original has another number of things to put in order: 4, not 3; translate each, in its order.",
        "The original has another number of pairs: 3, not 2; translate each, in its order.",
    ]


def without_question(text: str, name: str) -> str:
    """A quiz's text without one of its questions."""
    return "## ".join(part for part in text.split("## ") if f"{{#{name}" not in part)


def test_a_question_that_is_not_translated_is_told_where_it_is_missing() -> None:
    told = problems_when({QUIZ_FR: without_question(RICH[QUIZ_FR], "signs")})
    assert codes(told) == [("error", QUIZ_FR, 20, "not-translated")]
    assert told[0].values["expected"] == "signs"


def test_a_last_question_that_is_not_translated_is_told_at_the_one_before() -> None:
    told = problems_when({QUIZ_FR: without_question(RICH[QUIZ_FR], "cell-name")})
    assert codes(told) == [("error", QUIZ_FR, 25, "not-translated")]


def test_questions_in_another_order_are_told_at_the_first() -> None:
    text = without_question(RICH[QUIZ_FR], "volts").rstrip("\n")
    told = problems_when({QUIZ_FR: f"{text}\n\n## À combien de volts ? {{#volts}}\n"})
    assert codes(told) == [("error", QUIZ_FR, 25, "not-in-order")]
    assert phrase(told[0]) == "Here the original has ‘volts’; keep its order."


FILES = [
    ("week-01/10-the-bnech.fr.md", "translation-of-nothing", "week-01/10-the-bench.fr.md"),
    ("week-02/10-the-bench.fr.md", "translation-of-nothing", "week-01/10-the-bench.fr.md"),
    ("corse.fr.md", "translation-of-nothing", "course.fr.md"),
    ("week-01/20-swollen-cells.FR.md", "not-a-language", "fr"),
    ("week-01/20-swollen-cells.fr_ca.md", "not-a-language", "fr-CA"),
    ("week-01/20-swollen-cells.french.md", "not-a-language", ""),
    ("week-01/20-swollen-cells.en.md", "own-language", ""),
    ("course.en.md", "own-language", ""),
]


@pytest.mark.parametrize(("file", "code", "meant"), FILES)
def test_a_file_that_is_no_translation_is_told_with_what_was_meant(file: str, code: str, meant: str) -> None:
    told = problems_when({file: "---\ntitle: Oui\n---\nOui.\n"})
    assert [(problem.file, problem.code, problem.values.get("nearest", "")) for problem in told] == [
        (file, code, meant)
    ]
    assert told[0].level == "error"


def test_markdown_that_is_never_shown_stays_so_in_another_language() -> None:
    told = problems_when({"README.md": "Lisez-moi.", "README.fr.md": "Lisez-moi."})
    assert codes(told) == [("warning", "README.fr.md", 1, "never-shown"), ("warning", "README.md", 1, "never-shown")]


def test_of_a_translation_whose_original_has_a_mistake_nothing_is_told() -> None:
    text = RICH[QUIZ].replace("- [x] It can catch fire", "- [ ] It can catch fire")
    told = problems_when({QUIZ: text, QUIZ_FR: without_question(RICH[QUIZ_FR], "signs")})
    assert [(problem.file, problem.code) for problem in told] == [(QUIZ, "no-right-option")]


def test_a_file_whose_original_couldnt_be_read_is_left_alone() -> None:
    told = problems_when({LESSON: None, CELLS: RICH[CELLS]}, unread=frozenset({LESSON}))
    assert [problem for problem in told if problem.level == "error"] == []


NESTED: Final = """\
/// steps | Outside
1. One

    /// steps | Inside
    1. One
    2. Two
    ///

2. Two
///
"""


def test_steps_within_steps_are_told_where_they_stand() -> None:
    original = f"---\ntitle: Cells\nminutes: 20\ncompetences: [B1.2]\n---\n{NESTED}"
    translated = "---\ntitle: Cellules\n---\n" + NESTED.replace("    2. Two\n", "")
    told = problems_when({CELLS: original, "week-01/20-swollen-cells.fr.md": translated})
    assert codes(told) == [("error", "week-01/20-swollen-cells.fr.md", 7, "shape-differs")]


def checked(folder: Path, changes: Mapping[str, str] | None = None) -> CheckedCourse:
    """What checking says of the rich course in a folder."""
    course = folder / "mobile" / "phone-repair"
    for path, text in {**RICH, **(changes or {})}.items():
        file = course / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return check_folder(course)


def test_the_report_counts_what_is_translated_into_each_language(tmp_path: Path) -> None:
    found = checked(tmp_path, {"week-02/week.de.md": "---\ntitle: Woche 2\noutcomes: [Messen]\n---\n"})
    assert found.translated == (Tally("de", 1, 15), Tally("fr", 6, 15))
    assert tallies_as_lines([found]) == [
        "mobile/phone-repair: de: 1 of 15 files translated",
        "mobile/phone-repair: fr: 6 of 15 files translated",
    ]
    assert as_json([found]) == ["[]"]


def test_a_translation_with_a_mistake_stops_publication(tmp_path: Path) -> None:
    assert not checked(tmp_path, {QUIZ_FR: without_question(RICH[QUIZ_FR], "signs")}).sound


def test_a_translation_belongs_to_the_revision() -> None:
    sources = {path: text.encode() for path, text in RICH.items()}
    assert source_digest(sources) != source_digest({**sources, LESSON_FR: sources[LESSON_FR] + b"\nEncore.\n"})
