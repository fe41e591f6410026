"""watch and backup"""

import sqlalchemy as sa
from alembic import op

from models.migrations.checks import listed, replace_check

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

NOTICES = (
    "referral_offered", "referral_news", "partner_news", "record_question", "member_joined", "referrals_handed_over",
    "standing_in", "words_came", "words_counted", "nudge", "waiting_long", "escalation", "no_contact", "ask_again",
    "agreement_reminder", "digest", "to_do", "incident", "confirm_deletion", "erasure_ahead", "log_review", "glass_asked",
    "glass_opened", "rights_asked", "room_ready", "undertaking_ends", "open_at_end", "agreement_news", "steering_meeting",
    "proposal_news", "report_news", "activity_asked",
)
NEW_NOTICES = ("alarm", "card_again")
ALARMS = (
    "bug", "quarantined", "storage_down", "telegram_away", "another_poller", "worker_away", "stuck_notices",
    "backup_failed", "backup_late", "disk_low",
)


def upgrade() -> None:
    op.create_table('alarm',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('reference', sa.String(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('over_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint(listed("kind", ALARMS), name=op.f('ck_alarm_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alarm'))
    )
    with op.batch_alter_table('alarm', schema=None) as batch_op:
        batch_op.create_index('uq_alarm_kind_open', ['kind'], unique=True, sqlite_where=sa.text('over_at IS NULL'), postgresql_where=sa.text('over_at IS NULL'))

    op.create_table('backup',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_backup'))
    )
    op.create_table('heartbeat',
    sa.Column('process', sa.String(), nullable=False),
    sa.Column('service', sa.String(length=40), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('telegram_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("service IN ('run', 'web', 'worker')", name=op.f('ck_heartbeat_service')),
    sa.PrimaryKeyConstraint('process', name=op.f('pk_heartbeat'))
    )
    replace_check("notice", "kind", NOTICES, (*NOTICES, *NEW_NOTICES))
