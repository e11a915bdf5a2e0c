"""What forms of courses have in common: acts that are done once."""

from __future__ import annotations

from uuid import UUID

from wtforms import HiddenField

from app.web.forms import Form


class OnceForm(Form):
    """A form whose act is done once, however often a browser sends it."""

    id = HiddenField()

    @property
    def new_id(self) -> UUID | None:
        """The id that the browser chose for what will be made; None when it is none."""
        try:
            return UUID(self.id.data or "")
        except ValueError:
            return None


def as_id(value: object) -> UUID:
    """The id that a choice stands for. Raises ValueError."""
    return UUID(str(value))
