"""How each act is attempted in the chat and on the pages, as somebody would who holds an old button or types a path."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot import buttons
from bot.demo.cast import Player
from bot.policy import Act, Relation
from models import Role
from tests.matrix.world import BOARDS_WORDS, PARTNERS_WORDS, Matrix
from tests.web.room.visiting import Visitor


@dataclass
class Attempt:
    """Somebody of a role before an object in a relation; `thing` is the object's id, `code` a referral's."""

    matrix: Matrix
    who: Player
    visitor: Visitor
    role: Role
    thing: int = 0
    code: str = ""

    @property
    def foreign(self) -> bool:
        """Whether the object is another board's."""
        return self.thing == self.matrix.things["foreign_duty"]

    async def tap(self, button: buttons.Button) -> bool:
        """Whether a button is taken."""
        return not await self.matrix.refuses_in_chat(self.who, button)

    async def command(self, text: str) -> bool:
        """Whether a command is."""
        return not await self.matrix.refuses_command(self.who, text)

    async def get(self, path: str) -> bool:
        """Whether a page shows."""
        await self.visitor.get(path)
        assert self.visitor.status in (200, 403, 404), (path, self.visitor.status)
        return self.visitor.status == 200

    async def post(self, path: str, **fields: str) -> bool:
        """Whether a form is taken: what it says may still be refused, in words of its own."""
        await self.visitor.get("day")
        await self.visitor.send(path, {"csrf": self._csrf(), **fields})
        assert self.visitor.status < 500, (path, self.visitor.status)
        return self.visitor.status not in (403, 404, 405)

    async def reads(self, words: str) -> bool:
        """Whether the referral's page shows `words`."""
        return await self.get(f"r/{self.code}") and words in self.visitor.text

    def _csrf(self) -> str:
        return self.visitor.page.form("lock").fields["csrf"]


Probe = Callable[[Attempt], Awaitable[bool]]


def _other_sides(attempt: Attempt) -> str:
    return BOARDS_WORDS if attempt.role is Role.KOORDINATOR else PARTNERS_WORDS


def _own_sides(attempt: Attempt) -> str:
    return PARTNERS_WORDS if attempt.role is Role.KOORDINATOR else BOARDS_WORDS


