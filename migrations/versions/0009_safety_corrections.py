"""safety corrections"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from app.records.triggers import append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("safety_correction", "safety_reason", "safety_reach", "safety_duty", "safety_acknowledgement")
NEW = tuple(trigger for table in TABLES if table != "safety_reason" for trigger in append_only(table))


def _points(table: str, column: str, to: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.{key}"], name=op.f(f"fk_{table}_{column}_{to}"))


def _create_corrections() -> None:
    op.create_table(
        "safety_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pushed_by", sa.Uuid(), nullable=False),
        sa.Column("reason_digest", sa.String(length=64), nullable=False),
        _points("safety_correction", "course_id", "course"),
        _points("safety_correction", "revision_id", "revision"),
        _points("safety_correction", "pushed_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_correction")),
    )
    op.create_index("ix_safety_correction_course_id", "safety_correction", ["course_id"])
    op.create_table(
        "safety_reason",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        _points("safety_reason", "correction_id", "safety_correction"),
        sa.PrimaryKeyConstraint("correction_id", name=op.f("pk_safety_reason")),
    )


def _create_reached() -> None:
    op.create_table(
        "safety_reach",
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=True),
        _points("safety_reach", "correction_id", "safety_correction"),
        _points("safety_reach", "cohort_id", "cohort"),
        _points("safety_reach", "before_id", "revision"),
        _points("safety_reach", "after_id", "revision"),
        sa.PrimaryKeyConstraint("correction_id", "cohort_id", name=op.f("pk_safety_reach")),
    )
    op.create_index("ix_safety_reach_cohort_id", "safety_reach", ["cohort_id"])
    op.create_table(
        "safety_duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=False),
        _points("safety_duty", "correction_id", "safety_correction"),
        _points("safety_duty", "enrolment_id", "enrolment"),
        _points("safety_duty", "before_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_duty")),
        sa.UniqueConstraint("correction_id", "enrolment_id", name=op.f("uq_safety_duty_correction_id_enrolment_id")),
    )
    op.create_index("ix_safety_duty_enrolment_id", "safety_duty", ["enrolment_id"])
    op.create_table(
        "safety_acknowledgement",
        sa.Column("duty_id", sa.Uuid(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        _points("safety_acknowledgement", "duty_id", "safety_duty"),
        sa.PrimaryKeyConstraint("duty_id", name=op.f("pk_safety_acknowledgement")),
    )


def upgrade() -> None:
    _create_corrections()
    _create_reached()
    _run(trigger.create(op.get_bind().dialect.name) for trigger in NEW)


def downgrade() -> None:
    _run(trigger.drop(op.get_bind().dialect.name) for trigger in NEW)
    for table in reversed(TABLES):
        op.drop_table(table)


def _run(statements: Iterable[tuple[str, ...]]) -> None:
    for each in statements:
        for statement in each:
            op.execute(statement)
