"""the room"""

import sqlalchemy as sa
from alembic import op

from models.migrations.checks import listed, replace_check

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

NOTES = ("came", "no_show", "contact", "tried", "took_part", "step")
HAPPENINGS = (
    "sent", "seen", "accepted", "time_proposed", "time_suits", "time_declined", "time_asked", "call_asked",
    "waiting_list", "rejected", "matched", "paused", "resumed", "completed", "failed", "withdrawn", "reopened",
    "mistake", "handed_over", "recorded",
)
NOTICES = (
    "referral_offered", "referral_news", "partner_news", "record_question", "member_joined", "referrals_handed_over",
    "standing_in", "words_came", "words_counted", "nudge", "waiting_long", "escalation", "no_contact", "ask_again",
    "agreement_reminder", "digest",
)
NEW_NOTICES = (
    "to_do", "incident", "confirm_deletion", "erasure_ahead", "log_review", "glass_asked", "glass_opened",
    "rights_asked", "room_ready", "undertaking_ends",
)
GIVERS = ("person", "guardian", "both")
STRIKE_REASONS = ("wrong_person", "wrong_fact", "twice", "not_needed")
LADDER = (
    "first_contact", "first_visit", "recurring", "reduced_use", "treatment", "job_agency", "coop_sales",
    "coop_member", "own_income",
)


