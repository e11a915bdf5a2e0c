"""The words of the trade in a lesson: the first use of each term of the glossary. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import Final, TypeAlias

from app.curriculum.model import Document, Hazard, Note, Part, Prose, Readings, Steps, Term

Show: TypeAlias = Callable[[int, str], str]
"""Gets the number of a term, and its use as it stands in the text (HTML); returns what stands there instead."""

SILENT: Final = frozenset(
    {"a", "abbr", "button", "caption", "code", "del", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "s"}
    | {"samp", "sub", "summary", "sup", "th", "var"}
)
"""The elements in which no term is marked: what can be pressed already, headings, and what isn't running text."""

_GAP: Final = re.compile(r"([\s\N{NO-BREAK SPACE}]+|[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}])")
_BETWEEN: Final = r"(?:(?:\s|&nbsp;)+|[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}])"
_BEFORE: Final = r"(?<![\w\N{HYPHEN}\N{NON-BREAKING HYPHEN}-])"
# An index belongs to the word before it: V is not the term in V<sub>DD</sub>.
_BEHIND: Final = r"(?!\w|[\N{HYPHEN}\N{NON-BREAKING HYPHEN}-]\w|<su[bp]\b)"
_TAG: Final = r"""(?P<tag><(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?:[^<>"]|"[^"]*")*+>)"""
_ENTITY: Final = r"&#?\w+;"
# What no line may end between: a term, and the signs and elided words that cling to it. Browsers take what can be
# pressed for a picture, and let a line end on either side of it.
_CLINGS_BEFORE: Final = re.compile(r"(?:[(\[«“‘\N{NO-BREAK SPACE}]|\b\w{1,2}[’'])+(?:<(?P<mark>strong|em)>)?\Z")
_CLINGS: Final = r"[.,;:!?%)\]»”’…\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
_CLINGS_BEHIND: Final = re.compile(rf"{_CLINGS}+")
_CLINGS_BEHIND_MARKED: Final = re.compile(rf"</(?P<mark>strong|em)>{_CLINGS}*")
_SIGNS: Final[Mapping[str, str]] = {"'": "(?:['’]|&#39;)", "’": "(?:['’]|&#39;)", '"': '(?:"|&quot;)'}


class Lexicon:
    """The terms of a glossary in one language, all found by one regular expression.

    A term is found as a whole word, whatever its capitals, and in its plural; a word with capitals inside (ESD, IMEI)
    only as it is written, since `led` is no LED. What stands in brackets behind a term explains it, and isn't looked
    for, unless it is an abbreviation.
    """

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        called = [term.term.get(language) or term.term.get(language.partition("-")[0], "") for term in terms]
        names = [(form, at) for at, name in enumerate(called) for form in _forms(name)]
        # The longest first: where `swollen battery` stands, `battery` doesn't.
        names.sort(key=lambda each: (each[0][:1].lower(), -len(each[0]), each[1]))
        self._numbers = [at for _, at in names]
        self._pattern = re.compile("|".join((*_branches(names, language), _TAG, _ENTITY)))

    def explained(self, body: Document, show: Show) -> Document:
        """`body` with the first use of each term put through `show`. Practice questions stay as they are."""
        return _Reading(self._pattern, self._numbers, show).document(body) if self._numbers else body


def _forms(name: str) -> Iterator[str]:
    """What a term is called: without its brackets, and the abbreviation in them."""
    before, _, inside = name.strip().removesuffix(")").partition("(")
    if not before or not inside or not name.strip().endswith(")"):
        before, inside = name, ""
    yield from [before.strip()] if before.strip() else []
    if inside.isalnum() and _is_exact(inside):
        yield inside


def _branches(names: Iterable[tuple[str, int]], language: str) -> Iterator[str]:
    """A branch of the pattern for the terms that begin alike, so that most are passed over at once."""
    for first, alike in groupby(names, key=lambda each: each[0][:1].lower()):
        begins = f"(?=[{re.escape(escape(first)[:1] + first.upper())}])"
        forms = "|".join(f"({_form(form, language)})" for form, _ in alike)
        yield f"{_BEFORE}{begins}(?:{forms}){_BEHIND}"


