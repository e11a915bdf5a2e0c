"""GIFT as Moodle reads it."""

from __future__ import annotations

import pytest

from tests.exchange.banks import brought, compiled, page, reasons, told

CARRIED = {
    "Which wire?{=green # yes ~red # [html]<i>no</i>}": (
        "## Which wire? {#which-wire .single}\n\n- [x] green\n\n    > yes\n\n- [ ] red\n\n    > *no*\n"
    ),
    "Which?{~%50%a ~%50%b ~%-100%c}": "## Which? {#which .multiple}\n\n- [x] a\n- [x] b\n- [ ] c\n",
    "It is live.{T}": "## It is live. {#it-is-live .single}\n\n- [x] True\n- [ ] False\n",
    "It is live.{FALSE#No.#Yes.####So.}": (
        "## It is live. {#it-is-live .single}\n\n- [ ] True\n\n    > No.\n\n- [x] False\n\n    > Yes.\n\n> So.\n"
    ),
    "Name it.{=fuse =%100%a fuse#Well.}": "## Name it. {#name-it .text}\n\n= fuse\n= a fuse\n\n> Well.\n",
    "How much?{#3.85:0.05}": "## How much? {#how-much .numeric}\n\n= 3.85 ± 0.05\n",
    "How much?{#-1..2.5}": "## How much? {#how-much .numeric}\n\n= 0.75 ± 1.75\n",
    "How much?{#=5:0#Right.}": "## How much? {#how-much .numeric}\n\n= 5\n\n> Right.\n",
    "Put together.{=a b -> c =d -> e | f}": (
        "## Put together. {#put-together .match}\n\n"
        "| This | Belongs to |\n| --- | --- |\n| a b | c |\n| d | e \\| f |\n"
    ),
    "In order.{>3 ALL VERTICAL ALL_OR_NOTHING SHOW\none\ntwo\n}": (
        "## In order. {#in-order .order marking=all}\n\n1. one\n2. two\n"
    ),
    "A fuse is {~slow =quick} to blow.": "## A fuse is \\_\\_\\_\\_\\_ to blow. {#a-fuse-is-to-blow .single}\n\n"
    "- [ ] slow\n- [x] quick\n",
    "::A name::[markdown]What *is* it?\\n\\nLook \\{here\\}.{=a}": (
        "## What *is* it? {#a-name .text}\n\nLook {here}.\n\n= a\n"
    ),
    "// [id:my-own] [tag:critical] [tag:competence:B1.2]\nWhat?{=a ~b}": (
        "## What? {#my-own .single competence=B1.2 .critical}\n\n- [x] a\n- [ ] b\n"
    ),
    "[plain]2 * 3 < 7_?{=\\=a\\:b\\\\c}": "## 2 \\* 3 &lt; 7\\_? {#2-3-7 .text}\n\n= =a:b\\c\n",
}
LEFT_OUT = {
    "Tell me.{}": "it is answered by an essay, which somebody has to mark",
    "Only a text.": "it is a text without a question",
    "Broken {=a": "its braces don't match; GIFT ends a question at an empty line",
    "Half?{=a =%50%b}": "some of its answers earn a part of the marks",
    "Half?{=a ~%50%b}": "more than one of its options earns marks, but one is chosen",
    "Uneven?{~%30%a ~%70%b ~c}": "its right options earn different marks; here each earns the same",
    "None?{~a ~b}": "none of its options earns marks",
    "Two?{#=1 =2}": "more than one number is right",
    "Number?{#many}": "its answer is no number (many)",
    "Pattern?{=a*}": "one of its answers is a pattern with *",
    "Pairs?{=a -> b =c -> b}": "one answer belongs to more than one of its parts",
    "One?{=a -> b}": "it has 1 parts; here there are 2 to 26",
    '[html]See <img src\\="@@PLUGINFILE@@/a.png">{T}': "the file lacks one of its images",
    '[html]See <img src\\="https\\://example.org/a.png">{T}': "one of its images lies elsewhere on the web",
    "[html]<video></video>?{T}": "it holds <video>",
}


