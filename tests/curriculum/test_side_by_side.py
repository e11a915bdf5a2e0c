"""Two versions of a page beside each other: what is marked, and that nothing else becomes of them."""

from __future__ import annotations

import re
import time
from html import escape
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.side_by_side import words_marked

MARK = re.compile(
    r'<(del|ins) class="word-(?:removed|added)">(?:<span class="hidden">[^<]*</span>)?(.*?)</\1>', re.DOTALL
)
WORDS = ("Wear", "gloves", "at", "30", "3.85", "mA", "the", "a", "A & B", "<5 V", "d'accord", "État", " ", "  ", "\n")


def without_marks(html: str) -> str:
    return MARK.sub(r"\2", html)


def marked(before: str, after: str) -> tuple[list[str], list[str]]:
    """What is marked on both sides."""
    pair = words_marked(before, after)
    return [found[2] for found in MARK.finditer(pair.before)], [found[2] for found in MARK.finditer(pair.after)]


def unmarked(html: str) -> str:
    """The text and the pictures outside of marks and of what can't be marked."""

    def read(element: ElementTree.Element) -> str:
        if element.tag in ("svg", "option"):
            return ""
        inner = "".join(read(child) + (child.tail or "") for child in element)
        return f"{element.get('src', '')}{element.text or ''}{inner}"

    return "".join(read(ElementTree.fromstring(f"<page>{MARK.sub('', html)}</page>")).split())


def texts() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=6).map(lambda words: escape(" ".join(words)))


def inside(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(children, max_size=4).map("".join)
    names = st.sampled_from(["p", "b", "em", "div", "li", "td", "span", "del", "svg", "option"])
    attributes = st.sampled_from(["", ' class="x"', ' title="a &gt; b"', ' alt="a > b"'])
    return st.builds(lambda name, more, inner: f"<{name}{more}>{inner}</{name}>", names, attributes, some)


PICTURES = st.sampled_from(['<img src="/images/1.svg" alt="One"/>', '<img src="/images/2.svg" alt="2 > 1"/>', "<br/>"])
PAGES = st.lists(st.recursive(texts() | PICTURES, inside, max_leaves=12), max_size=5).map("".join)


@given(PAGES, PAGES)
def test_pages_stay_well_formed_and_are_what_they_were_without_the_marks(before: str, after: str) -> None:
    pair = words_marked(before, after, removed="weg:", added="neu:")
    for written, html in ((before, pair.before), (after, pair.after)):
        ElementTree.fromstring(f"<page>{html}</page>")
        assert without_marks(html) == written


@given(PAGES)
def test_the_same_page_has_no_marks(page: str) -> None:
    assert words_marked(page, page) == (page, page)


@given(PAGES, PAGES)
def test_what_is_not_marked_is_the_same_on_both_sides(before: str, after: str) -> None:
    left, right = (unmarked(html) for html in words_marked(before, after))
    assert left == right


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("<p>Wear gloves today.</p>", "<p>Wear goggles today.</p>", ["gloves"], ["goggles"]),
        ("<p>At 3.85 V it is full.</p>", "<p>At 3.9 V it is full.</p>", ["3.85"], ["3.9"]),
        ("<p>One.</p><p>Two.</p>", "<p>One.</p><p>More.</p><p>Two.</p>", [], ["More."]),
        ("<ul><li>One</li><li>Two</li></ul>", "<ul><li>Two</li></ul>", ["One"], []),
        ("<p>Take the red and blue one.</p>", "<p>Take the one.</p>", ["red and blue"], []),
        ("<p>Wear <b>gloves</b> here.</p>", "<p>Wear gloves here.</p>", [], []),
        ("<p>Mind AT&amp;T rules.</p>", "<p>Mind AT&lt;T rules.</p>", ["&amp;"], ["&lt;"]),
        ("<p>Turn it  off.</p>", "<p>Turn it\noff.</p>", [], []),
    ],
)
def test_the_words_that_differ_are_marked(before: str, after: str, gone: list[str], new: list[str]) -> None:
    found = marked(before, after)
    assert ([each.strip() for each in found[0]], [each.strip() for each in found[1]]) == (gone, new)


def test_another_picture_is_marked_as_a_whole_and_a_changed_link_is_not() -> None:
    one, two = '<img src="/1.svg" alt="A > B">', '<img src="/2.svg" alt="A > B">'
    assert marked(f"<p>See {one} here</p>", f"<p>See {two} here</p>") == ([one], [two])
    assert marked('<p><a href="/1">See</a></p>', '<p><a href="/2">See</a></p>') == ([], [])


def test_nothing_is_marked_where_no_mark_may_stand() -> None:
    drawing = "<svg><text>{}</text></svg><select><option>{}</option></select>"
    drawing = f"<p>Look</p>{drawing}<table>\n <tr>\n<td>{{}}</td></tr></table>"
    assert marked(drawing.format(1, 1, "old"), drawing.format(2, 2, "new")) == (["old"], ["new"])


def test_a_text_that_has_little_in_common_with_the_other_is_marked_whole() -> None:
    before, after = "<p>Put on the gloves of the bench.</p>", "<p>Unscrew the lid, then look at it.</p>"
    assert marked(before, after) == (["Put on the gloves of the bench."], ["Unscrew the lid, then look at it."])


def test_a_run_that_only_a_tag_interrupts_is_named_once_and_each_run_is() -> None:
    pair = words_marked(
        "<p>Keep one <b>old</b> thing here for now, and one more of it.</p>", "<p>Keep here for now, and of it.</p>"
    )
    assert pair.before.count("removed:") == 2
    assert pair.before.count("<del") == 4
    assert (
        words_marked("<p>a</p>", "<p>b</p>", removed="", added="<i>").before
        == '<p><del class="word-removed">a</del></p>'
    )
    assert "&lt;i&gt; </span>b" in words_marked("<p>a</p>", "<p>b</p>", added="<i>").after


def test_on_a_page_too_long_to_compare_whole_blocks_are_marked() -> None:
    words = " ".join(f"w{number}" for number in range(1500))
    before, after = f"<p>Same.</p><p>{words}</p>", f"<p>Same.</p><p>{words} more</p>"
    assert marked(before, after) == ([words], [f"{words} more"])
    many = [f"<p>{number}</p>" for number in range(3000)]
    found = marked("".join(many), "".join(["<p>x</p>", *many[1:-1], "<p>y</p>"]))
    assert (len(found[0]), len(found[1])) == (3000, 3000)


def test_comparing_never_takes_long() -> None:
    before = "".join(f"<p>step {number % 3} of the same</p>" for number in range(1400))
    after = "".join(f"<p>step {number % 4} of the same</p>" for number in range(1400))
    began = time.process_time()
    words_marked(before, after)
    assert time.process_time() - began < 5
