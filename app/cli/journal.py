"""`flask journal`: whether records are as they were written, and heads of the journal to keep elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, TextIO

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import Connection

from app.people.queries import person_name
from app.records.faults import Fault
from app.records.heads import Head, UnreadableHead, heads_in, is_public_key, public_key, signed_head
from app.records.queries.owning import whose
from app.records.queries.verifying import Verdict, last_entry, one_state, verify
from app.shared.clock import now

journal = AppGroup("journal", help="Whether records are as they were written.")
NOUNS = {
    "revision": "revision",
    "gate_decision": "decision on a gate",
    "lesson_declaration": "declaration of a lesson",
    "response": "answers in the attempt",
    "mark": "mark",
    "question_mark": "marks of the questions in the mark",
    "late_response": "late answer",
    "late_count": "counting of the late answer",
    "case_act": "acts in the case's run",
    "case_mark": "mark of a case's run",
    "arrangement": "arrangement",
    "further_attempt": "further attempt",
    "attempt_decision": "decision on the attempt",
    "attempt_remark": "remark on an attempt",
    "readiness": "declaration of being ready",
    "sign_off": "sign-off",
    "criterion_level": "level in the sign-off",
    "evidence": "photo of a sign-off",
    "acknowledgement": "acknowledgement of the sign-off",
    "disagreement_answer": "answer to the disagreement with the sign-off",
    "sign_off_decision": "decision on the sign-off",
    "sign_off_clash": "clash of sign-offs",
    "clash_answer": "answer to the clash of sign-offs",
    "held_record": "held record",
    "testimony_request": "request for a testimony",
    "testimony": "testimony",
    "testimony_decision": "decision on the testimony",
    "moderation": "moderation",
    "moderator_judgement": "moderator's judgement",
    "moderated_level": "moderator's level",
    "moderation_answer": "answer to the moderation",
    "certificate": "certificate",
    "certificate_revocation": "revocation of the certificate",
    "signing_key": "public key",
    "question_correction": "correction of the question",
    "safety_correction": "safety correction",
    "safety_reach": "cohort that the safety correction reached",
    "safety_duty": "duty to read the safety correction",
    "safety_acknowledgement": "acknowledgement of the safety correction",
    "attempt": "attempt",
    "case_run": "run through a case",
    "journal_entry": "entry",
}
"""What people call a row of each table that the journal covers."""


@journal.command("verify")
@click.option(
    "--head",
    "files",
    multiple=True,
    type=click.File(errors="replace"),
    help="A file with heads that were kept elsewhere, - for what is piped in; may be given several times.",
)
@click.option("--key", default="", help="The public key that signed the heads, when it isn't this school's own.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
def verify_journal(files: Sequence[TextIO], key: str, form: str) -> None:
    """Look through the journal and every record that it covers, and tell what was changed, removed, inserted or
    swapped. Ends with 0 only when everything is as it was written."""
    if key and not is_public_key(key):
        raise click.ClickException(f"{key} is no public key: flask journal key prints one of 43 signs.")
    if files and not key:
        current_app.extensions["settings"].require_secret()
    heads = [head for file in files for head in _heads_in(file)]
    with one_state() as connection:
        verdict = verify(connection, heads, key=key)
        told = [(fault, _sentence(connection, fault)) for fault in verdict.faults]
    click.echo(_as_json(verdict, told) if form == "json" else _as_text(verdict, told, heads=len(heads)))
    sys.exit(0 if verdict.sound else 1)


@journal.command("head")
def print_head() -> None:
    """Print the journal's head, signed: keep it where nobody who can reach the database can change it."""
    current_app.extensions["settings"].require_secret()
    with one_state() as connection:
        number, digest = last_entry(connection)
    click.echo(str(signed_head(number, digest, at=now())))


@journal.command("key")
def print_key() -> None:
    """Print the public key that this school's heads are signed with."""
    current_app.extensions["settings"].require_secret()
    click.echo(public_key())


def _heads_in(file: TextIO) -> tuple[Head, ...]:
    try:
        return heads_in(file.read())
    except UnreadableHead:
        raise click.ClickException(f"There is no head in {file.name}: flask journal head prints one.") from None


def _sentence(connection: Connection, fault: Fault) -> str:
    if not fault.table:
        return fault.sentence()
    with_what = f"the one with the key {fault.other_key}" if fault.other_key else ""
    return fault.sentence(_what(connection, fault), with_what)


def _what(connection: Connection, fault: Fault) -> str:
    found = whose(connection, fault)
    name = f" of {person_name(found.person_id)}" if found.person_id else ""
    item = f" in {found.item_id}" if found.item_id else ""
    return f"the {NOUNS.get(fault.table, fault.table)} {fault.key}{name}{item}"


def _as_text(verdict: Verdict, told: Sequence[tuple[Fault, str]], *, heads: int) -> str:
    lines = [sentence for _, sentence in told]
    if len(verdict.faults) > len(told):
        lines.append(f"… and {len(verdict.faults) - len(told)} more.")
    kept = f" and {heads} kept heads" if heads > 1 else " and the kept head" if heads else ""
    looked = f"{verdict.entries} entries, {sum(verdict.records.values())} records{kept}"
    lines.append(
        f"Looked through {looked}: everything is as it was written."
        if verdict.sound
        else f"Looked through {looked}: {_faults(len(verdict.faults))}."
    )
    return "\n".join(lines)


def _faults(count: int) -> str:
    return "1 fault" if count == 1 else f"{count} faults"


def _as_json(verdict: Verdict, told: Sequence[tuple[Fault, str]]) -> str:
    def plain(fault: Fault, sentence: str) -> dict[str, Any]:
        named = {name: value for name, value in vars(fault).items() if value not in (None, "")}
        return {**named, "sentence": sentence}

    return json.dumps(
        {
            "sound": verdict.sound,
            "entries": verdict.entries,
            "digest": verdict.digest,
            "records": verdict.records,
            "count": len(verdict.faults),
            "faults": [plain(*each) for each in told],
        },
        ensure_ascii=False,
        indent=2,
    )
