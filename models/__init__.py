"""The tables, a file each. Questions about one row are properties here; changes are actions."""

from models.absence import Absence
from models.agreement import Agreement, Party
from models.audit import AuditEntry
from models.consent import Consent, Scope
from models.draft import Draft, Flow
from models.intake import Intake
from models.invitation import Invitation
from models.member import Language, Member, Role
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
from models.update import HandledUpdate, Quarantined

__all__ = [
    "ANSWERABLE",
    "ENDED",
    "OPEN",
    "RUNNING",
    "Absence",
    "Agreement",
    "AuditEntry",
    "Capacity",
    "CapacityState",
    "Consent",
    "Draft",
    "Event",
    "Flow",
    "HandledUpdate",
    "Handover",
    "Happening",
    "Intake",
    "Invitation",
    "Language",
    "Member",
    "Notice",
    "NoticeKind",
    "Organisation",
    "OrganisationKind",
    "Pace",
    "Party",
    "Quarantined",
    "Referral",
    "ReferralStatus",
    "Role",
    "Scope",
    "Sex",
    "StatusReason",
    "Wish",
    "WishChosen",
]