def upgrade() -> None:
    op.create_table('auditseal',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_auditseal')),
    sa.UniqueConstraint('entry_id', name=op.f('uq_auditseal_entry_id'))
    )
    op.create_table('client',
    sa.Column('mark', sa.String(), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=True),
    sa.Column('wrapped_by', sa.String(), nullable=True),
    sa.Column('sealed_case', sa.LargeBinary(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erase_on', sa.Date(), nullable=False),
    sa.Column('announced_for', sa.Date(), nullable=True),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('mark', name=op.f('pk_client'))
    )
    with op.batch_alter_table('client', schema=None) as batch_op:
        batch_op.create_index('ix_client_erase_on', ['erase_on'], unique=False, sqlite_where=sa.text('erased_at IS NULL'), postgresql_where=sa.text('erased_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_client_wrapped_by'), ['wrapped_by'], unique=False)

    op.create_table('factor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_by', sa.String(), nullable=True),
    sa.Column('handle', sa.LargeBinary(), nullable=True),
    sa.Column('counter', sa.Integer(), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('pin', 'passkey', 'totp', 'openid')", name=op.f('ck_factor_kind')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_factor_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_factor')),
    sa.UniqueConstraint('handle', name=op.f('uq_factor_handle'))
    )
    with op.batch_alter_table('factor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_factor_member_id_kind'), ['member_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_factor_sealed_by'), ['sealed_by'], unique=False)
        batch_op.create_index('uq_factor_one_pin', ['member_id', 'kind'], unique=True, sqlite_where=sa.text("kind IN ('pin', 'totp')"), postgresql_where=sa.text("kind IN ('pin', 'totp')"))

    op.create_table('incident',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('kinds', sa.JSON(), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('reported', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['closed_by_id'], ['member.id'], name=op.f('fk_incident_closed_by_id_member')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_incident_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incident'))
    )
    with op.batch_alter_table('incident', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_incident_member_id'), ['member_id'], unique=False)

    op.create_table('roomdraft',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('client', sa.String(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['client'], ['client.mark'], name=op.f('fk_roomdraft_client_client')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_roomdraft_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', 'place', name=op.f('pk_roomdraft'))
    )
    with op.batch_alter_table('roomdraft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roomdraft_changed_at'), ['changed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_roomdraft_client'), ['client'], unique=False)

    op.create_table('roomsession',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('launch', sa.LargeBinary(), nullable=False),
    sa.Column('launched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('unlocked_by', sa.String(length=40), nullable=True),
    sa.Column('pending', sa.JSON(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("unlocked_by IN ('pin', 'passkey', 'totp', 'openid')", name=op.f('ck_roomsession_unlocked_by')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_roomsession_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roomsession')),
    sa.UniqueConstraint('digest', name=op.f('uq_roomsession_digest')),
    sa.UniqueConstraint('launch', name=op.f('uq_roomsession_launch'))
    )
    with op.batch_alter_table('roomsession', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roomsession_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_roomsession_seen_at'), ['seen_at'], unique=False)

    op.create_table('sentcard',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('delete_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('to_do', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_sentcard_member_id_member')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_sentcard_referral_id_referral')),
    sa.PrimaryKeyConstraint('member_id', 'message_id', 'referral_id', name=op.f('pk_sentcard'))
    )
    with op.batch_alter_table('sentcard', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sentcard_delete_at'), ['delete_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_sentcard_referral_id'), ['referral_id'], unique=False)

    op.create_table('wrongtries',
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('wrong', sa.Integer(), nullable=False),
    sa.Column('wrong_today', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_wrongtries_member_id_member')),
    sa.PrimaryKeyConstraint('member_id', name=op.f('pk_wrongtries'))
    )
    op.create_table('logreview',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.String(length=40), nullable=False),
    sa.Column('verdict', sa.String(length=40), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("standing IN ('sample', 'outside', 'night', 'many')", name=op.f('ck_logreview_standing')),
    sa.CheckConstraint("verdict IN ('justified', 'investigate')", name=op.f('ck_logreview_verdict')),
    sa.ForeignKeyConstraint(['entry_id'], ['auditentry.id'], name=op.f('fk_logreview_entry_id_auditentry')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['member.id'], name=op.f('fk_logreview_reviewer_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_logreview')),
    sa.UniqueConstraint('reviewer_id', 'entry_id', name=op.f('uq_logreview_reviewer_id_entry_id'))
    )
    with op.batch_alter_table('logreview', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_logreview_reviewer_id_month'), ['reviewer_id', 'month'], unique=False)

    op.create_table('glass',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sealed_reason', sa.LargeBinary(), nullable=False),
    sa.Column('opened_by_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['asked_by_id'], ['member.id'], name=op.f('fk_glass_asked_by_id_member')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['member.id'], name=op.f('fk_glass_opened_by_id_member')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_glass_referral_id_referral')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_glass'))
    )
    with op.batch_alter_table('glass', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_glass_referral_id'), ['referral_id'], unique=False)

    op.create_table('particularversion',
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('reason', 'wishes', 'contact')", name=op.f('ck_particularversion_kind')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_particularversion_member_id_member')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_particularversion_referral_id_referral')),
    sa.PrimaryKeyConstraint('referral_id', 'kind', 'number', name=op.f('pk_particularversion'))
    )
    op.create_table('rightsrequest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('client', sa.String(), nullable=False),
    sa.Column('referral_id', sa.Integer(), nullable=False),
    sa.Column('wanted', sa.String(length=40), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('sealed_request', sa.LargeBinary(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision', sa.String(length=40), nullable=True),
    sa.Column('sealed_grounds', sa.LargeBinary(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("decision IN ('granted', 'partly', 'refused')", name=op.f('ck_rightsrequest_decision')),
    sa.CheckConstraint("wanted IN ('erasure', 'rectification')", name=op.f('ck_rightsrequest_wanted')),
    sa.ForeignKeyConstraint(['client'], ['client.mark'], name=op.f('fk_rightsrequest_client_client')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['member.id'], name=op.f('fk_rightsrequest_decided_by_id_member')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['member.id'], name=op.f('fk_rightsrequest_recorded_by_id_member')),
    sa.ForeignKeyConstraint(['referral_id'], ['referral.id'], name=op.f('fk_rightsrequest_referral_id_referral')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rightsrequest'))
    )
    with op.batch_alter_table('rightsrequest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rightsrequest_client'), ['client'], unique=False)

    op.create_table('noteversion',
    sa.Column('note_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_noteversion_member_id_member')),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_noteversion_note_id_note')),
    sa.PrimaryKeyConstraint('note_id', 'number', name=op.f('pk_noteversion'))
    )
    replace_check("note", "kind", NOTES, (*NOTES, "written"))
    replace_check("event", "happening", HAPPENINGS, (*HAPPENINGS, "transferred", "deletion_confirmed"))
    replace_check("notice", "kind", NOTICES, (*NOTICES, *NEW_NOTICES))
    op.drop_index("uq_note_referral_id_by_partner_kind_day", "note")
    standing = sa.text("struck_at IS NULL AND kind <> 'written'")
    columns = ["referral_id", "by_partner", "kind", "day"]
    op.create_index("uq_note_referral_id_by_partner_kind_day", "note", columns, unique=True, sqlite_where=standing, postgresql_where=standing)

    op.add_column("agreement", sa.Column("for_young", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("auditentry", sa.Column("screen", sa.String(), server_default=sa.text("''"), nullable=False))
    op.create_index(op.f("ix_auditentry_member_id_at"), "auditentry", ["member_id", "at"])
    _add_choice("consent", "given_by", GIVERS, "DEFAULT 'person' NOT NULL")
    op.add_column("consent", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("member", sa.Column("undertaking_until", sa.Date(), nullable=True))
    op.add_column("member", sa.Column("locked_out_at", sa.DateTime(timezone=True), nullable=True))
    _add_choice("note", "struck_for", STRIKE_REASONS)
    _add_choice("note", "step", LADDER)
    op.add_column("note", sa.Column("shared", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("note", sa.Column("form", sa.String(), nullable=True))
    op.create_index("uq_note_form", "note", ["form"], unique=True)
    op.create_index(op.f("ix_note_referral_id"), "note", ["referral_id"])
    op.add_column("organisation", sa.Column("keep_months", sa.Integer(), server_default=sa.text("60"), nullable=False))
    op.add_column("organisation", sa.Column("keep_transferred_months", sa.Integer(), server_default=sa.text("3"), nullable=False))
    op.add_column("organisation", sa.Column("keeps_untransferred", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("referral", sa.Column("transferred_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("referral", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    _open_files()


def _add_choice(table: str, column: str, words: tuple[str, ...], rest: str = "") -> None:
    """A column with its check, which both databases take in one statement."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(40) {rest} CONSTRAINT ck_{table}_{column} CHECK ({listed(column, words)})")


def _open_files() -> None:
    """A file for each person who has been referred, kept for five years after the last change."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    erase_on = "date(max(changed_at), '+60 months')" if sqlite else "(max(changed_at) + interval '60 months')::date"
    op.execute(f"INSERT INTO client (mark, made_at, erase_on) SELECT person, min(sent_at), {erase_on} FROM referral GROUP BY person")
