"""How migrations reach the database: through the application's own engine and models."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

# Each package of models is imported so that its tables are known to autogeneration.
import app.assessments.cases.models
import app.assessments.practicals.models
import app.assessments.quizzes.models
import app.certificates.models
import app.courses.models
import app.notices.models
import app.people.models
import app.records.models
import app.shared.fulltext  # noqa: F401
from app.db import Base


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:  # noqa: ARG001 - Alembic calls it so
    """Write our own column type as what it is in the database, so that migrations don't depend on our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and type(item).__name__ == "UtcDateTime" else False


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out how each database keeps its full text: migrations make it, beside the table `search_text`."""
    return kind not in ("table", "index") or not (name or "").startswith(("search_text_index", "ix_search_text_words"))


def run(connection: Connection) -> None:
    """Run the migrations that were asked for, each in its own transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        render_item=render_item,
        include_name=include_name,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with current_app.extensions["migrate"].db.engine.connect() as connection:
    run(connection)
