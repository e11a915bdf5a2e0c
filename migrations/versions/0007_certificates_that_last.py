"""certificates that last"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa
from alembic import op

from app.records.triggers import append_only

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "certificate_text",
    "certificate_revocation",
    "certificate_disclosure",
    "issuing_run",
    "issuing_line",
    "signing_key",
)
NEW = tuple(trigger for table in ("certificate_revocation", "signing_key") for trigger in append_only(table))
CERTIFICATE = append_only("certificate")
FIRST = sa.text("supersedes_id IS NULL")
ADDED = {
    "expires_on": sa.Date(),
    "supersedes_id": sa.Uuid(),
    "cause": sa.String(length=12),
    "exception_digest": sa.String(length=64),
    "credential_digest": sa.String(length=64),
    "jwt_digest": sa.String(length=64),
    "status_list": sa.Integer(),
    "status_index": sa.Integer(),
}
RULES = {
    "cause": "cause IN ('corrected', 'renewed')",
    "superseding": "(supersedes_id IS NULL) = (cause IS NULL)",
}


def _change_certificate() -> None:
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint("uq_certificate_enrolment_id", type_="unique")
        for name, kind in ADDED.items():
            table.add_column(sa.Column(name, kind, nullable=True))
        table.create_foreign_key(
            op.f("fk_certificate_supersedes_id_certificate"), "certificate", ["supersedes_id"], ["id"]
        )
        table.create_unique_constraint(op.f("uq_certificate_supersedes_id"), ["supersedes_id"])
        table.create_unique_constraint(op.f("uq_certificate_status_list_status_index"), ["status_list", "status_index"])
        for name, rule in RULES.items():
            table.create_check_constraint(op.f(f"ck_certificate_{name}"), rule)
    op.create_index("ix_certificate_enrolment_id", "certificate", ["enrolment_id"])
    op.create_index(
        "uq_certificate_first",
        "certificate",
        ["enrolment_id"],
        unique=True,
        sqlite_where=FIRST,
        postgresql_where=FIRST,
    )


def _change_certificate_back() -> None:
    """Fails where a certificate supersedes another: there was no room for two."""
    op.drop_index("uq_certificate_first", table_name="certificate")
    op.drop_index("ix_certificate_enrolment_id", table_name="certificate")
    with op.batch_alter_table("certificate") as table:
        for name in RULES:
            table.drop_constraint(op.f(f"ck_certificate_{name}"), type_="check")
        table.drop_constraint(op.f("uq_certificate_status_list_status_index"), type_="unique")
        table.drop_constraint(op.f("uq_certificate_supersedes_id"), type_="unique")
        table.drop_constraint(op.f("fk_certificate_supersedes_id_certificate"), type_="foreignkey")
        for name in ADDED:
            table.drop_column(name)
        table.create_unique_constraint(op.f("uq_certificate_enrolment_id"), ["enrolment_id"])


def _without_facts(change: Callable[[], None]) -> None:
    """SQLite makes the table anew for this, which no row may point at meanwhile: the facts wait aside."""
    if op.get_bind().dialect.name != "sqlite":
        change()
        return
    op.execute("CREATE TEMPORARY TABLE kept_facts AS SELECT * FROM certificate_facts")
    op.execute("DELETE FROM certificate_facts")
    change()
    op.execute("INSERT INTO certificate_facts SELECT * FROM kept_facts")
    op.execute("DROP TABLE kept_facts")


def _create_tables() -> None:
    """What is said of a certificate, and how many are issued in one go."""
    op.create_table(
        "certificate_text",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.CheckConstraint("kind IN ('exception', 'revocation')", name=op.f("ck_certificate_text_kind")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["certificate.id"], name=op.f("fk_certificate_text_owner_id_certificate")
        ),
        sa.PrimaryKeyConstraint("kind", "owner_id", name=op.f("pk_certificate_text")),
    )
    op.create_table(
        "certificate_revocation",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "cause IN ('in_error', 'work_withdrawn', 'dishonesty', 'other')",
            name=op.f("ck_certificate_revocation_cause"),
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_revocation_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_revocation")),
    )
    op.create_table(
        "certificate_disclosure",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("hidden", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_disclosure_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_disclosure")),
    )
    op.create_table(
        "issuing_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_issuing_run_begun_by_person")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_issuing_run_cohort_id_cohort")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuing_run")),
    )
    op.create_index("ix_issuing_run_cohort_id", "issuing_run", ["cohort_id"])
    op.create_table(
        "issuing_line",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("exception", sa.Text(), nullable=False),
        sa.Column("refused_for", sa.String(length=40), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'issued', 'refused')", name=op.f("ck_issuing_line_state")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_issuing_line_certificate_id_certificate")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_issuing_line_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["issuing_run.id"], name=op.f("fk_issuing_line_run_id_issuing_run")),
        sa.PrimaryKeyConstraint("run_id", "enrolment_id", name=op.f("pk_issuing_line")),
    )
    op.create_table(
        "signing_key",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('pdf', 'proof', 'jwt')", name=op.f("ck_signing_key_purpose")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    )


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _run(trigger.drop(dialect) for trigger in CERTIFICATE)
    _without_facts(_change_certificate)
    _create_tables()
    uuid = "CHAR(32)" if dialect == "sqlite" else "UUID"
    op.execute(
        f"ALTER TABLE cohort ADD COLUMN issuing_by {uuid} CONSTRAINT fk_cohort_issuing_by_person REFERENCES person (id)"
    )
    _run(trigger.create(dialect) for trigger in (*CERTIFICATE, *NEW))


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    _run(trigger.drop(dialect) for trigger in (*NEW, *CERTIFICATE))
    op.execute("ALTER TABLE cohort DROP COLUMN issuing_by")
    for table in reversed(TABLES):
        op.drop_table(table)
    _without_facts(_change_certificate_back)
    _run(trigger.create(dialect) for trigger in CERTIFICATE)


def _run(statements: Iterable[tuple[str, ...]]) -> None:
    for each in statements:
        for statement in each:
            op.execute(statement)
