"""Showing where a text has what was looked for."""

from __future__ import annotations

import pytest

from app.search.marking import CUT, EXCERPT, excerpt, hits_in, marked
from app.shared.fulltext import sought_words


@pytest.mark.parametrize(
    ("text", "words", "pieces"),
    [
        ("The safety quiz", "safe", (("The ", False), ("safety", True), (" quiz", False))),
        ("Sécurité d'abord", "securite", (("Sécurité", True), (" d'abord", False))),
        ("Se\u0301curite\u0301", "securite", (("Sécurité", True),)),
        ("Œuvre", "oeu", (("Œuvre", True),)),
        ("unsafe", "safe", (("unsafe", False),)),
        ("<b>safe</b>", "safe", (("<b>", False), ("safe", True), ("</b>", False))),
        ("a b a", "a", (("a", True), (" b ", False), ("a", True))),
        ("", "safe", ()),
        ("بطارية الهاتف", "بطار", (("بطارية", True), (" الهاتف", False))),
    ],
)
def test_words_that_begin_as_sought_are_marked(text: str, words: str, pieces: tuple[object, ...]) -> None:
    assert marked(text, sought_words(words)) == pieces


def test_the_pieces_are_the_text() -> None:
    text = "Set up an ESD bench: strap, mat, and the point they share."
    assert "".join(piece for piece, _ in marked(text, ["esd", "strap", "share"])) == text


def test_an_excerpt_stands_around_the_first_hit() -> None:
    text = f"{'before ' * 40}needle {'after ' * 80}"
    pieces = excerpt(text, ["needle"])
    shown = "".join(piece for piece, _ in pieces)
    assert [piece for piece, hit in pieces if hit] == ["needle"]
    assert shown.startswith(f"{CUT}before ")
    assert shown.endswith(f"after{CUT}")
    assert 0 < shown.index("needle") < 80
    assert len(shown) <= EXCERPT + 2


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("A needle.", ["needle"]) == (("A ", False), ("needle", True), (".", False))


def test_a_text_without_the_words_has_no_excerpt() -> None:
    assert excerpt("A haystack.", ["needle"]) == ()


@pytest.mark.parametrize("long", ["x" * 5_000, "needle" + "x" * 5_000, f"{'y' * 300} needle{'x' * 300}"])
def test_words_without_end_are_cut_somewhere(long: str) -> None:
    shown = "".join(piece for piece, _ in excerpt(f"{long} needle", ["needle"]))
    assert "needle" in shown


def test_hits_are_counted_by_words() -> None:
    assert [hits_in("Earth continuity", words) for words in (["earth"], ["earth", "cont"], ["eart", "plug"], [])] == [
        1,
        2,
        1,
        0,
    ]