WITHOUT_OBJECT: dict[Act, tuple[Probe, ...]] = {
    Act.REFER: (lambda a: a.command("/hanvisa"), lambda a: a.tap(buttons.NotProtected(0))),
    Act.SEE_OWN_REFERRALS: (lambda a: a.command("/mina"), lambda a: a.tap(buttons.ShowMine(0))),
    Act.SEE_INBOX: (lambda a: a.command("/inkorg"), lambda a: a.tap(buttons.ShowInbox(0))),
    Act.NOTE: (lambda a: a.command("/anteckning"), lambda a: a.tap(buttons.ShowNoteList(0))),
    Act.SET_CAPACITY: (lambda a: a.command("/lediga"), lambda a: a.tap(buttons.SetCapacity("open"))),
    Act.SET_OPEN_DAYS: (lambda a: a.command("/oppet"), lambda a: a.tap(buttons.SetOpenDay(1, on=True))),
    Act.SEE_AGREEMENTS: (lambda a: a.command("/iop"), lambda a: a.tap(buttons.ShowAgreements(0))),
    Act.SEE_COMING: (lambda a: a.command("/kommande"), lambda a: a.tap(buttons.ShowComing(0))),
    Act.SEE_DIGEST: (lambda a: a.command("/veckobrev"),),
    Act.INVITE: (lambda a: a.command("/bjudin"), lambda a: a.tap(buttons.ShowOrganisations(0, 0))),
    Act.SEE_MEMBERS: (
        lambda a: a.command("/medlemmar"),
        lambda a: a.tap(buttons.ShowMembers(0)),
        lambda a: a.get("people"),
    ),
    Act.BE_AWAY: (lambda a: a.command("/borta"), lambda a: a.tap(buttons.BackAgain())),
    Act.ENTER: (lambda a: a.command("/rum"), lambda a: a.get("day"), lambda a: a.get("keys")),
    Act.REFER_MINOR: (lambda a: a.get("minor"), lambda a: a.post("minor/send")),
    Act.SEE_OVERVIEW: (lambda a: a.get("overview"),),
    Act.REVIEW_LOG: (lambda a: a.get("log"),),
    Act.CLOSE_INCIDENT: (lambda a: a.get("incidents"),),
    Act.BREAK_GLASS: (lambda a: a.get("glass"),),
    Act.SET_KEEPING: (lambda a: a.get("keeping"),),
    Act.SET_BOARD: (lambda a: a.get("board"),),
    Act.PROPOSE_AGREEMENT: (lambda a: a.get("agreements/new"),),
    Act.TAKE_DOCUMENT: (lambda a: a.get("documents"),),
    Act.LOG_ACTIVITY: (lambda a: a.command("/aktivitet"),),
    Act.LOG_SHIFT: (lambda a: a.command("/pass"),),
    Act.SEE_REPORTS: (lambda a: a.command("/rapport"), lambda a: a.get("reports")),
}
OF_REFERRAL: dict[Act, tuple[Probe, ...]] = {
    Act.SEE_REFERRAL: (
        lambda a: a.get(f"r/{a.code}"),
        lambda a: a.tap(buttons.ShowReferral(a.thing)),
        lambda a: a.tap(buttons.ShowContact(a.thing)),
        lambda a: a.command(f"/start {a.code}"),
    ),
    Act.READ_WORDS: (lambda a: a.reads(_other_sides(a)),),
    Act.READ_OWN_WORDS: (lambda a: a.reads(_own_sides(a)),),
    Act.SEE_READERS: (lambda a: a.get(f"r/{a.code}/readers"),),
    Act.WRITE_WORDS: (
        lambda a: a.get(f"r/{a.code}/note"),
        lambda a: a.post(f"r/{a.code}/note", form="f" * 20, kind="written", day="2022-10-03", words="Ord."),
        lambda a: a.post(f"r/{a.code}/note/draft", words="Ord."),
    ),
    Act.WRITE_PARTICULARS: (
        lambda a: a.get(f"r/{a.code}/about/contact"),
        lambda a: a.post(f"r/{a.code}/about/contact", version="0", words="Ord."),
        lambda a: a.post(f"r/{a.code}/about/contact/draft", version="0", words="Ord."),
    ),
    Act.LINK_CASE: (lambda a: a.get(f"r/{a.code}/case"), lambda a: a.post(f"r/{a.code}/case", number="2022/123")),
    Act.EXPORT: (
        lambda a: a.get(f"r/{a.code}/export"),
        lambda a: a.get(f"r/{a.code}/export/record"),
        lambda a: a.get(f"r/{a.code}/export/extract"),
        lambda a: a.get(f"r/{a.code}/export/data"),
        lambda a: a.get(f"r/{a.code}/export/disclosure"),
        lambda a: a.get(f"r/{a.code}/export/print/record"),
        lambda a: a.get(f"r/{a.code}/export/print/extract"),
        lambda a: a.get(f"r/{a.code}/export/print/disclosure"),
    ),
    Act.ASK_FOR_RIGHTS: (lambda a: a.get(f"r/{a.code}/rights"),),
    Act.NOTE: (
        lambda a: a.tap(buttons.ShowNotes(a.thing, a.matrix.room.clock.now().date())),
        lambda a: a.tap(buttons.AddNote(a.thing, "contact", a.matrix.room.clock.now().date())),
    ),
    Act.ANSWER_REFERRAL: (lambda a: a.tap(buttons.Step(a.thing, 1, "seen")),),
    Act.STEER_REFERRAL: (
        lambda a: a.tap(buttons.Recorded(a.thing)),
        lambda a: a.tap(buttons.SetSex(a.thing, "not_said")),
    ),
    Act.EXTEND_CONSENT: (lambda a: a.post(f"r/{a.code}/consent"),),
    Act.CONFIRM_DELETION: (
        lambda a: a.tap(buttons.ConfirmDeletion(a.thing)),
        lambda a: a.post(f"r/{a.code}/deleted"),
    ),
    Act.WITHDRAW_CONSENT: (lambda a: a.post(f"r/{a.code}/withdraw"),),
}


async def _intend(attempt: Attempt) -> bool:
    return await attempt.tap(buttons.SetIntention(attempt.thing, "extend"))


async def _sees_member(attempt: Attempt) -> bool:
    return await attempt.tap(buttons.ShowMember(attempt.thing))


async def _opens_member(attempt: Attempt) -> bool:
    return await attempt.get(f"people/{attempt.thing}")


async def _lets_in(attempt: Attempt) -> bool:
    return await attempt.post(f"people/{attempt.thing}/access", closed="no")


async def _closes(attempt: Attempt) -> bool:
    return await attempt.post(f"incident/{attempt.thing}", reported="no")


async def _sees_request(attempt: Attempt) -> bool:
    return await attempt.get(f"rights/{attempt.thing}")


async def _decides(attempt: Attempt) -> bool:
    return await attempt.post(f"rights/{attempt.thing}", decision="refused", grounds="Det finns skäl att avslå.")


async def _breaks(attempt: Attempt) -> bool:
    return await attempt.post(f"glass/{attempt.thing}", answer="refuse")


async def _reviews(attempt: Attempt) -> bool:
    return await attempt.post(f"log/{attempt.thing}", verdict="justified")


async def _reads_agreement(attempt: Attempt) -> bool:
    return await attempt.get(f"agreement/{attempt.thing}")


async def _reads_decisions(attempt: Attempt) -> bool:
    return await attempt.get(f"agreement/{attempt.thing}/decisions")


async def _reads_budget(attempt: Attempt) -> bool:
    return await attempt.get(f"agreement/{attempt.thing}/budget")