def _form(name: str, language: str) -> str:
    words = _GAP.split(name)
    gaps = (_BETWEEN for _ in words[1::2])
    texts = (_word(word, _bends(words, at, language), language) for at, word in enumerate(words) if at % 2 == 0)
    woven = [next(texts)]
    for gap, text in zip(gaps, texts, strict=True):
        woven += [gap, text]
    return "".join(woven)


def _bends(words: Sequence[str], at: int, language: str) -> bool:
    """Whether this word of a term has a plural: in French each, in other languages the last, and that before `of`."""
    last = at == len(words) - 1
    return words[at].isalpha() and (last or language.startswith("fr") or words[at + 2].lower() == "of")


def _word(word: str, bends: bool, language: str) -> str:
    text = "".join(_SIGNS.get(sign) or re.escape(escape(sign)) for sign in word)
    if _is_exact(word):
        return f"{text}s?" if bends and len(word) > 1 else text
    return f"(?i:{_with_plural(text, word.lower(), language) if bends and len(word) > 2 else text})"


def _is_exact(word: str) -> bool:
    """Whether the capitals of a word matter: there are others than its first, or it is a capital."""
    return word[1:] != word[1:].lower() or (len(word) == 1 and word.isupper())


def _with_plural(text: str, word: str, language: str) -> str:
    if language.startswith("fr"):
        if word.endswith("al"):
            return f"{text[:-1]}(?:l|ux)"
        return text if word.endswith(("s", "x", "z")) else f"{text}[sx]?" if word.endswith("u") else f"{text}s?"
    if language.startswith("en") and word.endswith("y") and word[-2] not in "aeiou":
        return f"{text[:-1]}(?:y|ies)"
    return f"{text}(?:es)?" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{text}s?"


class _Reading:
    """One reading of a text from its beginning to its end."""

    def __init__(self, pattern: re.Pattern[str], numbers: Sequence[int], show: Show) -> None:
        self.pattern = pattern
        self.numbers = numbers
        self.show = show
        self.met: set[int] = set()
        self.silent: list[str] = []
        """The elements around the present place in which nothing is marked."""

    def document(self, body: Document) -> Document:
        return tuple(self.part(part) for part in body)

    def part(self, part: Part) -> Part:
        match part:
            case Prose(html=html) | Readings(html=html):
                return replace(part, html=self.text(html))
            case Hazard(body=inner) | Note(body=inner):
                return replace(part, body=self.document(inner))
            case Steps(steps=steps):
                return replace(part, steps=tuple(self.document(step) for step in steps))
            case _:
                return part

    def text(self, html: str) -> str:
        made, at = "", 0
        for found in self.pattern.finditer(html):
            if found.start() < at:  # a tag that went along with what clings to a term
                continue
            made, at = made + html[at : found.start()], found.end()
            if found["tag"]:
                self.pass_tag(found["name"], ends=bool(found["end"]))
            number = self.numbers[found.lastindex - 1] if found.lastindex and not found["tag"] else None
            if number is None or self.silent or number in self.met:
                made += found[0]
                continue
            self.met.add(number)
            before, behind = _clings(made, html, at)
            made, at = _clinging(made, self.show(number, found[0]), before, behind), behind.end() if behind else at
        return made + html[at:]

    def pass_tag(self, name: str, *, ends: bool) -> None:
        # Cleaned HTML is well-formed: what is opened is closed in turn.
        if name in SILENT:
            if ends:
                self.silent.pop()
            else:
                self.silent.append(name)


def _clings(made: str, html: str, at: int) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """What no line may part from the term between `made` and `html` from `at` on: before it, and behind it."""
    before, marked = _CLINGS_BEFORE.search(made), _CLINGS_BEHIND_MARKED.match(html, at)
    if before is None or not before["mark"]:
        return before, _CLINGS_BEHIND.match(html, at)
    # Where the term is marked, as in l’<strong>atelier</strong>, one piece has to hold both tags or none.
    return (before, marked) if marked and marked["mark"] == before["mark"] else (None, None)


def _clinging(made: str, shown: str, before: re.Match[str] | None, behind: re.Match[str] | None) -> str:
    """`made` with the term after it, in one piece with what clings to it."""
    if not before and not behind:
        return made + shown
    start = before.start() if before else len(made)
    return f'{made[:start]}<span class="term-place">{made[start:]}{shown}{behind[0] if behind else ""}</span>'
