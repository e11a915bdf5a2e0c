"""The refusals that the school can give."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - "refusal" is what the trade and the pages call it
    """An act that the rules don't allow. `code` names the rule; pages phrase it for the reader."""

    status = 409
    code = "refused"
    leads_back = True
    """Whether the page offers the way back to where the reader came from; else it would only be refused again."""

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values