async def _reads_steering(attempt: Attempt) -> bool:
    return await attempt.get(f"agreement/{attempt.thing}/steering")


async def _decides_on_agreement(attempt: Attempt) -> bool:
    return await attempt.post(f"agreement/{attempt.thing}/decisions", kind="change", instance="board")


async def _adds_line(attempt: Attempt) -> bool:
    return await attempt.post(f"agreement/{attempt.thing}/budget/line", words="Resor", amount="x")


async def _gives_hours(attempt: Attempt) -> bool:
    return await attempt.post(f"agreement/{attempt.thing}/budget/hours", hours="x")


async def _proposes(attempt: Attempt) -> bool:
    return await attempt.get(f"agreement/{attempt.thing}/propose")


async def _settles_proposal(attempt: Attempt) -> bool:
    return await attempt.post(f"proposal/{attempt.thing}/decide", choice="approve")


async def _logs(attempt: Attempt) -> bool:
    return await attempt.post(f"agreement/{attempt.thing}/activities", kind="homework", day="2022-10-03")


async def _begins_report(attempt: Attempt) -> bool:
    agreement = attempt.matrix.things["foreign_agreement" if attempt.foreign else "agreement"]
    return await attempt.post(f"agreement/{agreement}/reports", duty=str(attempt.thing))


async def _takes_documents(attempt: Attempt) -> bool:
    return await attempt.get(f"agreement/{attempt.thing}/documents")


OF_THINGS: dict[tuple[Act, Relation], tuple[str, tuple[Probe, ...]]] = {
    (Act.STEER_AGREEMENT, Relation.OWN_ORGANISATION): ("agreement", (_intend, _decides_on_agreement, _adds_line)),
    (Act.STEER_AGREEMENT, Relation.OTHER): ("foreign_agreement", (_intend, _decides_on_agreement, _adds_line)),
    (Act.READ_AGREEMENT, Relation.OWN_ORGANISATION): (
        "agreement",
        (_reads_agreement, _reads_decisions, _reads_budget, _reads_steering),
    ),
    (Act.READ_AGREEMENT, Relation.OTHER): (
        "foreign_agreement",
        (_reads_agreement, _reads_decisions, _reads_budget, _reads_steering),
    ),
    (Act.REPORT_USE, Relation.OWN_ORGANISATION): ("agreement", (_gives_hours,)),
    (Act.REPORT_USE, Relation.OTHER): ("foreign_agreement", (_gives_hours,)),
    (Act.PROPOSE, Relation.OWN_ORGANISATION): ("agreement", (_proposes,)),
    (Act.PROPOSE, Relation.OTHER): ("foreign_agreement", (_proposes,)),
    (Act.DECIDE_PROPOSAL, Relation.OWN_ORGANISATION): ("proposal", (_settles_proposal,)),
    (Act.DECIDE_PROPOSAL, Relation.OTHER): ("foreign_proposal", (_settles_proposal,)),
    (Act.LOG_ACTIVITY, Relation.OWN_ORGANISATION): ("agreement", (_logs,)),
    (Act.LOG_ACTIVITY, Relation.OTHER): ("foreign_agreement", (_logs,)),
    (Act.HAND_IN_REPORT, Relation.OWN_ORGANISATION): ("duty", (_begins_report,)),
    (Act.HAND_IN_REPORT, Relation.OTHER): ("foreign_duty", (_begins_report,)),
    (Act.TAKE_DOCUMENT, Relation.OWN_ORGANISATION): ("agreement", (_takes_documents,)),
    (Act.TAKE_DOCUMENT, Relation.OTHER): ("foreign_agreement", (_takes_documents,)),
    (Act.SEE_MEMBERS, Relation.OWN_ORGANISATION): ("member", (_sees_member, _opens_member)),
    (Act.SEE_MEMBERS, Relation.OTHER): ("foreign_member", (_sees_member, _opens_member)),
    (Act.CHANGE_MEMBER, Relation.OWN_ORGANISATION): ("member", (_lets_in,)),
    (Act.CHANGE_MEMBER, Relation.OTHER): ("foreign_member", (_lets_in,)),
    (Act.CLOSE_INCIDENT, Relation.OWN_ORGANISATION): ("incident", (_closes,)),
    (Act.CLOSE_INCIDENT, Relation.OTHER): ("foreign_incident", (_closes,)),
    (Act.DECIDE_RIGHTS, Relation.OWN_ORGANISATION): ("request", (_sees_request, _decides)),
    (Act.DECIDE_RIGHTS, Relation.OTHER): ("foreign_request", (_sees_request, _decides)),
    (Act.BREAK_GLASS, Relation.OWN_ORGANISATION): ("glass", (_breaks,)),
    (Act.BREAK_GLASS, Relation.OTHER): ("foreign_glass", (_breaks,)),
    (Act.REVIEW_LOG, Relation.OWN): ("review", (_reviews,)),
    (Act.REVIEW_LOG, Relation.OTHER): ("foreign_review", (_reviews,)),
}
