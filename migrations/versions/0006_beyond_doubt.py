"""beyond doubt"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.records.triggers import Trigger, append_only

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "pin",
    "bench_text",
    "disagreement_answer",
    "held_record",
    "sign_off_decision",
    "sign_off_clash",
    "clash_answer",
    "testimony_request",
    "testimony",
    "testimony_decision",
    "moderation",
    "moderator_judgement",
    "moderated_level",
    "moderation_answer",
)
TRIGGERS = (
    *(
        trigger
        for table in (
            "disagreement_answer",
            "sign_off_decision",
            "sign_off_clash",
            "clash_answer",
            "testimony_request",
            "testimony",
            "testimony_decision",
            "moderation",
            "moderator_judgement",
            "moderated_level",
            "moderation_answer",
        )
        for trigger in append_only(table)
    ),
    Trigger(
        "held_record_stays",
        "held_record",
        "UPDATE",
        "OLD.settled_at IS NOT NULL OR NEW.enrolment_id <> OLD.enrolment_id OR NEW.item_id <> OLD.item_id "
        "OR NEW.assessor_id <> OLD.assessor_id OR NEW.received_at <> OLD.received_at "
        "OR CAST(NEW.body AS TEXT) <> CAST(OLD.body AS TEXT) OR CAST(NEW.photos AS TEXT) <> CAST(OLD.photos AS TEXT)",
        "what is held does not change",
    ),
    Trigger("held_record_no_delete", "held_record", "DELETE", "", "held records are kept"),
)
# With their rules in one statement, as both databases take it: SQLite can add no rule to a table that stands, and a
# table made anew would lose its triggers.
COLUMNS = (
    ("journal_entry", "covers", "JSON"),
    (
        "site",
        "moderated_percent",
        "INTEGER DEFAULT 10 NOT NULL CONSTRAINT ck_site_moderated_percent CHECK (moderated_percent BETWEEN 0 AND 100)",
    ),
    (
        "sign_off",
        "stopped",
        "BOOLEAN DEFAULT {false} NOT NULL CONSTRAINT ck_sign_off_stopped CHECK "
        "(NOT stopped OR outcome = 'not_yet_competent')",
    ),
    ("sign_off", "overridden", "BOOLEAN DEFAULT {false} NOT NULL"),
    (
        "sign_off",
        "signed_with",
        "VARCHAR(8) DEFAULT 'account' NOT NULL CONSTRAINT ck_sign_off_signed_with CHECK "
        "(signed_with IN ('account', 'pin'))",
    ),
    ("sign_off", "corrects_id", "{uuid} CONSTRAINT fk_sign_off_corrects_id_sign_off REFERENCES sign_off (id)"),
    (
        "acknowledgement",
        "signed_with",
        "VARCHAR(8) DEFAULT 'account' NOT NULL CONSTRAINT ck_acknowledgement_signed_with "
        "CHECK (signed_with IN ('account', 'pin'))",
    ),
    ("acknowledgement", "agrees", "BOOLEAN DEFAULT {true} NOT NULL"),
    (
        "acknowledgement",
        "words_digest",
        "VARCHAR(64) CONSTRAINT ck_acknowledgement_disagreement_has_words CHECK (agrees OR words_digest IS NOT NULL)",
    ),
)
WORDS = {
    "sqlite": {"uuid": "CHAR(32)", "false": "0", "true": "1"},
    "postgresql": {"uuid": "UUID", "false": "false", "true": "true"},
}


def _add_columns() -> None:
    """What a sign-off, a signature and a site say besides."""
    words = WORDS[op.get_bind().dialect.name]
    for table, column, rule in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {rule.format(**words)}")
    op.create_index("uq_sign_off_corrects_id", "sign_off", ["corrects_id"], unique=True)


def _create_signatures() -> None:
    """How people sign at the bench, and what they say of an outcome."""
    op.create_table(
        "pin",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pin_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pin")),
    )
    op.create_table(
        "bench_text",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("kind", "owner_id", name=op.f("pk_bench_text")),
    )
    op.create_table(
        "disagreement_answer",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("answer IN ('stands', 'set_aside')", name=op.f("ck_disagreement_answer_answer")),
        sa.ForeignKeyConstraint(
            ["sign_off_id"], ["sign_off.id"], name=op.f("fk_disagreement_answer_sign_off_id_sign_off")
        ),
        sa.PrimaryKeyConstraint("sign_off_id", name=op.f("pk_disagreement_answer")),
    )


def _create_doubts() -> None:
    """What was judged twice, set aside, or could not be recorded as it came."""
    op.create_table(
        "held_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_as", sa.String(length=8), nullable=True),
        sa.CheckConstraint("settled_as IN ('recorded', 'dropped')", name=op.f("ck_held_record_settled_as")),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_as IS NULL)", name=op.f("ck_held_record_settled")),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name=op.f("fk_held_record_assessor_id_person")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_held_record_enrolment_id_enrolment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_record")),
    )
    op.create_index("ix_held_record_enrolment_id", "held_record", ["enrolment_id"], unique=False)
    op.create_index(
        "ix_held_record_open",
        "held_record",
        ["assessor_id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "sign_off_decision",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("decision IN ('set_aside', 'restored')", name=op.f("ck_sign_off_decision_decision")),
        sa.ForeignKeyConstraint(
            ["sign_off_id"], ["sign_off.id"], name=op.f("fk_sign_off_decision_sign_off_id_sign_off")
        ),
        sa.PrimaryKeyConstraint("sign_off_id", "number", name=op.f("pk_sign_off_decision")),
    )
    op.create_table(
        "sign_off_clash",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("earlier_id", sa.Uuid(), nullable=False),
        sa.Column("later_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("earlier_id <> later_id", name=op.f("ck_sign_off_clash_two")),
        sa.ForeignKeyConstraint(["earlier_id"], ["sign_off.id"], name=op.f("fk_sign_off_clash_earlier_id_sign_off")),
        sa.ForeignKeyConstraint(["later_id"], ["sign_off.id"], name=op.f("fk_sign_off_clash_later_id_sign_off")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off_clash")),
        sa.UniqueConstraint("earlier_id", "later_id", name=op.f("uq_sign_off_clash_earlier_id_later_id")),
    )
    op.create_index("ix_sign_off_clash_later_id", "sign_off_clash", ["later_id"], unique=False)
    op.create_table(
        "clash_answer",
        sa.Column("clash_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("answer IN ('both', 'earlier', 'later')", name=op.f("ck_clash_answer_answer")),
        sa.ForeignKeyConstraint(
            ["clash_id"], ["sign_off_clash.id"], name=op.f("fk_clash_answer_clash_id_sign_off_clash")
        ),
        sa.PrimaryKeyConstraint("clash_id", name=op.f("pk_clash_answer")),
    )


def _create_testimonies() -> None:
    """What witnesses outside the school say."""
    op.create_table(
        "testimony_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("witness_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_testimony_request_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_testimony_request_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testimony_request")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_testimony_request_code_digest")),
    )
    op.create_index(
        "ix_testimony_request_enrolment_id_item_id", "testimony_request", ["enrolment_id", "item_id"], unique=False
    )
    op.create_table(
        "testimony",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("device_brand", sa.String(length=80), nullable=False),
        sa.Column("device_model", sa.String(length=80), nullable=False),
        sa.Column("did", sa.String(length=10), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("did IN ('alone', 'with_help', 'watched')", name=op.f("ck_testimony_did")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["testimony_request.id"], name=op.f("fk_testimony_request_id_testimony_request")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_testimony")),
    )
    op.create_table(
        "testimony_decision",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("decision IN ('accepted', 'refused')", name=op.f("ck_testimony_decision_decision")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["testimony.request_id"], name=op.f("fk_testimony_decision_request_id_testimony")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_testimony_decision")),
    )


def _create_moderations() -> None:
    """What is judged again."""
    op.create_table(
        "moderation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("why IN ('new_assessor', 'share')", name=op.f("ck_moderation_why")),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_off.id"], name=op.f("fk_moderation_sign_off_id_sign_off")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
        sa.UniqueConstraint("sign_off_id", name=op.f("uq_moderation_sign_off_id")),
    )
    op.create_table(
        "moderator_judgement",
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('competent', 'not_yet_competent', 'cannot_tell')", name=op.f("ck_moderator_judgement_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["moderation_id"], ["moderation.id"], name=op.f("fk_moderator_judgement_moderation_id_moderation")
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["person.id"], name=op.f("fk_moderator_judgement_moderator_id_person")
        ),
        sa.PrimaryKeyConstraint("moderation_id", name=op.f("pk_moderator_judgement")),
    )
    op.create_index("ix_moderator_judgement_moderator_id", "moderator_judgement", ["moderator_id"], unique=False)
    op.create_table(
        "moderated_level",
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.String(length=120), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.CheckConstraint("level >= 0", name=op.f("ck_moderated_level_level")),
        sa.ForeignKeyConstraint(
            ["moderation_id"],
            ["moderator_judgement.moderation_id"],
            name=op.f("fk_moderated_level_moderation_id_moderator_judgement"),
        ),
        sa.PrimaryKeyConstraint("moderation_id", "criterion_id", name=op.f("pk_moderated_level")),
    )
    op.create_table(
        "moderation_answer",
        sa.Column("moderation_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["moderation_id"],
            ["moderator_judgement.moderation_id"],
            name=op.f("fk_moderation_answer_moderation_id_moderator_judgement"),
        ),
        sa.PrimaryKeyConstraint("moderation_id", name=op.f("pk_moderation_answer")),
    )


def upgrade() -> None:
    _add_columns()
    _create_signatures()
    _create_doubts()
    _create_testimonies()
    _create_moderations()
    for trigger in TRIGGERS:
        for statement in trigger.create(op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    for trigger in reversed(TRIGGERS):
        for statement in trigger.drop(op.get_bind().dialect.name):
            op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("uq_sign_off_corrects_id", table_name="sign_off")
    for table, column, _rule in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
