"""assessment that holds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.records.triggers import append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ARRANGED_TRIGGERS = tuple(
    trigger
    for table in (
        "arrangement",
        "further_attempt",
        "attempt_decision",
        "attempt_remark",
        "practice_answer",
    )
    for trigger in append_only(table)
)
ARRANGED_TABLES = (
    "arrangement",
    "further_attempt",
    "attempt_decision",
    "attempt_remark_text",
    "attempt_remark",
    "practice_answer",
    "returning_question",
)


def _create_arrangements() -> None:
    """What is arranged for one trainee."""
    op.create_table(
        "arrangement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=True),
        sa.Column("more_time", sa.String(length=8), nullable=False),
        sa.Column("read_aloud", sa.Boolean(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arranged_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "more_time IN ('none', 'quarter', 'third', 'half', 'double')", name=op.f("ck_arrangement_more_time")
        ),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_arrangement_enrolment_id_enrolment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrangement")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_arrangement_enrolment_id_number")),
    )
    op.create_table(
        "further_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_further_attempt_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_attempt")),
    )
    op.create_index("ix_further_attempt_enrolment_id_item_id", "further_attempt", ["enrolment_id", "item_id"])


def _create_judgements() -> None:
    """What an instructor says of an attempt."""
    op.create_table(
        "attempt_decision",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("decision IN ('annulled', 'restored')", name=op.f("ck_attempt_decision_decision")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_decision_attempt_id_attempt")),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_attempt_decision")),
    )
    op.create_table(
        "attempt_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("remarked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remarked_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_remark_attempt_id_attempt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_remark")),
    )
    op.create_index("ix_attempt_remark_attempt_id", "attempt_remark", ["attempt_id"])
    op.create_table(
        "attempt_remark_text",
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["attempt_remark.id"], name=op.f("fk_attempt_remark_text_remark_id_attempt_remark")
        ),
        sa.PrimaryKeyConstraint("remark_id", name=op.f("pk_attempt_remark_text")),
    )


def _create_practice() -> None:
    """Questions that are answered again, and when they come back."""
    op.create_table(
        "practice_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("question_id", sa.String(length=120), nullable=False),
        sa.Column("question_digest", sa.String(length=64), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("thousandths", sa.Integer(), nullable=False),
        sa.Column("possible_thousandths", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "thousandths BETWEEN 0 AND possible_thousandths", name=op.f("ck_practice_answer_within_possible")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_practice_answer_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_practice_answer_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_answer")),
    )
    op.create_index("ix_practice_answer_enrolment_id_answered_at", "practice_answer", ["enrolment_id", "answered_at"])
    op.create_table(
        "returning_question",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("question_id", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_returning_question_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "item_id", "question_id", name=op.f("pk_returning_question")),
    )


LATE_TRIGGERS = (*append_only("late_response"), *append_only("late_count"))


def _create_late_answers() -> None:
    """Where answers were kept until they arrived, and those that came too late."""
    op.add_column("response", sa.Column("device_id", sa.Uuid(), nullable=True))
    op.add_column("response", sa.Column("sequence", sa.Integer(), nullable=True))
    op.add_column("response", sa.Column("given_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "late_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.String(length=120), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("overtaken", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_late_response_attempt_id_attempt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_response")),
    )
    op.create_index("ix_late_response_attempt_id", "late_response", ["attempt_id"])
    op.create_table(
        "late_count",
        sa.Column("late_response_id", sa.Uuid(), nullable=False),
        sa.Column("mark_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["late_response_id"], ["late_response.id"], name=op.f("fk_late_count_late_response_id_late_response")
        ),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_late_count_mark_id_mark")),
        sa.PrimaryKeyConstraint("late_response_id", name=op.f("pk_late_count")),
    )
    for trigger in LATE_TRIGGERS:
        for statement in trigger.create(op.get_bind().dialect.name):
            op.execute(statement)


def _drop_late_answers() -> None:
    for trigger in reversed(LATE_TRIGGERS):
        for statement in trigger.drop(op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_table("late_count")
    op.drop_index("ix_late_response_attempt_id", table_name="late_response")
    op.drop_table("late_response")
    for column in ("given_at", "sequence", "device_id"):
        op.drop_column("response", column)


def _create_tallies() -> None:
    """What is counted of each question."""
    op.create_table(
        "question_tally",
        sa.Column("question_digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_question_tally_number")),
        sa.PrimaryKeyConstraint("question_digest", "kind", "value", name=op.f("pk_question_tally")),
    )


def upgrade() -> None:
    _create_tallies()
    _create_late_answers()
    _create_arrangements()
    _create_judgements()
    _create_practice()
    for trigger in ARRANGED_TRIGGERS:
        for statement in trigger.create(op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("question_tally")
    _drop_late_answers()
    for trigger in reversed(ARRANGED_TRIGGERS):
        for statement in trigger.drop(op.get_bind().dialect.name):
            op.execute(statement)
    for table in ARRANGED_TABLES:
        op.drop_table(table)
