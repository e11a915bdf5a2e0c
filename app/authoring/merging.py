"""Two people's changes of one text, piece by piece. Pure.

Lines are compared, each side with the text that both began from. Where lines stand between two changes that nobody
touched, they are two pieces; changes that touch each other are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["same", "mine", "theirs", "both", "clash"]
Choice: TypeAlias = Literal["mine", "theirs", "both"]

MOST_COMPARED: Final = 1_000_000
"""Pairs of lines of which each is compared."""


@dataclass(frozen=True)
class Piece:
    """Some lines as they were, and what either side made of them."""

    kind: Kind
    """Who changed them: nobody, one of the two, both in the same way, or each in another."""
    base: str
    mine: str
    theirs: str

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose."""
        return self.kind == "clash"


def pieces(base: str, mine: str, theirs: str) -> tuple[Piece, ...]:
    """The texts cut at the same places: all `mine` together are that text again, and so are all `base` and `theirs`."""
    lines = (_lines(base), _lines(mine), _lines(theirs))
    cut = (_piece(*("".join(part) for part in parts)) for parts in _parts(*lines))
    return tuple(piece for piece in cut if piece.base or piece.mine or piece.theirs)


def joined(cut: Sequence[Piece], choices: Mapping[int, Choice]) -> str:
    """The text that comes of the pieces, of each the side that is chosen under its index; "both" is mine, and theirs
    below.

    Where nothing is chosen, what only one side changed counts. Raises KeyError for a clash without a choice.
    """
    return "".join(_chosen(piece, index, choices) for index, piece in enumerate(cut))


def _chosen(piece: Piece, index: int, choices: Mapping[int, Choice]) -> str:
    if piece.mine == piece.theirs:
        return piece.mine
    by_default: dict[str, Choice] = {"mine": "mine", "theirs": "theirs"}
    match choices[index] if index in choices or piece.is_open else by_default[piece.kind]:
        case "mine":
            return piece.mine
        case "theirs":
            return piece.theirs
        case "both":
            return _ended(piece.mine) + piece.theirs if piece.theirs else piece.mine


def _ended(text: str) -> str:
    """The text with an end to its last line."""
    return f"{text}\n" if text and not text.endswith("\n") else text


def _piece(base: str, mine: str, theirs: str) -> Piece:
    if mine == theirs:
        return Piece("same" if mine == base else "both", base, mine, theirs)
    if mine == base:
        return Piece("theirs", base, mine, theirs)
    return Piece("mine" if theirs == base else "clash", base, mine, theirs)


def _lines(text: str) -> list[str]:
    # Not splitlines: the format knows one end of a line.
    *whole, last = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]


def _parts(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """The three texts' lines in parts, by turns such that nobody changed and such that somebody did."""
    at, at_mine, at_theirs = 0, 0, 0
    for start, start_mine, start_theirs, size in _untouched(base, mine, theirs):
        yield base[at:start], mine[at_mine:start_mine], theirs[at_theirs:start_theirs]
        at, at_mine, at_theirs = start + size, start_mine + size, start_theirs + size
        yield base[start:at], mine[start_mine:at_mine], theirs[start_theirs:at_theirs]
    yield base[at:], mine[at_mine:], theirs[at_theirs:]


def _untouched(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where lines stand in all three texts that neither side changed, and how many."""
    ours, others = _kept(base, mine), _kept(base, theirs)
    start = 0
    while start < len(base):
        size = 0
        while (
            start + size in ours
            and start + size in others
            and ours[start + size] == ours[start] + size
            and others[start + size] == others[start] + size
        ):
            size += 1
        if size:
            yield start, ours[start], others[start], size
        start += max(size, 1)


def _kept(base: Sequence[str], changed: Sequence[str]) -> dict[int, int]:
    """Where each line of the base that is still there stands now."""
    start = _alike(base, changed)
    end = _alike(base[start:][::-1], changed[start:][::-1])
    kept = {line: line for line in range(start)}
    kept.update({len(base) - line: len(changed) - line for line in range(1, end + 1)})
    inner, inner_changed = base[start : len(base) - end], changed[start : len(changed) - end]
    # Among very many lines those that come again and again say nothing, and take long.
    is_long = len(inner) * len(inner_changed) > MOST_COMPARED
    for block in SequenceMatcher(None, inner, inner_changed, autojunk=is_long).get_matching_blocks():
        kept.update({start + block.a + line: start + block.b + line for line in range(block.size)})
    return kept


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (line, its) in pairs if line != its), min(len(one), len(other)))
