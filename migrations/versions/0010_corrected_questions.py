"""corrected questions"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from app.records.triggers import Trigger, append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NEW = (
    *append_only("question_correction"),
    Trigger(
        "remarking_line_settled_once",
        "remarking_line",
        "UPDATE",
        "OLD.after_id IS NOT NULL OR NEW.correction_id <> OLD.correction_id OR NEW.attempt_id <> OLD.attempt_id "
        "OR NEW.before_id <> OLD.before_id",
        "what was marked again does not change",
    ),
    Trigger("remarking_line_no_delete", "remarking_line", "DELETE", "", "lines are kept"),
)


def upgrade() -> None:
    op.create_table(
        "question_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("question_id", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("withdrawn", sa.JSON(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["person.id"], name=op.f("fk_question_correction_corrected_by_person")
        ),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_question_correction_course_id_course")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_question_correction_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_correction")),
    )
    op.create_index("ix_question_correction_course_id", "question_correction", ["course_id"])
    op.create_table(
        "correction_reason",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["question_correction.id"],
            name=op.f("fk_correction_reason_correction_id_question_correction"),
        ),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_correction_reason")),
    )
    op.create_table(
        "remarking_line",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("before_id", sa.Uuid(), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["after_id"], ["mark.id"], name=op.f("fk_remarking_line_after_id_mark")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_remarking_line_attempt_id_attempt")),
        sa.ForeignKeyConstraint(["before_id"], ["mark.id"], name=op.f("fk_remarking_line_before_id_mark")),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["question_correction.id"],
            name=op.f("fk_remarking_line_correction_id_question_correction"),
        ),
        sa.PrimaryKeyConstraint("correction_id", "attempt_id", name=op.f("pk_remarking_line")),
    )
    op.create_index("ix_remarking_line_attempt_id", "remarking_line", ["attempt_id"])
    op.create_index("ix_remarking_line_after_id", "remarking_line", ["after_id"])
    dialect = op.get_bind().dialect.name
    _run(trigger.create(dialect) for trigger in NEW)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    _run(trigger.drop(dialect) for trigger in NEW)
    for table in ("remarking_line", "correction_reason", "question_correction"):
        op.drop_table(table)


def _run(statements: Iterable[tuple[str, ...]]) -> None:
    for each in statements:
        for statement in each:
            op.execute(statement)
