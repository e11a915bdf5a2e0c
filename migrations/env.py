"""How migrations reach the database: through the application's own engine and models."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

# Each package of models is imported so that its tables are known to autogeneration.
import app.assessments.practicals.models
import app.assessments.quizzes.models
import app.certificates.models
import app.courses.models
import app.people.models
import app.records.models  # noqa: F401
from app.db import Base


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:  # noqa: ARG001 - Alembic calls it so
    """Write our own column type as what it is in the database, so that migrations don't depend on our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and type(item).__name__ == "UtcDateTime" else False


def run(connection: Connection) -> None:
    """Run the migrations that were asked for, each in its own transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with current_app.extensions["migrate"].db.engine.connect() as connection:
    run(connection)
