"""Two versions of a text beside each other."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from app.authoring.hunks import MOST_LINES, beside, hunks

LINES = st.lists(st.text("ab <&\n", max_size=12), max_size=20).map("\n".join)


def found(before: str, after: str) -> list[tuple[int, list[str], list[str]]]:
    """Where they differ, and what is shown of either side, with the numbers of its lines."""
    made = hunks(before, after, removed="-", added="+")
    return [(each.line, lines(each.pair.before), lines(each.pair.after)) for each in made]


def lines(html: str) -> list[str]:
    return [
        f"{number} {plain(text)}" for number, text in re.findall(r'<li data-line="(\d+)"><code>(.*?)</code></li>', html)
    ]


def plain(html: str) -> str:
    """The text without its marks and what is said of them."""
    return unescape(re.sub(r"<[^>]*>", "", re.sub(r'<span class="hidden">.*?</span>', "", html)))


def test_only_what_stands_around_a_change_is_shown_with_its_numbers() -> None:
    before = "\n".join(str(number) for number in range(1, 21))
    after = before.replace("\n10\n", "\nten\n").replace("\n20", "\n20\n21")
    assert found(before, after) == [
        (8, ["8 8", "9 9", "10 10", "11 11", "12 12"], ["8 8", "9 9", "10 ten", "11 11", "12 12"]),
        (19, ["19 19", "20 20"], ["19 19", "20 20", "21 21"]),
    ]


def test_changes_that_are_near_each_other_are_one_place() -> None:
    assert len(found("a\nb\nc\nd\ne", "A\nb\nc\nd\nE")) == 1


def test_texts_that_are_the_same_differ_nowhere() -> None:
    assert found("a\nb", "a\nb") == []


def test_a_text_that_is_too_long_to_compare_is_shown_as_a_whole() -> None:
    (hunk,) = found("a\n" * (MOST_LINES + 1), "b")
    assert (hunk[0], len(hunk[1]), hunk[2]) == (1, MOST_LINES + 2, ["1 b"])


def test_what_is_written_never_becomes_markup() -> None:
    (hunk,) = hunks("<b>a</b>", "<ins>x & y</ins>", removed="-", added="+")
    assert "<b>" not in hunk.pair.before
    assert plain(hunk.pair.after) == "<ins>x & y</ins>"


def test_of_two_texts_of_equal_rank_neither_is_called_the_older() -> None:
    pair = beside("one old bench\n", "one new bench\n", differs="other:")
    marked = [re.findall(r'<mark class="word-other">(.*?)</mark>', side) for side in pair]
    assert [[plain(each) for each in side] for side in marked] == [["old"], ["new"]]
    assert not re.search(r"<(ins|del)", pair.before + pair.after)
    assert "other: </span>" in pair.before


def test_a_side_without_text_is_empty() -> None:
    assert beside("", "a\n", differs="").before == ""
    assert lines(beside("", "a\n\nb\n", differs="").after) == ["1 a", "2 ", "3 b"]


@given(LINES, LINES)
def test_every_line_that_is_shown_is_a_line_of_its_text(before: str, after: str) -> None:
    for _line, then, now in found(before, after):
        for shown, text in ((then, before), (now, after)):
            assert all(each == f"{number} {line}" for each in shown for number, line in [numbered(each, text)])


def numbered(shown: str, text: str) -> tuple[int, str]:
    number = int(shown.partition(" ")[0])
    return number, text.split("\n")[number - 1]
