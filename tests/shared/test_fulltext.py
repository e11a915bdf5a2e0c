"""Finding texts by their words, on both databases alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.db import db
from app.shared.fulltext import folded, forget_texts, index_text, index_texts, owners_matching, search_text
from tests.cast import Cast

TEXTS = {
    "a": "Élodie Lefèvre elodie.lefevre@school.example",
    "b": "Jean-Pierre Œuvrard",
    "c": "Jeanne d'Arc",
    "d": "Łukasz Weiß",
    "e": "100 Ω resistor",
}


@pytest.fixture
def texts(cast: Cast) -> Iterator[None]:
    """Some texts of a kind that nothing else has."""
    index_texts("tool", TEXTS)
    yield
    forget_texts("tool", TEXTS)


def found(words: str, kind: str = "tool") -> str:
    """The owners that are found, one after the other."""
    matching = owners_matching(kind, words)
    assert matching is not None
    return "".join(sorted(db.session.scalars(matching)))


@pytest.mark.parametrize(
    ("words", "owners"),
    [
        ("elodie", "a"),
        ("ÉLODIE", "a"),
        ("lefèvre élo", "a"),
        ("jean", "bc"),
        ("Jean-Pierre", "b"),
        ("oeuvrard", "b"),
        ("œuv", "b"),
        ("d'arc", "c"),
        ("lukasz weiss", "d"),
        ("elodie jean", ""),
        ("lodie", ""),
        ("school.example", "a"),
        ("ω", "e"),
        ("100", "e"),
        ("nobody", ""),
    ],
)
def test_every_word_or_its_beginning_has_to_be_there(texts: None, words: str, owners: str) -> None:
    assert found(words) == owners


@pytest.mark.parametrize("words", ["", "  ", "'\"*:&|!()-", "\\", "…"])
def test_without_a_word_there_is_nothing_to_look_for(cast: Cast, words: str) -> None:
    assert owners_matching("tool", words) is None


@pytest.mark.parametrize(
    "words", ['jean" OR "elodie', "jean' | 'elodie", "jean AND NOT elodie", "jean:*", "jean NEAR elodie", "%"]
)
def test_what_means_something_to_the_database_is_only_words_here(texts: None, words: str) -> None:
    assert "a" not in (found(words) if owners_matching("tool", words) is not None else "")


def test_only_the_first_eight_words_count(texts: None) -> None:
    assert found("jean " * 8 + "elodie") == "bc"


def test_a_kind_is_sought_among_its_own(texts: None) -> None:
    index_text("spare", "z", "Jean")
    assert (found("jean"), found("jean", "spare")) == ("bc", "z")


def test_two_kinds_can_be_sought_in_one_statement(texts: None) -> None:
    index_text("spare", "z", "Elodie")
    tools, spares = owners_matching("tool", "jean"), owners_matching("spare", "elodie")
    assert tools is not None
    assert spares is not None
    both = select(search_text.c.owner).where(search_text.c.owner.in_(tools) | search_text.c.owner.in_(spares))
    assert sorted(db.session.scalars(both)) == ["b", "c", "z"]


def test_new_words_take_the_place_of_the_old_ones(texts: None) -> None:
    index_text("tool", "a", "Spudger")
    assert [found(words) for words in ("elodie", "spudger")] == ["", "a"]


def test_what_is_forgotten_is_found_no_more(texts: None) -> None:
    forget_texts("tool", ["b"])
    assert found("jean") == "c"


def test_no_texts_are_no_trouble(cast: Cast) -> None:
    index_texts("tool", {})
    assert found("anything") == ""


@pytest.mark.parametrize(
    ("words", "plain"), [("Élodie", "elodie"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("ﬁn", "fin"), ("Ø", "o")]
)
def test_folding_takes_away_case_and_accents(words: str, plain: str) -> None:
    assert folded(words) == plain
