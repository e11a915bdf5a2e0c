"""Two people's changes of one text are told apart piece by piece, and nobody's line is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.merging import Choice, Piece, joined, pieces

# Few lines, so that the same ones come again; some texts don't end with a line's end.
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d\u2028e\n", "f\r\n"]), max_size=12)
TEXTS = st.builds(lambda lines, rest: "".join(lines) + rest, LINES, st.sampled_from(["", "", "a", "g"]))


def kinds(cut: tuple[Piece, ...]) -> list[str]:
    """What became of each piece."""
    return [piece.kind for piece in cut]


def all_of(cut: tuple[Piece, ...], choice: Choice) -> dict[int, Choice]:
    """The same choice for each piece."""
    return dict.fromkeys(range(len(cut)), choice)


def lines_of(text: str) -> list[str]:
    """Its lines, sorted, without their ends."""
    return sorted(line for line in text.split("\n") if line)


def test_a_text_that_nobody_changed_is_one_piece() -> None:
    assert pieces("a\nb\n", "a\nb\n", "a\nb\n") == (Piece("same", "a\nb\n", "a\nb\n", "a\nb\n"),)


def test_nothing_has_no_pieces() -> None:
    assert (pieces("", "", ""), joined((), {})) == ((), "")


def test_what_only_one_changed_counts_without_a_choice() -> None:
    cut = pieces("a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n")
    assert cut == (
        Piece("mine", "a\n", "A\n", "a\n"),
        Piece("same", "b\nc\nd\n", "b\nc\nd\n", "b\nc\nd\n"),
        Piece("theirs", "e\n", "e\n", "E\n"),
    )
    assert joined(cut, {}) == "A\nb\nc\nd\nE\n"


def test_what_only_one_changed_can_be_refused() -> None:
    cut = pieces("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n")
    assert joined(cut, {0: "theirs", 2: "mine"}) == "a\nb\nc\n"


def test_the_same_change_of_both_is_no_clash() -> None:
    cut = pieces("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n")
    assert kinds(cut) == ["same", "both", "same"]
    assert [joined(cut, {1: choice}) for choice in ("mine", "theirs", "both")] == ["a\nB\nc\n"] * 3


def test_lines_that_each_changed_in_another_way_are_to_be_chosen() -> None:
    cut = pieces("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n")
    assert kinds(cut) == ["same", "clash", "same"]
    assert [piece.is_open for piece in cut] == [False, True, False]
    assert joined(cut, {1: "mine"}) == "a\nmine\nc\n"
    assert joined(cut, {1: "theirs"}) == "a\ntheirs\nc\n"
    assert joined(cut, {1: "both"}) == "a\nmine\ntheirs\nc\n"


def test_a_clash_that_nobody_chose_about_is_refused() -> None:
    with pytest.raises(KeyError):
        joined(pieces("a\n", "mine\n", "theirs\n"), {})


def test_what_one_removed_and_the_other_changed_is_a_clash() -> None:
    cut = pieces("a\nb\nc\n", "a\nc\n", "a\nB\nc\n")
    assert [(piece.kind, piece.mine, piece.theirs) for piece in cut] == [
        ("same", "a\n", "a\n"),
        ("clash", "", "B\n"),
        ("same", "c\n", "c\n"),
    ]
    assert joined(cut, {1: "both"}) == "a\nB\nc\n"


def test_what_both_put_in_at_the_same_place_is_a_clash() -> None:
    cut = pieces("a\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n")
    assert kinds(cut) == ["same", "clash", "same"]


def test_changes_that_touch_each_other_are_one_piece() -> None:
    cut = pieces("a\nb\n", "A\nb\n", "a\nB\n")
    assert cut == (Piece("clash", "a\nb\n", "A\nb\n", "a\nB\n"),)


def test_both_versions_of_a_last_line_without_an_end_stay_two_lines() -> None:
    assert joined(pieces("a", "mine", "theirs"), {0: "both"}) == "mine\ntheirs"
    assert joined(pieces("a", "mine", ""), {0: "both"}) == "mine"


def test_lines_that_come_again_and_again_don_t_hide_what_was_changed_between_them() -> None:
    base = "".join(f"line {number}\n\n" for number in range(400))
    mine, theirs = base.replace("line 7\n", "mine\n"), base.replace("line 300\n", "theirs\n").replace("line 2\n", "")
    cut = pieces(base, mine, theirs)
    assert [kind for kind in kinds(cut) if kind != "same"] == ["theirs", "mine", "theirs"]


def test_where_every_line_comes_again_two_changes_are_still_two() -> None:
    base = [f"row {number % 3}\n" for number in range(240)]
    mine = [*base[:4], "mine\n", *base[5:99], "mine, too\n", *base[100:]]
    theirs = [*base[:200], "theirs\n", *base[201:]]
    cut = pieces(*("".join(text) for text in (base, mine, theirs)))
    assert [piece.kind for piece in cut if piece.kind != "same"] == ["mine", "mine", "theirs"]


def test_two_beginnings_from_nothing_are_a_clash() -> None:
    assert kinds(pieces("", "mine\n", "theirs\n")) == ["clash"]


def test_a_text_longer_than_any_page_is_cut_before_anybody_waits() -> None:
    base = "".join(f"line {number % 300}\n\n" for number in range(6_000))
    mine, theirs = base.replace("line 7\n", "mine\n", 1), f"{base}theirs\n"
    cut = pieces(base, mine, theirs)
    assert kinds(cut) == ["same", "mine", "same", "theirs"]


@given(TEXTS, TEXTS, TEXTS)
def test_the_pieces_make_each_text_again(base: str, mine: str, theirs: str) -> None:
    cut = pieces(base, mine, theirs)
    assert "".join(piece.base for piece in cut) == base
    assert joined(cut, all_of(cut, "mine")) == mine
    assert joined(cut, all_of(cut, "theirs")) == theirs


@given(TEXTS, TEXTS, TEXTS)
def test_nobodys_line_is_lost_when_both_are_chosen(base: str, mine: str, theirs: str) -> None:
    cut = pieces(base, mine, theirs)
    both = lines_of(joined(cut, all_of(cut, "both")))
    for line in {*lines_of(mine), *lines_of(theirs)}:
        assert both.count(line) >= max(lines_of(mine).count(line), lines_of(theirs).count(line))


@given(TEXTS, TEXTS)
def test_when_only_one_changed_nothing_is_to_be_chosen(base: str, mine: str) -> None:
    assert joined(pieces(base, mine, base), {}) == mine
    assert joined(pieces(base, base, mine), {}) == mine
    assert joined(pieces(base, mine, mine), {}) == mine


@given(TEXTS, TEXTS, TEXTS)
def test_each_piece_says_who_changed_it(base: str, mine: str, theirs: str) -> None:
    for piece in pieces(base, mine, theirs):
        changed = (piece.mine != piece.base, piece.theirs != piece.base)
        expected = {(False, False): "same", (True, False): "mine", (False, True): "theirs"}
        both = "both" if piece.mine == piece.theirs else "clash"
        assert piece.kind == expected.get(changed, both)
        assert piece.base or piece.mine or piece.theirs


@given(TEXTS, TEXTS, TEXTS)
def test_it_is_the_same_from_the_other_side(base: str, mine: str, theirs: str) -> None:
    turned = {"mine": "theirs", "theirs": "mine"}
    cut = pieces(base, mine, theirs)
    assert [Piece(turned.get(each.kind, each.kind), each.base, each.theirs, each.mine) for each in cut] == [  # type: ignore[arg-type]
        *pieces(base, theirs, mine)
    ]
