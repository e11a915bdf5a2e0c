"""Moodle XML of every age."""

from __future__ import annotations

from base64 import b64encode

import pytest

from tests.curriculum.small_course import SVG
from tests.exchange.banks import answer, asked, brought, compiled, file, moodle, page, reasons, told

PNG = b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
DRAWING = b64encode(SVG.encode()).decode()


def test_a_choice_comes_along_with_its_feedback_points_and_id() -> None:
    question = asked(
        "multichoice",
        "<generalfeedback><text>&lt;p&gt;So.&lt;/p&gt;</text></generalfeedback><defaultgrade>2.0000000</defaultgrade>",
        "<idnumber>my-own</idnumber><single>true</single>",
        answer("100", "<p>Right</p>", "<p>Yes.</p>"),
        answer("0", "<p>Wrong &amp; <b>bold</b></p>"),
        text="<p>Why <i>this</i>?</p><p>Look.</p>",
    )
    assert page(brought(moodle(question), "moodle-xml")) == (
        "## Why *this*? {#my-own .single points=2}\n\nLook.\n\n- [x] Right\n\n    > Yes.\n\n"
        "- [ ] Wrong & **bold**\n\n> So.\n"
    )


def test_old_weights_of_several_right_options_are_told() -> None:
    several = asked(
        "multichoice", "<single>false</single>", *(answer(p, t) for p, t in (("100", "a"), ("100", "b"), ("0", "c")))
    )
    imported = brought(moodle(several), "moodle-xml")
    assert page(imported) == "## Why? {#a-name .multiple}\n\n- [x] a\n- [x] b\n- [ ] c\n"
    assert told(imported) == [
        (2, "A name", "changed", "its right options earn other marks there; here each earns its share"),
        (2, "A name", "changed", "wrong options cost other marks there; here each takes its share away"),
    ]


def test_a_number_keeps_its_one_unit() -> None:
    unit = "<units><unit><multiplier>1</multiplier><unit_name>V</unit_name></unit></units>"
    question = asked("numerical", answer("100", "3,85", more="<tolerance>5E-2</tolerance>"), unit)
    assert page(brought(moodle(question), "moodle-xml")) == "## Why? {#a-name .numeric}\n\n= 3.85 ± 0.05 V\n"


def test_true_and_false_are_found_in_files_of_any_language() -> None:
    question = asked("truefalse", answer("0", "Wahr"), answer("100", "Falsch"))
    assert page(brought(moodle(question), "moodle-xml")).endswith("- [ ] True\n- [x] False\n")


def test_things_to_put_in_order_come_along() -> None:
    things = (answer(f"{place}.0000000", text) for place, text in enumerate(("one", "two", "three"), 1))
    question = asked("ordering", "<gradingtype>ALL_OR_NOTHING</gradingtype>", *things)
    assert page(brought(moodle(question), "moodle-xml")) == (
        "## Why? {#a-name .order marking=all}\n\n1. one\n2. two\n3. three\n"
    )


def test_images_come_along_from_wherever_they_stand() -> None:
    shown = '<p>What?</p><p><img src="@@PLUGINFILE@@/my%20board.PNG" alt="A board"></p>'
    stem = f"<questiontext format='html'><text><![CDATA[{shown}]]></text>{file('my board.PNG', PNG)}</questiontext>"
    option = answer("100", "<img src='@@PLUGINFILE@@/d.svg' alt='Dot'>", more=file("d.svg", DRAWING))
    question = f"<question type='multichoice'><name><text>B</text></name>{stem}{option}{answer('0', 'no')}</question>"
    imported = brought(moodle(question), "moodle-xml")
    assert page(imported) == (
        "## What? {#b .single}\n\n![A board](../images/my-board.png)\n\n- [x] ![Dot](../images/cell.svg)\n- [ ] no\n"
    )
    assert list(imported.files) == ["week-02/85-imported.md", "images/my-board.png"]  # the course has the other already
    assert list(compiled(imported)) == ["b"]


