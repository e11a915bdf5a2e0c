"""Words that lie beside the records that hold their salted digest, and may be erased."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Beside:
    """Where the words of one kind lie, and which record holds their digest.

    `owner` is the column of `table` that holds the key of a row of `record`, whose column `digest` is meant. `kind`
    is the value of the table's column of that name, where words of several kinds lie in it.
    """

    table: str
    text: str
    owner: str
    record: str
    digest: str
    kind: str = ""


BESIDE = (
    Beside("journal_text", "text", "entry_number", "journal_entry", "reason_digest"),
    Beside("attempt_remark_text", "text", "remark_id", "attempt_remark", "text_digest"),
    Beside("correction_reason", "text", "correction_id", "question_correction", "reason_digest"),
    Beside("safety_reason", "text", "correction_id", "safety_correction", "reason_digest"),
    Beside("certificate_facts", "facts", "certificate_id", "certificate", "facts_digest"),
    Beside("certificate_text", "text", "owner_id", "certificate", "exception_digest", "exception"),
    Beside("certificate_text", "text", "owner_id", "certificate_revocation", "words_digest", "revocation"),
    Beside("sign_off_remark", "text", "sign_off_id", "sign_off", "remark_digest"),
    Beside("bench_text", "text", "owner_id", "acknowledgement", "words_digest", "disagreement"),
    Beside("bench_text", "text", "owner_id", "testimony_request", "witness_digest", "witness"),
    Beside("bench_text", "text", "owner_id", "testimony", "text_digest", "testimony"),
    Beside("bench_text", "text", "owner_id", "moderator_judgement", "text_digest", "moderation"),
    Beside("bench_text", "text", "owner_id", "moderation_answer", "text_digest", "moderation_answer"),
)
