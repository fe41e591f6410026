"""The tables, a file each. Questions about one row are properties here; changes are actions."""

from models.absence import Absence
from models.agreement import DECIDED, Agreement, Intention, Party
from models.audit import AuditEntry
from models.consent import Consent, Scope
from models.digest import Digest
from models.draft import Draft, Flow
from models.intake import Intake
from models.invitation import Invitation
from models.member import Language, Member, Role
from models.note import CONTACTS, Note, NoteKind
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
from models.update import HandledUpdate, Quarantined

__all__ = [
    "ANSWERABLE",
    "CONTACTS",
    "DECIDED",
    "ENDED",
    "OPEN",
    "RUNNING",
    "Absence",
    "Agreement",
    "AuditEntry",
    "Capacity",
    "CapacityState",
    "Consent",
    "Digest",
    "Draft",
    "Event",
    "Flow",
    "HandledUpdate",
    "Handover",
    "Happening",
    "Intake",
    "Intention",
    "Invitation",
    "Language",
    "Member",
    "Note",
    "NoteKind",
    "Notice",
    "NoticeKind",
    "Organisation",
    "OrganisationKind",
    "Pace",
    "Party",
    "Quarantined",
    "Referral",
    "ReferralStatus",
    "Reminder",
    "ReminderKind",
    "ReportDuty",
    "ReportKind",
    "Role",
    "Scope",
    "Sex",
    "StatusReason",
    "Wish",
    "WishChosen",
]