def test_the_image_beside_an_old_question_comes_along_and_its_missing_alternative_is_told() -> None:
    question = asked(
        "multichoice",
        f"<image>a/old.png</image><image_base64>{PNG}</image_base64>",
        answer("100", "a"),
        answer("0", "b"),
    )
    imported = brought(moodle(question), "moodle-xml")
    assert page(imported).startswith("## A name {#a-name .single}\n\nWhy? ![a-old](../images/a-old.png)\n")
    assert told(imported) == [
        (2, "A name", "changed", "an image had no text alternative; its file's name stands there, write what it shows")
    ]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.gif", "R0lGODlh", "one of its images is a .gif file; save it as one of .svg, .png, .jpg, .jpeg, .webp"),
        (
            "a.png",
            "R0lGODlh",
            "one of its images can't be taken: The file is no .png image; save it in the format that its name says.",
        ),
        ("a.png", "§", "one of its images is not base64"),
        (
            "a.svg",
            b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>').decode(),
            (
                "one of its images can't be taken: "
                'The drawing holds onload="x", which can run or load something; remove it.'
            ),
        ),
    ],
)
def test_an_image_that_the_compiler_would_refuse_leaves_its_question_out(name: str, content: str, why: str) -> None:
    shown = f"&lt;img src='@@PLUGINFILE@@/{name}' alt='x'&gt;"
    stem = f"<questiontext><text>{shown}</text>{file(name, content)}</questiontext>"
    question = f"<question type='shortanswer'><name><text>A</text></name>{stem}{answer('100', 'a')}</question>"
    imported = brought(moodle(question), "moodle-xml")
    assert (dict(imported.files), reasons(imported)) == ({}, [why])


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (asked("essay"), "it is answered by an essay, which somebody has to mark"),
        (asked("cloze"), "it has several gaps in one text (cloze)"),
        (asked("multianswer"), "it has several gaps in one text (cloze)"),
        (asked("calculatedmulti"), "its numbers are calculated anew for each attempt"),
        (asked("ddimageortext"), "things are dragged onto an image"),
        (asked("ddmarker"), "markers are dragged onto an image"),
        (asked("regexp"), "its answers are patterns (regular expressions)"),
        (asked("musical"), "it is of a type that is not known here (musical)"),
        (asked("shortanswer", answer("100", "a*c")), "one of its answers is a pattern with *"),
        (asked("shortanswer", answer("100", "a"), answer("80", "b")), "some of its answers earn a part of the marks"),
        (asked("multichoice", answer("90", "a"), answer("0", "b")), "its best option earns 90 % of the marks"),
        (
            asked(
                "numerical", answer("100", "1"), "<units>" + "<unit><multiplier>1</multiplier></unit>" * 2 + "</units>"
            ),
            "it accepts its number in several units",
        ),
        (asked("numerical", answer("100", "1", more="<tolerance>-1</tolerance>")), "its tolerance is below 0"),
        (
            asked("truefalse", answer("100", "true"), answer("100", "false")),
            "it is true-or-false, but not one of two answers is right",
        ),
        (
            asked("shortanswer", answer("100", "a"), text='<a href="@@PLUGINFILE@@/x.mp3">x</a>'),
            "it links to a file that came with it",
        ),
        (
            asked("shortanswer", answer("100", "a"), text="<table><tr><td colspan=2>x</table>"),
            "it has a table whose cells span several",
        ),
        (asked("shortanswer", *[answer("100", "a")] * 201), "it has more than 200 answers"),
        (
            asked("shortanswer", answer("100", "a"), text="<script>x()</script>[a](javascript:x)", form="markdown"),
            (
                "it doesn't compile: ‘<script>’ is not allowed here and would be removed; "
                "write it in Markdown, or in `code` to show it."
            ),
        ),
    ],
)
def test_a_question_that_cannot_be_said_is_left_out_and_told(question: str, why: str) -> None:
    imported = brought(
        moodle(asked("truefalse", answer("100", "true"), answer("0", "false"), name="B"), question), "moodle-xml"
    )
    assert [remark[:3] for remark in told(imported)] == [(3, "A name", "left out")]
    assert reasons(imported) == [why]
    assert list(compiled(imported)) == ["b"]


def test_what_a_question_loses_is_told() -> None:
    question = asked(
        "shortanswer",
        "<usecase>1</usecase><defaultgrade>0.5</defaultgrade><hint><text>Think.</text></hint>",
        "<correctfeedback><text>&lt;p&gt;Great!&lt;/p&gt;</text></correctfeedback><image>old.png</image>",
        "<tags><tag><text>competence:Z9</text></tag></tags>",
        answer("100", "a"),
    )
    assert [why for *_, why in told(brought(moodle(question), "moodle-xml"))] == [
        "its hints were dropped",
        "its feedback for right and wrong answers as a whole was dropped",
        "its image isn't in the file",
        "capital and small letters count there, not here",
        "it is worth 0.5 points there, 1 here",
        "the course has no competence Z9",
    ]


@pytest.mark.parametrize(
    ("choice", "changes"), [("<logical>1</logical>", 1), ("<selecttype>CONTIGUOUS</selecttype>", 1), ("", 0)]
)
def test_things_of_which_some_are_asked_are_all_asked_here(choice: str, changes: int) -> None:
    rule = "<gradingtype>ALL_OR_NOTHING</gradingtype>"
    question = asked("ordering", choice, rule, answer("1", "one"), answer("2", "two"))
    assert len(told(brought(moodle(question), "moodle-xml"))) == changes
