"""agreements whole life"""

import sqlalchemy as sa
from alembic import op

from models.migrations.checks import listed, replace_check

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

REMINDERS = ("expiry", "lapsed", "report_due", "report_late")
BACKWARD = ("dialogue", "draft", "decision", "signature")
NOTICES = (
    "referral_offered", "referral_news", "partner_news", "record_question", "member_joined", "referrals_handed_over",
    "standing_in", "words_came", "words_counted", "nudge", "waiting_long", "escalation", "no_contact", "ask_again",
    "agreement_reminder", "digest", "to_do", "incident", "confirm_deletion", "erasure_ahead", "log_review", "glass_asked",
    "glass_opened", "rights_asked", "room_ready", "undertaking_ends",
)
NEW_NOTICES = ("open_at_end", "agreement_news", "steering_meeting", "proposal_news", "report_news", "activity_asked")
LEADS = "lead_signature >= 0 AND lead_papers >= 0 AND lead_dialogue >= 0"


def upgrade() -> None:
    op.create_table('keptform',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_by', sa.String(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_keptform_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_keptform')),
    sa.UniqueConstraint('member_id', 'path', name=op.f('uq_keptform_member_id_path'))
    )
    with op.batch_alter_table('keptform', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_keptform_kept_at'), ['kept_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_keptform_sealed_by'), ['sealed_by'], unique=False)

    op.create_table('boardmeeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('papers_on', sa.Date(), nullable=False),
    sa.CheckConstraint('papers_on <= held_on', name=op.f('ck_boardmeeting_papers')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_boardmeeting_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_boardmeeting')),
    sa.UniqueConstraint('organisation_id', 'held_on', name=op.f('uq_boardmeeting_organisation_id_held_on'))
    )
    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('criterion', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.String(length=40), nullable=False),
    sa.Column('sentence', sa.String(), nullable=False),
    sa.Column('guidelines', sa.String(), nullable=False),
    sa.Column('judged_on', sa.Date(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("answer IN ('met', 'not_met', 'unclear')", name=op.f('ck_assessment_answer')),
    sa.CheckConstraint("criterion IN ('no_market', 'own_initiative', 'programme', 'not_grant', 'both_finance', 'not_steered', 'long_term', 'procurement')", name=op.f('ck_assessment_criterion')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_assessment_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_assessment_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_agreement_id_criterion'), ['agreement_id', 'criterion'], unique=False)

    op.create_table('budgetline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('planned_ore', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('planned_ore >= 0', name=op.f('ck_budgetline_planned')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_budgetline_agreement_id_agreement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budgetline')),
    sa.UniqueConstraint('agreement_id', 'words', name=op.f('uq_budgetline_agreement_id_words'))
    )
    op.create_table('goal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('follow_up', sa.String(), nullable=False),
    sa.Column('attainment', sa.String(length=40), nullable=True),
    sa.Column('attainment_words', sa.String(), nullable=False),
    sa.Column('judged_on', sa.Date(), nullable=True),
    sa.Column('judged_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("attainment IN ('reached', 'partly', 'not_reached')", name=op.f('ck_goal_attainment')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_goal_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['judged_by_id'], ['member.id'], name=op.f('fk_goal_judged_by_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal')),
    sa.UniqueConstraint('agreement_id', 'words', name=op.f('uq_goal_agreement_id_words'))
    )
    op.create_table('inkind',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('volunteers', sa.Boolean(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_inkind_period')),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_inkind_minutes')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_inkind_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_inkind_member_id_member')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_inkind_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inkind')),
    sa.UniqueConstraint('form', name=op.f('uq_inkind_form'))
    )
    with op.batch_alter_table('inkind', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inkind_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('open', 'approved', 'rejected', 'withdrawn', 'replaced')", name=op.f('ck_proposal_status')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_proposal_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_proposal_member_id_member')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_proposal_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['replaces_id'], ['proposal.id'], name=op.f('fk_proposal_replaces_id_proposal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('form', name=op.f('uq_proposal_form'))
    )
    with op.batch_alter_table('proposal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposal_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('resolution',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('instance', sa.String(length=40), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('registry_number', sa.String(), nullable=False),
    sa.Column('paragraph', sa.String(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('amount_ore', sa.BigInteger(), nullable=True),
    sa.Column('gives_mandate', sa.Boolean(), nullable=False),
    sa.Column('mandate_id', sa.Integer(), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("instance IN ('board', 'director')", name=op.f('ck_resolution_instance')),
    sa.CheckConstraint("kind IN ('enter', 'extend', 'let_lapse', 'change', 'end_early', 'reject', 'claw_back')", name=op.f('ck_resolution_kind')),
    sa.CheckConstraint('amount_ore > 0', name=op.f('ck_resolution_amount')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_resolution_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['mandate_id'], ['resolution.id'], name=op.f('fk_resolution_mandate_id_resolution')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_resolution_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resolution'))
    )
    with op.batch_alter_table('resolution', schema=None) as batch_op:
        batch_op.create_index('uq_resolution_agreement_id_kind_decided_on_paragraph', ['agreement_id', 'kind', 'decided_on', 'paragraph'], unique=True, sqlite_where=sa.text('struck_at IS NULL'), postgresql_where=sa.text('struck_at IS NULL'))

    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('opens', sa.Integer(), nullable=False),
    sa.Column('closes', sa.Integer(), nullable=False),
    sa.Column('begins', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('meeting_place', 'homework', 'circle', 'language', 'course', 'holiday', 'event', 'outing', 'network', 'information', 'presence', 'other')", name=op.f('ck_series_kind')),
    sa.CheckConstraint("purpose IN ('activity', 'presence')", name=op.f('ck_series_purpose')),
    sa.CheckConstraint('0 <= opens AND opens < closes AND closes <= 24', name=op.f('ck_series_hours')),
    sa.CheckConstraint('weekday BETWEEN 1 AND 7', name=op.f('ck_series_weekday')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_series_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_series_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('agreement_id', 'purpose', 'kind', 'weekday', 'opens', 'begins', name=op.f('uq_series_agreement_id_purpose_kind_weekday_opens_begins'))
    )
    op.create_table('steeringmeeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('accessibility', sa.String(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('called_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_steeringmeeting_agreement_id_agreement')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_steeringmeeting')),
    sa.UniqueConstraint('form', name=op.f('uq_steeringmeeting_form'))
    )
    with op.batch_alter_table('steeringmeeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_steeringmeeting_agreement_id_starts_at'), ['agreement_id', 'starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_steeringmeeting_starts_at'), ['starts_at'], unique=False)

    op.create_table('steeringmember',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.CheckConstraint("role IN ('chair', 'member', 'secretary', 'co_opted')", name=op.f('ck_steeringmember_role')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_steeringmember_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_steeringmember_member_id_member')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_steeringmember_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_steeringmember'))
    )
    with op.batch_alter_table('steeringmember', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_steeringmember_agreement_id'), ['agreement_id'], unique=False)

    op.create_table('activity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('called_off', sa.Boolean(), nullable=False),
    sa.Column('visitors', sa.Integer(), nullable=True),
    sa.Column('few_visitors', sa.Boolean(), nullable=False),
    sa.Column('volunteers', sa.Integer(), nullable=True),
    sa.Column('few_volunteers', sa.Boolean(), nullable=False),
    sa.Column('leaders', sa.Integer(), nullable=True),
    sa.Column('same_leaders', sa.Boolean(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('meeting_place', 'homework', 'circle', 'language', 'course', 'holiday', 'event', 'outing', 'network', 'information', 'presence', 'other')", name=op.f('ck_activity_kind')),
    sa.CheckConstraint('leaders >= 0', name=op.f('ck_activity_leaders')),
    sa.CheckConstraint('visitors >= 0', name=op.f('ck_activity_visitors')),
    sa.CheckConstraint('volunteers >= 0 AND volunteers <= visitors', name=op.f('ck_activity_volunteers')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreement.id'], name=op.f('fk_activity_agreement_id_agreement')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_activity_member_id_member')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_activity_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_activity_series_id_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity'))
    )
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index('uq_activity_agreement_id_kind_day', ['agreement_id', 'kind', 'day'], unique=True, sqlite_where=sa.text('struck_at IS NULL'), postgresql_where=sa.text('struck_at IS NULL'))

    op.create_table('budgetuse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('amount_ore', sa.BigInteger(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('struck_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('amount_ore <> 0', name=op.f('ck_budgetuse_amount')),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_budgetuse_period')),
    sa.ForeignKeyConstraint(['line_id'], ['budgetline.id'], name=op.f('fk_budgetuse_line_id_budgetline')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_budgetuse_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budgetuse')),
    sa.UniqueConstraint('form', name=op.f('uq_budgetuse_form'))
    )
    with op.batch_alter_table('budgetuse', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_budgetuse_line_id'), ['line_id'], unique=False)

    op.create_table('proposalstep',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=40), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('open', 'approved', 'rejected', 'withdrawn', 'replaced')", name=op.f('ck_proposalstep_status')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_proposalstep_member_id_member')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_proposalstep_proposal_id_proposal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposalstep'))
    )
    with op.batch_alter_table('proposalstep', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_proposalstep_proposal_id'), ['proposal_id'], unique=False)

    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('duty_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('sealed_by', sa.String(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handed_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('draft', 'handed_in', 'returned', 'approved')", name=op.f('ck_report_state')),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_report_period')),
    sa.ForeignKeyConstraint(['duty_id'], ['reportduty.id'], name=op.f('fk_report_duty_id_reportduty')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_report_member_id_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('duty_id', name=op.f('uq_report_duty_id'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_sealed_by'), ['sealed_by'], unique=False)

    op.create_table('shift',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kept', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('by_partner', sa.Boolean(), nullable=False),
    sa.Column('corrects', sa.Boolean(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason IN ('illness', 'urgent', 'staffing', 'premises', 'other')", name=op.f('ck_shift_reason')),
    sa.CheckConstraint('kept OR reason IS NOT NULL', name=op.f('ck_shift_missed')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_shift_member_id_member')),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_shift_series_id_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shift')),
    sa.UniqueConstraint('series_id', 'day', 'by_partner', 'corrects', name=op.f('uq_shift_series_id_day_by_partner_corrects'))
    )
    op.create_table('reportfile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_by', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_reportfile_member_id_member')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_reportfile_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reportfile'))
    )
    with op.batch_alter_table('reportfile', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reportfile_report_id'), ['report_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reportfile_sealed_by'), ['sealed_by'], unique=False)

    op.create_table('reportremark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=40), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'handed_in', 'returned', 'approved')", name=op.f('ck_reportremark_state')),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_reportremark_member_id_member')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_reportremark_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reportremark'))
    )
    with op.batch_alter_table('reportremark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reportremark_report_id'), ['report_id'], unique=False)

    _add_choice("agreement", "status", ("proposed", "agreed", "withdrawn"), "DEFAULT 'agreed' NOT NULL")
    op.add_column("agreement", sa.Column("first_end", sa.Date(), nullable=True))
    op.add_column("agreement", sa.Column("deidentified", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("agreement", sa.Column("logs_activities", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.add_column("agreement", sa.Column("promises_presence", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("agreement", sa.Column("room_facts", sa.JSON(), nullable=True))
    op.add_column("digest", sa.Column("shown", sa.JSON(), nullable=True))
    op.add_column("member", sa.Column("director", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("organisation", sa.Column("lead_signature", sa.Integer(), server_default=sa.text("14"), nullable=False))
    op.add_column("organisation", sa.Column("lead_papers", sa.Integer(), server_default=sa.text("21"), nullable=False))
    op.execute(f"ALTER TABLE organisation ADD COLUMN lead_dialogue INTEGER DEFAULT 60 NOT NULL CONSTRAINT ck_organisation_leads CHECK ({LEADS})")
    replace_check("reminder", "kind", REMINDERS, (*REMINDERS[:1], *BACKWARD, *REMINDERS[1:]))
    replace_check("notice", "kind", NOTICES, (*NOTICES, *NEW_NOTICES))


def _add_choice(table: str, column: str, words: tuple[str, ...], rest: str = "") -> None:
    """A column with its check, which both databases take in one statement."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(40) {rest} CONSTRAINT ck_{table}_{column} CHECK ({listed(column, words)})")
