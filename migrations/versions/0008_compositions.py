"""compositions"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RULE = "CONSTRAINT ck_revision_composed_of_two CHECK ((base_id IS NULL) = (source_id IS NULL))"


def upgrade() -> None:
    """Column by column, so that SQLite needn't make the table anew: everything points at it."""
    for column, rule in (("base_id", ""), ("source_id", RULE)):
        op.execute(
            f"ALTER TABLE revision ADD COLUMN {column} INTEGER "
            f"CONSTRAINT fk_revision_{column}_revision REFERENCES revision (id) {rule}"
        )
    op.create_index("uq_revision_composition", "revision", ["base_id", "source_id", "digest"], unique=True)


def downgrade() -> None:
    """Composed revisions stay, as ones of the course's line: cohorts follow them."""
    op.drop_index("uq_revision_composition", table_name="revision")
    op.execute("ALTER TABLE revision DROP COLUMN source_id")
    op.execute("ALTER TABLE revision DROP COLUMN base_id")
