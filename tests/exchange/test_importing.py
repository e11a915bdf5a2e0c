"""From a bank to the files of a course."""

from __future__ import annotations

import re

import pytest

from app.exchange.bank import ExchangeError
from app.exchange.importing import guessed_format
from app.shared.markdown import plain
from tests.curriculum.small_course import sources
from tests.exchange.banks import INTO, answer, asked, brought, compiled, moodle, page, reasons, told

CATEGORIES = """\
$CATEGORY: $course$/top/The bench/Tools

One?{=a ~b}

$CATEGORY: $course$/top/Safety

Two?{=a ~b}

$CATEGORY: $course$/top/The bench/Tools

Three?{=a ~b}
"""


def test_each_category_becomes_a_quiz_of_its_own_in_the_same_week() -> None:
    imported = brought(CATEGORIES, "gift")
    assert {path: re.findall(r'title: "(.*)"|\{#([\w-]+)', data.decode()) for path, data in imported.files.items()} == {
        "week-02/85-imported-tools.md": [("Tools", ""), ("", "one"), ("", "three")],
        "week-02/86-imported-safety.md": [("Safety", ""), ("", "two")],
    }
    assert list(compiled(imported)) == ["one", "three", "two"]


def test_an_imported_quiz_counts_for_nothing_until_its_author_says_so() -> None:
    assert b"\nsummative: false\n" in brought("One?{T}", "gift").files[INTO]


def test_ids_are_made_of_names_and_nobody_elses() -> None:
    gift = "::Pierced cell!::A?{T}\n\n::Pierced cell!::B?{T}\n\n::Ω::C?{T}\n\nL'été à 30 °C?{T}\n\n::§::？{T}"
    assert list(compiled(brought(gift, "gift"))) == ["pierced-cell-2", "pierced-cell-3", "c", "lete-a-30-c", "question"]


def test_the_quiz_gets_another_name_where_the_course_has_its_id() -> None:
    imported = brought("One?{T}", "gift", into="week-02/85-safety-quiz.md")
    assert list(imported.files) == ["week-02/85-safety-quiz-2.md"]


@pytest.mark.parametrize(
    ("into", "why"),
    [
        (
            "week-02/10-lesson-2.md",
            "There is a file week-02/10-lesson-2.md already; name another, nothing is overwritten.",
        ),
        ("week-09/85-imported.md", "The course has no week-09; name a week that is there."),
        ("../x.md", "‘../x.md’ is no path of a quiz; write it like week-02/85-imported.md."),
        (
            "week-02/85-Imported.md",
            "‘week-02/85-Imported.md’ is no path of a quiz; write it like week-02/85-imported.md.",
        ),
    ],
)
def test_a_place_that_cannot_be_is_refused(into: str, why: str) -> None:
    with pytest.raises(ExchangeError) as refusal:
        brought("One?{T}", "gift", into=into)
    assert str(refusal.value) == why


def test_a_course_with_errors_takes_nothing() -> None:
    with pytest.raises(ExchangeError) as refusal:
        brought("One?{T}", "gift", course=sources({"course.md": "x"}))
    assert str(refusal.value) == "The course has errors; mend them first (flask content check tells them)."


def test_a_large_bank_becomes_several_files_that_compile() -> None:
    long = "word " * 2000
    imported = brought("\n\n".join(f"Question {at}? {long}{{T}}" for at in range(30)), "gift")
    assert list(imported.files) == [f"week-02/{85 + at}-imported{f'-{at + 1}' if at else ''}.md" for at in range(4)]
    assert len(compiled(imported)) == 30


def test_texts_that_look_like_something_else_here_still_mean_the_same() -> None:
    tricky = "- [x] no box\n\n= 3\n\n## no heading\n\n> no quote\n\n| a | b |\n|---|---|"
    imported = brought(
        moodle(asked("multichoice", answer("100", "- [ ] a"), answer("0", "> b"), text=tricky, form="plain_text")),
        "moodle-xml",
    )
    question = compiled(imported)["a-name"]
    assert [(option.html, option.right) for option in question.options] == [("- [ ] a", True), ("&gt; b", False)]
    assert question.stem_html.count("<p>") == 4
    assert "<li>" not in question.stem_html + question.title_html


