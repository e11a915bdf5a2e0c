"""people in order"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.shared.fulltext import folded

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In place, as in 0002: SQLite could not make the table anew while others refer to it.
    op.add_column("person", sa.Column("sort_name", sa.String(length=200), nullable=False, server_default=""))
    person = sa.table("person", sa.column("id"), sa.column("name"), sa.column("sort_name"))
    people = op.get_bind().execute(sa.select(person.c.id, person.c.name)).all()
    for row in people:
        named = sa.update(person).where(person.c.id == row.id)
        op.get_bind().execute(named.values(sort_name=folded(row.name)[:200]))
    op.create_index("ix_person_sort_name_id", "person", ["sort_name", "id"], unique=False)
    op.create_index(
        "ix_person_deactivated",
        "person",
        ["sort_name", "id"],
        unique=False,
        sqlite_where=sa.text("deactivated_at IS NOT NULL"),
        postgresql_where=sa.text("deactivated_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_person_deactivated", table_name="person")
    op.drop_index("ix_person_sort_name_id", table_name="person")
    op.drop_column("person", "sort_name")
