"""Puts a text wherever somebody can put one: into every column that people fill, and every field that authors do.

A column or a field that nobody has thought of here is tainted too, or fails a test: none is forgotten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, Column, Connection, String, Table, select, update

from app.certificates.models import Certificate, CertificateFacts
from app.curriculum.model import Curriculum
from app.db import Base
from app.records.triggers import DECLARED
from app.shared.digests import canonical, salted
from app.shared.markdown import RenderError, render, render_inline

SAID: Final = frozenset(
    {"person.name", "person.sort_name", "person.email", "person.sign_in_name", "site.name", "cohort.name"}
    | {"letter.address", "letter.details", "letter.trouble", "notice.details", "journal_text.text", "search_text.text"}
    | {"sign_in.device", "mistake_report.place", "mistake_report.text", "mistake_report.answer", "response.answer"}
    | {"sign_off.device_brand", "sign_off.device_model", "sign_off_remark.text", "certificate_facts.facts"}
    | {"testimony.device_brand", "testimony.device_model", "bench_text.text"}
    | {"held_record.body", "issuing_line.exception", "certificate_text.text", "safety_reason.text"}
    | {"correction_reason.text"}
    | {"late_response.answer", "practice_answer.answer", "question_tally.value", "attempt_remark_text.text"}
)
"""What people typed, or what was made of it."""
OURS: Final = frozenset(
    {"person.password_hash", "person.language", "site.time_zone", "revision.files", "cohort.closed_weeks"}
    | {"enrolment.followed"}
    | {"journal_entry.act", "journal_entry.object_kind", "journal_entry.detail", "journal_entry.covers"}
    | {"journal_entry.previous"}
    | {"letter.kind", "letter.state", "notice.kind", "notice.subject", "notice.path", "notice.mail"}
    | {"mail_choice.kind", "mail_choice.choice", "role_grant.role", "throttle.purpose", "throttle.key"}
    | {"search_text.kind", "search_text.owner", "attempt.asked", "gate_decision.gate", "gate_decision.decision"}
    | {"pin.pin_hash", "sign_off.outcome", "certificate.code", "evidence.media_type", "arrangement.more_time"}
    | {"testimony.did", "testimony_decision.decision", "bench_text.kind"}
    | {"moderation.why", "moderator_judgement.outcome"}
    | {"attempt_decision.decision", "question_tally.kind"}
    | {"acknowledgement.signed_with", "sign_off.signed_with", "disagreement_answer.answer", "clash_answer.answer"}
    | {"sign_off_decision.decision", "issuing_line.state", "issuing_line.refused_for"}
    | {"certificate.cause", "certificate_text.kind", "certificate_revocation.cause", "certificate_disclosure.hidden"}
    | {"signing_key.public", "signing_key.purpose", "safety_correction.parts"}
    | {"question_correction.withdrawn"}
    | {"held_record.why", "held_record.photos", "held_record.settled_as"}
)
"""Ids aside, what the house writes by itself, in words of its own."""
UNIQUE: Final = {"person.email": ("", "@"), "person.sign_in_name": ("@", "")}
"""What has to be different in each row and in small letters: what is taken out of it, and what stands behind it."""
ID: Final = re.compile(r"[\w.:+/-]*")
MARKUP: Final = frozenset({"levels", "ordered", "heads"})
"""Fields that hold HTML, besides those whose names say so."""
NAMES: Final = frozenset(
    {"id", "icon", "language", "text_language", "path", "digest", "gate", "requires", "competence", "competences"}
    | {"aliases", "pool", "images", "draw", "after", "needs", "shortest_way", "effect", "starts"}
    | {"translation_of"}
)
"""Fields of ids and of words that the format knows: anything else in them is an error."""


@dataclass(frozen=True)
class Taint:
    """A text for plain fields, and its HTML, as Markdown makes it, for those that hold HTML."""

    text: str
    html: str
    inline_html: str

    @classmethod
    def of(cls, payloads: Sequence[str]) -> Taint:
        """That of several payloads together."""
        return cls(
            " ".join(payloads),
            "".join(_rendered(render, payload) for payload in payloads),
            "".join(_rendered(render_inline, " ".join(payload.split())) for payload in payloads),
        )


def unthought_of() -> list[str]:
    """The columns with text that neither SAID nor OURS names, ids and digests aside."""
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, (String, JSON)) and not re.search(r"(^|_)(id|digest|salt)$", column.name)
    }
    return sorted(named ^ (SAID | OURS))


def taint_records(connection: Connection, text: str) -> None:
    """Writes the text into every column that people fill, without the one sign that no database keeps (NUL).

    The triggers that keep records are dropped for it.
    """
    text = text.replace("\0", "")
    for trigger in DECLARED:
        for statement in trigger.drop(connection.dialect.name):
            connection.exec_driver_sql(statement)
    for name in sorted(SAID - {"certificate_facts.facts"}):
        table_name, _, column_name = name.partition(".")
        table = Base.metadata.tables[table_name]
        _taint_column(connection, table, table.columns[column_name], text)
    _taint_certificates(connection, text)


def tainted(thing: Any, taint: Taint, name: str = "", hint: Any = str) -> Any:
    """The curriculum, or a part of it, with the text in every field that authors fill."""
    if name in NAMES or get_origin(hint) is Literal:
        return thing
    if isinstance(thing, str):
        return _tainted_text(taint, name)
    if isinstance(thing, tuple):
        return tuple(tainted(each, taint, name, _inner(hint)) for each in thing)
    if isinstance(thing, Mapping):
        return {key: tainted(value, taint, name, _inner(hint)) for key, value in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        hints = get_type_hints(type(thing))
        parts = {each.name: (getattr(thing, each.name), hints[each.name]) for each in fields(thing)}
        return replace(thing, **{key: tainted(value, taint, key, hint) for key, (value, hint) in parts.items()})
    return thing


def tainted_curriculum(curriculum: Curriculum, taint: Taint) -> Curriculum:
    """The same for a whole curriculum."""
    made = tainted(curriculum, taint)
    assert isinstance(made, Curriculum)
    return made


def _rendered(by: Callable[[str], str], payload: str) -> str:
    try:
        return by(payload)
    except RenderError:
        return ""


def _tainted_text(taint: Taint, name: str) -> str:
    if name in MARKUP or name in ("title_html", "picture_html"):
        return taint.inline_html
    return taint.html if name.endswith("html") else taint.text


def _inner(hint: Any) -> Any:
    inner = [each for each in get_args(hint) if each is not Ellipsis]
    return inner[-1] if inner else hint


def _taint_column(connection: Connection, table: Table, column: Column[Any], text: str) -> None:
    keys = list(table.primary_key.columns)
    rows = connection.execute(select(*keys, column).where(column.is_not(None))).all()
    out, behind = UNIQUE.get(f"{table.name}.{column.name}", ("", ""))
    for number, row in enumerate(rows):
        *ids, value = row
        said = tainted_json(value, text) if isinstance(column.type, JSON) else f"{text} {number}"
        if out or behind:
            said = f"{number}{behind}{text.replace(out, '') if out else text}".lower()
        where = [key == each for key, each in zip(keys, ids, strict=True)]
        connection.execute(update(table).where(*where).values({column.name: said}))


def _taint_certificates(connection: Connection, text: str) -> None:
    """The facts of certificates agree with their digests: else no page would show them."""
    facts, certificates = CertificateFacts.__table__, Certificate.__table__
    assert isinstance(facts, Table)
    assert isinstance(certificates, Table)
    for row in connection.execute(select(facts)).all():
        said = tainted_json(row.facts, text)
        digest = salted(canonical(said).decode(), row.salt)
        where = facts.c.certificate_id == row.certificate_id
        connection.execute(update(facts).where(where).values(facts=said))
        where = certificates.c.id == row.certificate_id
        connection.execute(update(certificates).where(where).values(facts_digest=digest))


def tainted_json(value: Any, text: str) -> Any:
    """The value with the text in place of every string that is no id, date or code."""
    if isinstance(value, str):
        return value if ID.fullmatch(value) else text
    if isinstance(value, Mapping):
        return {key: tainted_json(each, text) for key, each in value.items()}
    if isinstance(value, list):
        return [tainted_json(each, text) for each in value]
    return json.loads(json.dumps(value))
