"""The words of letters: one template a kind, in the reader's language. Its first line is the subject."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app.mail.transports import one_line


@dataclass(frozen=True)
class Words:
    """What a letter says."""

    subject: str
    text: str


def words_of(kind: str, values: Mapping[str, Any], *, name: str, language: str) -> Words:
    """The letter of that kind to somebody of that name."""
    settings = current_app.extensions["settings"]
    # In a context of its own: languages keep the translations that they found first.
    with current_app.app_context(), force_locale(language):
        written = current_app.jinja_env.get_template(f"mail/{kind}.txt").render(
            values, name=one_line(name), school=settings.school_name, public_url=settings.public_url
        )
    subject, _, text = written.strip().partition("\n")
    return Words(one_line(subject), re.sub(r"\n{3,}", "\n\n", text).strip() + "\n")
