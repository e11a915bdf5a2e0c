"""Finding items and terms: trainees in the revisions that their cohorts follow, staff in the newest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_

from app.courses.facts import Done, Enrolled
from app.courses.progress import closed_gates
from app.courses.queries.enrolments import done_by_each, enrolments_of
from app.courses.queries.revisions import newest_revisions
from app.curriculum.model import Curriculum, Item, Quiz, Term
from app.curriculum.words import text_of
from app.db import db
from app.people.member import Member
from app.search.facts import FoundItem, FoundTerm, Group, State, group_of
from app.search.marking import excerpt, hits_in, marked
from app.shared.fulltext import owners_matching, search_text

NOTHING_DONE = Done({}, {})


@dataclass(frozen=True)
class Shelf:
    """A course that a member reads: as trainee of `enrolled`, or (None) as staff."""

    revision_id: int
    curriculum: Curriculum
    enrolled: Enrolled | None
    done: Done

    def address(self, item: Item) -> str:
        """Where the member reads it."""
        if self.enrolled:
            return f"/enrolments/{self.enrolled.id}/items/{item.id}"
        return f"/revisions/{self.revision_id}/items/{item.id}"

    def state(self, item: Item) -> State:
        """Where the member stands with it."""
        if self.enrolled is None:
            return ""
        if item.id in self.done.completions:
            return "done"
        return "locked" if closed_gates(item, self.done) else "open"

    def openers(self, item: Item) -> tuple[Quiz, ...]:
        """What opens it."""
        openers = self.curriculum.openers
        return tuple(openers[gate] for gate in closed_gates(item, self.done) if gate in openers)


def shelves_of(member: Member) -> tuple[Shelf, ...]:
    """The revisions that the member reads: first those of their own cohorts, the newest first, then (staff) the newest
    of every other course. At most three queries."""
    enrolments = enrolments_of(member)
    done = done_by_each(enrolments) if enrolments else {}
    own: dict[int, Shelf] = {}
    for each in enrolments:
        revision_id = each.cohort.revision_id
        own.setdefault(revision_id, Shelf(revision_id, each.curriculum, each, done[each.id]))
    learned = {shelf.curriculum.id for shelf in own.values()}
    newest = newest_revisions(language=member.language) if member.is_staff else ()
    others = (
        Shelf(each.id, each.curriculum, None, NOTHING_DONE) for each in newest if each.curriculum.id not in learned
    )
    return (*own.values(), *others)


def items_found(shelves: Sequence[Shelf], words: str, *, sought: Sequence[str]) -> Group[FoundItem]:
    """Items by their titles and texts, each once: those with the words in their titles first, then in the order of
    the course. What is locked is found too, without its text. One query."""
    found = []
    for place, key in _owners("item", words, shelves):
        shelf = shelves[place]
        if item := shelf.curriculum.items.get(key):
            found.append((-hits_in(item.title, sought), place, list(shelf.curriculum.items).index(key), item))
    once: dict[tuple[str, str], tuple[Shelf, Item]] = {}
    for _, place, _, item in sorted(found, key=lambda each: each[:3]):
        once.setdefault((shelves[place].curriculum.id, item.id), (shelves[place], item))
    return group_of(_found_item(shelf, item, sought) for shelf, item in once.values())


def terms_found(shelves: Sequence[Shelf], words: str, *, sought: Sequence[str], language: str) -> Group[FoundTerm]:
    """Terms of the glossaries: those with the words in their names first, each once. One query."""
    found = []
    for place, key in _owners("term", words, shelves):
        glossary = shelves[place].curriculum.glossary
        if key.isdecimal() and int(key) < len(glossary):
            term = glossary[int(key)]
            found.append((-max(hits_in(name, sought) for name in term.term.values()), place, int(key), term))
    once: dict[tuple[tuple[str, str], ...], tuple[int, Term]] = {}
    for _, place, _, term in sorted(found, key=lambda each: each[:3]):
        once.setdefault(tuple(term.term.items()), (place, term))
    return group_of(_found_term(shelves[place].curriculum, term, sought, language) for place, term in once.values())


def _owners(kind: str, words: str, shelves: Sequence[Shelf]) -> Iterator[tuple[int, str]]:
    """The number of the shelf, and the key there, of all that is found."""
    matching = owners_matching(kind, words)
    if matching is None or not shelves:
        return
    places = {str(shelf.revision_id): place for place, shelf in enumerate(shelves)}
    theirs = or_(*(search_text.c.owner.startswith(f"{revision_id}/") for revision_id in places))
    for row in db.session.execute(matching.where(theirs)):
        revision_id, _, key = row.owner.partition("/")
        yield places[revision_id], key


def _found_item(shelf: Shelf, item: Item, sought: Sequence[str]) -> FoundItem:
    state = shelf.state(item)
    return FoundItem(
        item,
        marked(item.title, sought),
        () if state == "locked" else excerpt(text_of(item), sought),
        shelf.address(item),
        shelf.curriculum.title,
        shelf.curriculum.text_language,
        state,
        shelf.openers(item) if state == "locked" else (),
    )


def _found_term(curriculum: Curriculum, term: Term, sought: Sequence[str], language: str) -> FoundTerm:
    chosen = next(each for each in (language, curriculum.language, *term.term) if each in term.term)
    means = term.means.get(chosen) or next(iter(term.means.values()))
    return FoundTerm(
        marked(term.term[chosen], sought),
        marked(means, sought),
        chosen,
        tuple((each, marked(name, sought)) for each, name in term.term.items() if each != chosen),
        curriculum.title,
    )
