"""Triggers that keep records as they were made, for both databases.

A migration creates them with `create` and drops them with `drop`; batch migrations on SQLite lose
triggers without a word, so a test asks each migrated database for every one in `DECLARED`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trigger:
    """A rule of one table: when `event` happens and `condition` holds, the statement fails with `message`.

    `condition` is SQL over NEW and OLD that both databases understand; empty: always.
    """

    name: str
    table: str
    event: str
    condition: str
    message: str

    def create(self, dialect: str) -> tuple[str, ...]:
        """The statements that make the trigger."""
        if dialect == "sqlite":
            when = f" WHEN {self.condition}" if self.condition else ""
            return (
                (
                    f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table}{when} "
                    f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                ),
            )
        condition = self.condition or "TRUE"
        return (
            (
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation'; END IF; "
                f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
            ),
            (
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
            ),
        )

    def drop(self, dialect: str) -> tuple[str, ...]:
        """The statements that remove it."""
        if dialect == "sqlite":
            return (f"DROP TRIGGER {self.name}",)
        return (f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()")


def append_only(table: str) -> tuple[Trigger, Trigger]:
    """The two triggers by which rows of `table` are never changed and never removed."""
    message = f"{table} is append-only"
    return (
        Trigger(f"{table}_no_update", table, "UPDATE", "", message),
        Trigger(f"{table}_no_delete", table, "DELETE", "", message),
    )


APPEND_ONLY = (
    "journal_entry",
    "revision",
    "gate_decision",
    "lesson_declaration",
    "safety_correction",
    "safety_reach",
    "safety_duty",
    "safety_acknowledgement",
    "response",
    "mark",
    "question_mark",
    "late_response",
    "late_count",
    "case_act",
    "case_mark",
    "arrangement",
    "further_attempt",
    "attempt_decision",
    "attempt_remark",
    "question_correction",
    "practice_answer",
    "readiness",
    "sign_off",
    "criterion_level",
    "evidence",
    "acknowledgement",
    "disagreement_answer",
    "sign_off_decision",
    "sign_off_clash",
    "clash_answer",
    "testimony_request",
    "testimony",
    "testimony_decision",
    "moderation",
    "moderator_judgement",
    "moderated_level",
    "moderation_answer",
    "certificate",
    "certificate_revocation",
    "signing_key",
)

DECLARED: tuple[Trigger, ...] = (
    *(trigger for table in APPEND_ONLY for trigger in append_only(table)),
    Trigger(
        "attempt_closed_for_good",
        "attempt",
        "UPDATE",
        "OLD.closed_at IS NOT NULL OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.started_at <> OLD.started_at",
        "a closed attempt does not change",
    ),
    Trigger("attempt_no_delete", "attempt", "DELETE", "", "attempts are kept"),
    Trigger(
        "response_only_while_running",
        "response",
        "INSERT",
        "EXISTS (SELECT 1 FROM attempt WHERE attempt.id = NEW.attempt_id AND attempt.closed_at IS NOT NULL)",
        "the attempt is closed",
    ),
    Trigger(
        "case_run_ended_for_good",
        "case_run",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.started_at <> OLD.started_at",
        "a run that is over does not change",
    ),
    Trigger(
        "held_record_stays",
        "held_record",
        "UPDATE",
        "OLD.settled_at IS NOT NULL OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.item_id <> OLD.item_id "
        "OR NEW.assessor_id <> OLD.assessor_id OR NEW.received_at <> OLD.received_at "
        "OR CAST(NEW.body AS TEXT) <> CAST(OLD.body AS TEXT) OR CAST(NEW.photos AS TEXT) <> CAST(OLD.photos AS TEXT)",
        "what is held does not change",
    ),
    Trigger("held_record_no_delete", "held_record", "DELETE", "", "held records are kept"),
    Trigger(
        "remarking_line_settled_once",
        "remarking_line",
        "UPDATE",
        "OLD.after_id IS NOT NULL OR NEW.correction_id <> OLD.correction_id OR NEW.attempt_id <> OLD.attempt_id "
        "OR NEW.before_id <> OLD.before_id",
        "what was marked again does not change",
    ),
    Trigger("remarking_line_no_delete", "remarking_line", "DELETE", "", "lines are kept"),
    Trigger("case_run_no_delete", "case_run", "DELETE", "", "runs are kept"),
    Trigger(
        "case_act_only_while_running",
        "case_act",
        "INSERT",
        "EXISTS (SELECT 1 FROM case_run WHERE case_run.id = NEW.run_id AND case_run.ended_at IS NOT NULL)",
        "the run is over",
    ),
)
