"""revision notes"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RULE = "CONSTRAINT ck_revision_door CHECK (door IN ('folder', 'desk', 'both'))"


def upgrade() -> None:
    """Column by column, so that SQLite needn't make the table anew: everything points at it."""
    op.execute("ALTER TABLE revision ADD COLUMN note VARCHAR(200)")
    op.execute(f"ALTER TABLE revision ADD COLUMN door VARCHAR(10) {RULE}")


def downgrade() -> None:
    op.execute("ALTER TABLE revision DROP COLUMN door")
    op.execute("ALTER TABLE revision DROP COLUMN note")
