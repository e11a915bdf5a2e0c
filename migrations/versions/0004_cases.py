"""cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.records.triggers import Trigger, append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TRIGGERS = (
    *append_only("case_act"),
    *append_only("case_mark"),
    Trigger(
        "case_run_ended_for_good",
        "case_run",
        "UPDATE",
        "OLD.ended_at IS NOT NULL OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.started_at <> OLD.started_at",
        "a run that is over does not change",
    ),
    Trigger("case_run_no_delete", "case_run", "DELETE", "", "runs are kept"),
    Trigger(
        "case_act_only_while_running",
        "case_act",
        "INSERT",
        "EXISTS (SELECT 1 FROM case_run WHERE case_run.id = NEW.run_id AND case_run.ended_at IS NOT NULL)",
        "the run is over",
    ),
)


def upgrade() -> None:
    op.create_table(
        "case_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_case_run_number")),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_case_run_ended_after_start")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_case_run_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_case_run_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_run")),
        sa.UniqueConstraint("enrolment_id", "item_id", "number", name=op.f("uq_case_run_enrolment_id_item_id_number")),
    )
    op.create_index(
        "uq_case_run_running",
        "case_run",
        ["enrolment_id", "item_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "case_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_case_act_number")),
        sa.ForeignKeyConstraint(["run_id"], ["case_run.id"], name=op.f("fk_case_act_run_id_case_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_act")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_case_act_run_id_number")),
    )
    op.create_table(
        "case_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("thousandths", sa.Integer(), nullable=False),
        sa.Column("safe", sa.Boolean(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("thousandths BETWEEN 0 AND 100000", name=op.f("ck_case_mark_within_possible")),
        sa.CheckConstraint("safe OR NOT passed", name=op.f("ck_case_mark_only_safe_runs_pass")),
        sa.ForeignKeyConstraint(["run_id"], ["case_run.id"], name=op.f("fk_case_mark_run_id_case_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_mark")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_case_mark_run_id_number")),
    )
    for trigger in TRIGGERS:
        for statement in trigger.create(op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for trigger in reversed(TRIGGERS):
        for statement in trigger.drop(op.get_bind().dialect.name):
            op.execute(statement)
    op.drop_table("case_mark")
    op.drop_table("case_act")
    op.drop_index("uq_case_run_running", table_name="case_run")
    op.drop_table("case_run")
