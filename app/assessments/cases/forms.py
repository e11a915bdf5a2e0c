"""Reading what the browser sends of a run.

These are no WTForms: what may be chosen differs from run to run. Cross-site requests are refused before anything here
is reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext as _

from app.shared.ids import new_id

LONGEST_COUNT = 6
"""Digits of a number of acts."""


def id_from(fields: Mapping[str, str], name: str) -> UUID:
    """The id that the browser made; a new one if it made none."""
    try:
        return UUID(fields.get(name, ""))
    except ValueError:
        return new_id()


class ActForm:
    """A choice at the bench: a test to do, or a conclusion."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.test = fields.get("test", "")
        self.conclusion = fields.get("conclusion", "")
        self.names_cause = "conclude" in fields
        """Whether the button for naming the cause was pressed."""
        self.choice_id = id_from(fields, "id")
        seen = fields.get("seen", "")
        self.seen = int(seen) if seen.isdecimal() and seen.isascii() and len(seen) <= LONGEST_COUNT else -1
        """How many acts the page showed; -1 when it doesn't say it."""

    @property
    def act_id(self) -> str:
        """What was chosen; empty: nothing."""
        return self.conclusion if self.names_cause else self.test

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, as a sentence, by the name of the field."""
        if self.act_id:
            return {}
        if self.names_cause:
            return {"conclusion": str(_("Choose the cause first."))}
        return {"test": str(_("Choose a test first."))}
