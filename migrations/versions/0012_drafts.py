"""drafts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.records.triggers import Trigger, append_only

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ACTS = "'wrote', 'created', 'removed', 'moved', 'drew', 'restored', 'took', 'kept-aside', 'looked-over'"
NEW = (
    *append_only("draft_save"),
    Trigger("draft_ended_for_good", "draft", "UPDATE", "OLD.ended_at IS NOT NULL", "a draft that is over is kept"),
    Trigger("draft_no_delete", "draft", "DELETE", "", "drafts are kept"),
)


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=80), nullable=False),
        sa.Column("track_id", sa.String(length=80), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("published_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_draft_ended")),
        sa.CheckConstraint("outcome IN ('published', 'discarded')", name=op.f("ck_draft_outcome")),
        sa.CheckConstraint("published_id IS NULL OR outcome = 'published'", name=op.f("ck_draft_published")),
        sa.ForeignKeyConstraint(["base_id"], ["revision.id"], name=op.f("fk_draft_base_id_revision")),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_draft_begun_by_person")),
        sa.ForeignKeyConstraint(["published_id"], ["revision.id"], name=op.f("fk_draft_published_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_draft_open", "draft", ["course_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "draft_save",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("beside", sa.String(length=64), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"act IN ({ACTS})", name=op.f("ck_draft_save_act")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_save_draft_id_draft")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_draft_save_saved_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_save")),
        sa.UniqueConstraint("draft_id", "number", name=op.f("uq_draft_save_draft_id_number")),
        sa.UniqueConstraint("draft_id", "act_id", "path", name=op.f("uq_draft_save_draft_id_act_id_path")),
    )
    op.create_index("ix_draft_save_draft_id_path", "draft_save", ["draft_id", "path"])
    dialect = op.get_bind().dialect.name
    for statement in (statement for trigger in NEW for statement in trigger.create(dialect)):
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in (statement for trigger in NEW for statement in trigger.drop(dialect)):
        op.execute(statement)
    op.drop_table("draft_save")
    op.drop_table("draft")
