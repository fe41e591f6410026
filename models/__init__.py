"""The tables, a file each. Questions about one row are properties here; changes are actions."""

from models.absence import Absence
from models.agreement import DECIDED, Agreement, Intention, Party
from models.audit import AuditEntry, AuditSeal
from models.client import Client
from models.consent import PRESET, Consent, ConsentGiver, Scope
from models.digest import Digest
from models.draft import Draft, Flow
from models.glass import Glass
from models.incident import Incident
from models.intake import Intake
from models.invitation import Invitation
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
from models.report_duty import ReportDuty, ReportKind
from models.rights import Decision, Right, RightsRequest
from models.room import Factor, FactorKind, RoomSession, WrongTries
from models.sent_card import SentCard
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
    "Agreement",
    "AuditEntry",
    "AuditSeal",
    "Capacity",
    "CapacityState",
    "Client",
    "Consent",
    "ConsentGiver",
    "Decision",
    "Digest",
    "Draft",
    "Event",
    "Factor",
    "FactorKind",
    "Flow",
    "Glass",
    "HandledUpdate",
    "Handover",
    "Happening",
    "Incident",
    "Intake",
    "Intention",
    "Invitation",
    "LadderStep",
    "Language",
    "LogReview",
    "Member",
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
    "Quarantined",
    "Referral",
    "ReferralStatus",
    "Reminder",
    "ReminderKind",
    "ReportDuty",
    "ReportKind",
    "Right",
    "RightsRequest",
    "Role",
    "RoomDraft",
    "RoomSession",
    "Scope",
    "SentCard",
    "Sex",
    "Standing",
    "StatusReason",
    "StrikeReason",
    "Verdict",
    "Wish",
    "WishChosen",
    "WrongTries",
]
