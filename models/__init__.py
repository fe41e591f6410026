"""The tables, a file each. Questions about one row are properties here; changes are actions."""

from models.absence import Absence
from models.activity import Activity, ActivityKind
from models.agreement import DECIDED, Agreement, AgreementStatus, Intention, Party
from models.alarm import Alarm, AlarmKind
from models.assessment import Answer, Assessment, Criterion
from models.audit import AuditEntry, AuditSeal
from models.backup import Backup
from models.board_meeting import BoardMeeting
from models.budget import BudgetLine, BudgetUse, InKind
from models.client import Client
from models.consent import PRESET, Consent, ConsentGiver, Scope
from models.digest import Digest
from models.draft import Draft, Flow
from models.glass import Glass
from models.goal import Attainment, Goal
from models.heartbeat import Heartbeat, Service
from models.incident import Incident
from models.intake import Intake
from models.invitation import Invitation
from models.kept_form import KeptForm
from models.log_review import LogReview, Standing, Verdict
from models.member import Language, Member, Role
from models.note import CONTACTS, TAPPED, LadderStep, Note, NoteKind, StrikeReason
from models.notice import Notice, NoticeKind
from models.organisation import Capacity, CapacityState, Organisation, OrganisationKind, Wish
from models.pace import Pace
from models.referral import (
    ANSWERABLE,
    ENDED,
    OPEN,
    RUNNING,
    Event,
    Handover,
    Happening,
    Referral,
    ReferralStatus,
    Sex,
    StatusReason,
    WishChosen,
)
from models.reminder import Reminder, ReminderKind
from models.report import Report, ReportFile, ReportRemark, ReportState
from models.report_duty import ReportDuty, ReportKind
from models.resolution import Instance, Resolution, ResolutionKind
from models.rights import Decision, Right, RightsRequest
from models.room import Factor, FactorKind, RoomSession, WrongTries
from models.sent_card import SentCard
from models.series import Series, SeriesPurpose
from models.shift import MissReason, Shift
from models.steering import Proposal, ProposalStatus, ProposalStep, SteeringMeeting, SteeringMember, SteeringRole
from models.update import HandledUpdate, Quarantined
from models.words import NoteVersion, Particular, ParticularVersion, RoomDraft

__all__ = [
    "ANSWERABLE",
    "CONTACTS",
    "DECIDED",
    "ENDED",
    "OPEN",
    "PRESET",
    "RUNNING",
    "TAPPED",
    "Absence",
    "Activity",
    "ActivityKind",
    "Agreement",
    "AgreementStatus",
    "Alarm",
    "AlarmKind",
    "Answer",
    "Assessment",
    "Attainment",
    "AuditEntry",
    "AuditSeal",
    "Backup",
    "BoardMeeting",
    "BudgetLine",
    "BudgetUse",
    "Capacity",
    "CapacityState",
    "Client",
    "Consent",
    "ConsentGiver",
    "Criterion",
    "Decision",
    "Digest",
    "Draft",
    "Event",
    "Factor",
    "FactorKind",
    "Flow",
    "Glass",
    "Goal",
    "HandledUpdate",
    "Handover",
    "Happening",
    "Heartbeat",
    "InKind",
    "Incident",
    "Instance",
    "Intake",
    "Intention",
    "Invitation",
    "KeptForm",
    "LadderStep",
    "Language",
    "LogReview",
    "Member",
    "MissReason",
    "Note",
    "NoteKind",
    "NoteVersion",
    "Notice",
    "NoticeKind",
    "Organisation",
    "OrganisationKind",
    "Pace",
    "Particular",
    "ParticularVersion",
    "Party",
    "Proposal",
    "ProposalStatus",
    "ProposalStep",
    "Quarantined",
    "Referral",
    "ReferralStatus",
    "Reminder",
    "ReminderKind",
    "Report",
    "ReportDuty",
    "ReportFile",
    "ReportKind",
    "ReportRemark",
    "ReportState",
    "Resolution",
    "ResolutionKind",
    "Right",
    "RightsRequest",
    "Role",
    "RoomDraft",
    "RoomSession",
    "Scope",
    "SentCard",
    "Series",
    "SeriesPurpose",
    "Service",
    "Sex",
    "Shift",
    "Standing",
    "StatusReason",
    "SteeringMeeting",
    "SteeringMember",
    "SteeringRole",
    "StrikeReason",
    "Verdict",
    "Wish",
    "WishChosen",
    "WrongTries",
]
