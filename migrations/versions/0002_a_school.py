"""a school"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# SQLite keeps the words of `search_text` in an index of its own, which triggers fill; PostgreSQL indexes the column.
FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_text_index USING fts5(text, content='search_text', content_rowid='id', "
        "tokenize='unicode61', prefix='2 3')",
        "CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN "
        "INSERT INTO search_text_index(rowid, text) VALUES (NEW.id, NEW.text); END",
        "CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN "
        "INSERT INTO search_text_index(search_text_index, rowid, text) VALUES ('delete', OLD.id, OLD.text); END",
        "CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN "
        "INSERT INTO search_text_index(search_text_index, rowid, text) VALUES ('delete', OLD.id, OLD.text); "
        "INSERT INTO search_text_index(rowid, text) VALUES (NEW.id, NEW.text); END",
    ),
    "postgresql": ("CREATE INDEX ix_search_text_words ON search_text USING gin (to_tsvector('simple', text))",),
}
NO_FULL_TEXT = {
    "sqlite": (
        "DROP TRIGGER search_text_added",
        "DROP TRIGGER search_text_removed",
        "DROP TRIGGER search_text_changed",
        "DROP TABLE search_text_index",
    ),
    "postgresql": ("DROP INDEX ix_search_text_words",),
}


def upgrade() -> None:
    op.create_table('letter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('sending_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(length=500), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'unclear', 'dropped')", name=op.f('ck_letter_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_letter_stuck', ['created_at'], unique=False, sqlite_where=sa.text("state IN ('failed', 'unclear')"), postgresql_where=sa.text("state IN ('failed', 'unclear')"))
        batch_op.create_index('ix_letter_to_do', ['due_at'], unique=False, sqlite_where=sa.text("state IN ('waiting', 'sending')"), postgresql_where=sa.text("state IN ('waiting', 'sending')"))

    op.create_table('search_text',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('owner', sa.String(length=160), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_text')),
    sa.UniqueConstraint('kind', 'owner', name=op.f('uq_search_text_kind_owner'))
    )
    op.create_table('throttle',
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('purpose', 'key', name=op.f('pk_throttle'))
    )
    op.create_table('mail_choice',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('choice', sa.String(length=8), nullable=False),
    sa.CheckConstraint("choice IN ('at_once', 'daily', 'never')", name=op.f('ck_mail_choice_choice')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_choice_person_id_person')),
    sa.PrimaryKeyConstraint('person_id', 'kind', name=op.f('pk_mail_choice'))
    )
    op.create_table('notice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mail', sa.String(length=12), nullable=False),
    sa.CheckConstraint("mail IN ('none', 'daily', 'handed_over')", name=op.f('ck_notice_mail')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_notice_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('person_id', 'kind', 'subject', name=op.f('uq_notice_person_id_kind_subject'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_person_id_created_at', ['person_id', 'created_at'], unique=False)
        batch_op.create_index('ix_notice_to_mail', ['person_id'], unique=False, sqlite_where=sa.text("mail = 'daily'"), postgresql_where=sa.text("mail = 'daily'"))

    op.create_table('sign_in',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('device', sa.String(length=200), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_person_id'), ['person_id'], unique=False)

    op.create_table('mistake_report',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.String(length=120), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reported_by', sa.Uuid(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_by', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(answered_at IS NULL) = (answer IS NULL)', name=op.f('ck_mistake_report_answered')),
    sa.ForeignKeyConstraint(['answered_by'], ['person.id'], name=op.f('fk_mistake_report_answered_by_person')),
    sa.ForeignKeyConstraint(['reported_by'], ['person.id'], name=op.f('fk_mistake_report_reported_by_person')),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_mistake_report_revision_id_revision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mistake_report'))
    )
    with op.batch_alter_table('mistake_report', schema=None) as batch_op:
        batch_op.create_index('ix_mistake_report_answered_at_reported_at', ['answered_at', 'reported_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_mistake_report_reported_by'), ['reported_by'], unique=False)

    op.create_table('due_date',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('cohort_id', sa.Uuid(), nullable=False),
    sa.Column('enrolment_id', sa.Uuid(), nullable=True),
    sa.Column('item_id', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_due_date_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_due_date_enrolment_id_enrolment')),
    sa.ForeignKeyConstraint(['set_by'], ['person.id'], name=op.f('fk_due_date_set_by_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_due_date'))
    )
    with op.batch_alter_table('due_date', schema=None) as batch_op:
        batch_op.create_index('uq_due_date_for_all', ['cohort_id', 'item_id'], unique=True, sqlite_where=sa.text('enrolment_id IS NULL'), postgresql_where=sa.text('enrolment_id IS NULL'))
        batch_op.create_index('uq_due_date_for_one', ['enrolment_id', 'item_id'], unique=True)

    # Added and dropped in place: SQLite would have to make the tables anew, and could not while others refer to them.
    op.add_column("cohort", sa.Column("closed_weeks", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("cohort", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("enrolment", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person", sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "ALTER TABLE person ADD COLUMN sign_in_name VARCHAR(80) CONSTRAINT ck_person_sign_in_name_folded "
        "CHECK (sign_in_name = lower(sign_in_name) AND sign_in_name NOT LIKE '%@%')"
    )
    op.create_index("uq_person_sign_in_name", "person", ["sign_in_name"], unique=True)
    op.drop_column("person", "session_stamp")  # sessions are rows of sign_in now: everybody signs in once more
    for statement in FULL_TEXT[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in NO_FULL_TEXT[dialect]:
        op.execute(statement)
    op.add_column("person", sa.Column("session_stamp", sa.String(length=40), nullable=False, server_default=""))
    unguessable = "lower(hex(randomblob(16)))" if dialect == "sqlite" else "md5(random()::text || id::text)"
    op.execute(f"UPDATE person SET session_stamp = {unguessable}")
    op.drop_index("uq_person_sign_in_name", table_name="person")
    op.drop_column("person", "sign_in_name")
    op.drop_column("person", "last_signed_in_at")
    op.drop_column("enrolment", "withdrawn_at")
    op.drop_column("cohort", "closed_at")
    op.drop_column("cohort", "closed_weeks")

    with op.batch_alter_table('due_date', schema=None) as batch_op:
        batch_op.drop_index('uq_due_date_for_one')
        batch_op.drop_index('uq_due_date_for_all', sqlite_where=sa.text('enrolment_id IS NULL'), postgresql_where=sa.text('enrolment_id IS NULL'))

    op.drop_table('due_date')
    with op.batch_alter_table('mistake_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mistake_report_reported_by'))
        batch_op.drop_index('ix_mistake_report_answered_at_reported_at')

    op.drop_table('mistake_report')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_person_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_to_mail', sqlite_where=sa.text("mail = 'daily'"), postgresql_where=sa.text("mail = 'daily'"))
        batch_op.drop_index('ix_notice_person_id_created_at')

    op.drop_table('notice')
    op.drop_table('mail_choice')
    op.drop_table('throttle')
    op.drop_table('search_text')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index('ix_letter_to_do', sqlite_where=sa.text("state IN ('waiting', 'sending')"), postgresql_where=sa.text("state IN ('waiting', 'sending')"))
        batch_op.drop_index('ix_letter_stuck', sqlite_where=sa.text("state IN ('failed', 'unclear')"), postgresql_where=sa.text("state IN ('failed', 'unclear')"))
        batch_op.drop_index(batch_op.f('ix_letter_person_id'))

    op.drop_table('letter')