@pytest.mark.parametrize("gift", list(CARRIED))
def test_a_question_becomes_one_of_this_format(gift: str) -> None:
    imported = brought(gift, "gift")
    assert page(imported) == CARRIED[gift]
    assert len(compiled(imported)) == imported.questions == 1
    assert reasons(imported) == []


@pytest.mark.parametrize("gift", list(LEFT_OUT))
def test_a_question_that_cannot_be_said_is_left_out_and_told(gift: str) -> None:
    imported = brought(gift, "gift")
    assert (dict(imported.files), reasons(imported)) == ({}, [LEFT_OUT[gift]])


def test_what_is_told_names_the_line_the_question_begins_on() -> None:
    imported = brought("// a\n\nOne.{T}\n\n\n// b\n::Essay::Tell\nme.{}\n\nTwo.{F}\n", "gift")
    assert told(imported) == [(7, "Essay", "left out", "it is answered by an essay, which somebody has to mark")]
    assert list(compiled(imported)) == ["one", "two"]


def test_what_changes_is_told() -> None:
    imported = brought("A?{=a ~%-50%b}\n\nB?{=x -> y =z -> v = -> w}\n\nC?{#1~#no}\n\nD?{~%50%a ~%50%b ~c}", "gift")
    assert told(imported) == [
        (1, "A?", "changed", "wrong options take marks away there; here they earn nothing"),
        (3, "B?", "changed", "its answers that belong to nothing were dropped"),
        (5, "C?", "changed", "its feedback for wrong answers was dropped"),
        (7, "D?", "changed", "wrong options cost other marks there; here each takes its share away"),
    ]


def test_an_image_written_into_the_text_comes_along() -> None:
    image = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4\\="
    imported = brought(
        f'::Dot::[html]<p>What?</p><img alt\\="A dot" src\\="data\\:image/svg+xml;base64,{image}">{{T}}', "gift"
    )
    assert imported.files["images/image-1.svg"] == b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    assert page(imported).split("\n\n")[1] == "![A dot](../images/image-1.svg)"
    assert list(compiled(imported)) == ["dot"]


def test_what_a_comment_says_belongs_to_the_question_that_it_touches() -> None:
    gift = "// [id:of-nobody] [tag:critical]\n\nOne.{T}\n\n// [id:a\\]b] [tag:competence:B1.2]\n// so\nTwo.{T}"
    gift += "\n// end\n\nThree.{F}"
    assert [(each.id, each.critical, each.competence) for each in compiled(brought(gift, "gift")).values()] == [
        ("one", False, None),
        ("a-b", False, "B1.2"),
        ("three", False, None),
    ]


@pytest.mark.parametrize(
    ("rule", "lost"),
    [
        (">3 ALL VERTICAL ALL_OR_NOTHING SHOW none", []),
        (">3 EXACT VERT ALL_OR_NOTHING", []),
        (">2 RANDOM HORI ALL_OR_NOTHING", ["some of its things are asked there, all of them here"]),
        ("> 2 CONTIG V ALL_OR_NOTHING 1", ["some of its things are asked there, all of them here"]),
    ],
)
def test_things_to_put_in_order_of_which_some_are_asked_are_all_asked_here(rule: str, lost: list[str]) -> None:
    imported = brought(f"Sort.{{{rule}\none\ntwo\nthree\n#### So.\n}}", "gift")
    assert page(imported) == "## Sort. {#sort .order marking=all}\n\n1. one\n2. two\n3. three\n\n> So.\n"
    assert [why for *_, why in told(imported)] == lost


def test_weights_may_have_as_many_digits_as_a_computer_writes() -> None:
    thirds = "~%33.333333333333336%a ~%33.333333333333336%b ~%33.333333333333336%c ~%-100%d"
    assert told(brought(f"Which?{{{thirds}}}", "gift")) == []
