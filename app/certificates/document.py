"""The certificate as a PDF: one page, and the competence passport behind it. Tagged and made to last (PDF/A-2a,
PDF/UA-1), drawn by Typst.

Nothing that people typed is ever read as Typst markup: the template gets all of it as JSON text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from app.certificates.facts import Proof, Statement, grouped
from app.certificates.letterhead import letterhead
from app.certificates.typesetting import UnprintableError as UnprintableError
from app.certificates.typesetting import set_in
from app.certificates.wording import WORDS, words_in

DIGEST_SHOWN = 12
"""Hexadecimal digits of the course's digest that are printed."""


def draw(statement: Statement, *, address: str, at: datetime) -> bytes:
    """The PDF that states `statement`; its QR code holds `address`. The same arguments give the same bytes.

    Takes some 100 milliseconds, the first time in a process several times that. Raises UnprintableError.
    """
    return set_in("certificate.typ", _page(statement, address), at=at)


def can_be_printed(drawing: Mapping[str, Any]) -> bool:
    """Whether PDF/A takes that logo, as `letterhead.drawing` has it. Some 100 milliseconds."""
    import typst

    try:
        set_in("logo.typ", {"logo": drawing, "words": {}}, at=datetime.fromtimestamp(0, UTC))
    except (typst.TypstError, UnprintableError):
        return False
    return True


def _page(statement: Statement, address: str) -> dict[str, Any]:
    """Everything on the pages, as it is to be read."""
    language = statement.language if statement.language in WORDS else "en"
    words = words_in(language)
    return {
        "language": language,
        "words": _filled(words, statement, address),
        "logo": letterhead.drawing,
        "school": statement.school,
        "title": statement.title,
        "holder": statement.holder,
        "course": statement.course,
        "hours": words["hours"].format(hours=format_decimal(statement.hours, locale=language)),
        **_days(statement, language, words),
        "place": statement.place,
        "groups": _groups(statement, words),
        **_proofs(statement, language, words),
        "signatories": [{"name": each.name, "function": each.function} for each in statement.signatories],
        "issued_by": statement.issued_by,
        "issued_for": words["issued_for"].format(school=statement.school),
        "supersedes": words["supersedes"].format(number=grouped(statement.supersedes)) if statement.supersedes else "",
        "number": statement.number,
        "revision": _revision(statement, words["revision_value"]),
        "address": address,
        "qr": _qr(address),
    }


def _filled(words: Mapping[str, str], statement: Statement, address: str) -> dict[str, str]:
    return {
        **words,
        "qr": words["qr"].format(address=address),
        "signed": words["signed"].format(school=statement.school),
        "passport_lead": words["passport_lead"].format(holder=statement.holder),
    }


def _days(statement: Statement, language: str, words: Mapping[str, str]) -> dict[str, str]:
    first, last = _day(statement.first_day, language), _day(statement.last_day, language)
    # The last day on which it is valid is what people read; what is stated is the day after.
    until = statement.expires_on and statement.expires_on - timedelta(days=1)
    return {
        "first_day": first,
        "last_day": last,
        "span": f"{first} – {last}",
        "issued_on": _day(statement.issued_on, language),
        "valid_until": _day(until, language) if until else words["no_expiry"],
    }


def _revision(statement: Statement, words: str) -> str:
    return words.format(number=statement.revision, digest=statement.revision_digest[:DIGEST_SHOWN])


def _groups(statement: Statement, words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "title": block,
            "count": words["competence_count"].format(count=len(competences)),
            "competences": [{"id": each.id, "title": each.title, "marks": each.shown_by} for each in competences],
        }
        for block, competences in statement.by_block
    ]


def _proofs(statement: Statement, language: str, words: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    sorts = {"practicals": statement.practicals, "cases": statement.cases, "quizzes": statement.quizzes}
    return {sort: [_row(proof, language, words) for proof in proofs] for sort, proofs in sorts.items()}


def _row(proof: Proof, language: str, words: Mapping[str, str]) -> dict[str, str]:
    level = format_decimal(proof.level, locale=language) if proof.level else ""
    return {
        "mark": proof.mark,
        "title": proof.title,
        "device": proof.device,
        "on": _day(proof.on, language),
        "level": words["level_value"].format(level=level) if level else "",
    }


def _qr(address: str) -> str:
    """The QR code as an SVG without a border: the template keeps the space around it free."""
    import segno

    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", border=0, xmldecl=False, svgns=True, scale=4)
    return drawing.getvalue().decode()


def _day(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", language)
