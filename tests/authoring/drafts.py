"""Drafts for tests: begun by the cast's author from what is published, and written in."""

from __future__ import annotations

from app.authoring.facts import DraftFacts
from app.authoring.models import Draft
from app.authoring.operations.changing import Saved
from app.authoring.operations.drafts import begin_draft
from app.authoring.operations.saving import save_file
from app.authoring.queries.drafts import draft_seen_by
from app.people.member import Member
from app.people.operations import add_person, grant_role
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast, signed_in

COURSE_ID = "tiny-phone-repair"
"""The cast's course."""
BENCH = "week-01/10-the-bench.md"
"""A lesson of it."""


def begun(cast: Cast) -> DraftFacts:
    """The draft of the cast's course, which its author begins."""
    return facts_of(cast, begin_draft(COURSE_ID, by=cast.author.id, at=NOON))


def facts_of(cast: Cast, draft: Draft | DraftFacts) -> DraftFacts:
    """The draft as it is now."""
    found = draft_seen_by(cast.author, draft_id=draft.id)
    assert found is not None
    return found


def another_author(name: str = "Anna Author") -> Member:
    """A second author, signed in."""
    email = f"{name.lower().replace(' ', '.')}@school.example"
    person = add_person(name, email=email, language="en", by=None, at=BEFORE)
    grant_role(person, role="author", site_id=None, by=None, at=BEFORE)
    return signed_in(person.id)


def wrote(cast: Cast, draft: DraftFacts, path: str, text: str, *, by: Member | None = None) -> Saved:
    """What became of the author (or somebody else) saving that text over what the draft holds."""
    author, present = by or cast.author, facts_of(cast, draft).files.get(path)
    return save_file(draft.id, path, text.encode(), before=present, act_id=new_id(), by=author.id, at=NOON)