def test_markdown_that_would_be_read_as_a_key_is_written_another_way() -> None:
    stem = "What?\n\n- [x] not an option\n- [ ] nor this"
    imported = brought(moodle(asked("shortanswer", answer("100", "a"), text=stem, form="markdown")), "moodle-xml")
    assert page(imported) == "## What? {#a-name .text}\n\n- [x] not an option\n- [ ] nor this\n\n= a\n"
    imported = brought(
        moodle(asked("multichoice", answer("100", "a"), answer("0", "b"), text=stem, form="markdown")), "moodle-xml"
    )
    assert "☑" in compiled(imported)["a-name"].stem_html
    assert [option.html for option in compiled(imported)["a-name"].options] == ["a", "b"]


def test_what_is_unseen_or_turns_the_text_is_left_out_of_it() -> None:
    imported = brought("::a\u202eb::Wh\u202ey?{=\u2066a}", "gift")
    assert "\u202e" not in page(imported) + "".join(name for _, name, *_ in told(imported))


@pytest.mark.parametrize(
    ("data", "form"),
    [(b"<quiz/>", "moodle-xml"), (b"\xef\xbb\xbf \n<?xml?>", "moodle-xml"), (b"One?{T}", "gift"), (b"", "gift")],
)
def test_the_format_is_seen_from_the_beginning(data: bytes, form: str) -> None:
    assert guessed_format(data) == form


def test_a_zip_is_to_be_unpacked_first() -> None:
    with pytest.raises(ExchangeError) as refusal:
        guessed_format(b"PK\x03\x04")
    assert str(refusal.value) == "The file is a zip; unpack it, and import the file in it."


def test_a_long_first_paragraph_gives_way_to_the_name() -> None:
    long = "word " * 60 + "end"
    assert page(brought(f"::Short::{long}{{#1}}", "gift")).startswith(f"## Short {{#short .numeric}}\n\n{long}\n")
    assert page(brought(f"{long}{{#1}}", "gift")).startswith(f"## {'word ' * 15}word… {{#word-word")


def test_what_is_asked_may_end_with_a_hash() -> None:
    question = compiled(brought("::H::Which note is C\\#?{T}\n\n::G::Which note is G\\##{T}", "gift"))
    assert [plain(question[name].title_html) for name in ("h", "g")] == ["Which note is C#?", "Which note is G##"]


def test_a_text_that_cannot_stand_where_it_should_leaves_its_question_out() -> None:
    options = (answer("100", "<pre>a\nb</pre>"), answer("0", "c"))
    imported = brought(moodle(asked("multichoice", *options)), "moodle-xml")
    assert reasons(imported) == ["its texts can't be written here so that they mean the same"]


@pytest.mark.parametrize(
    ("gift", "why"),
    [
        ("A?{=a ~}", "it has fewer than two options"),
        ("A?{=a ~[html]<i></i>}", "one of its options is empty"),
        ("A?{=a -> b =c -> B}", "one answer belongs to more than one of its parts"),
        ("A?{=a -> b =A -> c}", "two of its parts are alike"),
        ("A?{=a -> b =c -> }", "one of its parts is empty"),
        ("A?{>2\na\nA\n}", "two of its parts are alike"),
        ("[html]{=a}", "it has no text"),
        (f"A?{{{'=a' * 201}}}", "it has more than 200 answers"),
        (f"[html]{'<a ' * 101}{{=a}}", "the HTML of one of its texts is broken"),
        (f"[html]{'<b>' * 61}{{=a}}", "one of its texts is nested too deeply"),
        (f"{'a' * 65_537}{{=a}}", "one of its texts is too long"),
        (f"{'*' * 1_001}{{=a}}", "one of its texts has too many marks in it"),
    ],
)
def test_what_no_question_can_be_made_of_is_left_out(gift: str, why: str) -> None:
    assert reasons(brought(gift, "gift")) == [why]


def test_weights_that_say_what_is_said_here_are_no_change() -> None:
    weights = (
        "A?{~%50%a ~%50%b ~%-50%c ~%-50%d}\n\nB?{~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}\n\nC?{~%50%a ~%50%b}"
    )
    assert told(brought(weights, "gift")) == []


@pytest.mark.parametrize("formula", ["\\\\(R = U / I\\\\)", "$$R_1$$", "\\\\[a\\\\]"])
def test_a_formula_that_would_be_shown_as_it_is_written_is_told(formula: str) -> None:
    imported = brought(f"What is {formula.replace('=', chr(92) + '=')}?{{=a ~b}}", "gift")
    assert [why for *_, why in told(imported)] == ["a formula in TeX stands there as it is written"]
    assert told(brought("What costs $5, and $6?{=a ~b}", "gift")) == []
