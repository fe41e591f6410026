"""One house with everything that the policy's table speaks of in it, so that each cell can be walked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.actions import writing
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, OLLE, YLVA, Player
from bot.policy import Relation
from bot.store import Store
from bot.turn import Turn
from messages import render, views
from models import (
    Agreement,
    Client,
    Consent,
    Glass,
    Incident,
    LogReview,
    Member,
    NoteKind,
    Organisation,
    OrganisationKind,
    Particular,
    Party,
    Proposal,
    Referral,
    ReferralStatus,
    ReportDuty,
    ReportKind,
    Right,
    RightsRequest,
    Role,
    Scope,
    Standing,
)
from models.audit import AuditEntry
from tests.hands import HandClock, a_referral, member
from tests.web.room.visiting import OpenRoom, open_room
from tests.works import Works, works

PIA = Player(4101, "Pia Exempel", Role.PARTNER_MANAGER, "Street Minds")
MIO = Player(4103, "Mio Exempel", Role.MANAGER, BOARD)
STRANGE_MANAGER = Player(4102, "Udo Utsocknes", Role.MANAGER, "En annan nämnd")
PLAYERS = {
    Role.CASEWORKER: YLVA,
    Role.KOORDINATOR: KNUT,
    Role.MANAGER: MAJ,
    Role.PARTNER_MANAGER: PIA,
    Role.ADMINISTRATOR: ADA,
}
BOARDS_WORDS, PARTNERS_WORDS, REASON = "Förvaltningens ord", "Mottagarens ord", "Bakgrundens ord"
REFUSALS = (views.NotFound(), views.NotAllowed())


@dataclass
class Matrix:
    """The works for the chat, the room for the pages, and the referrals by how somebody stands to them."""

    chat: Works
    room: OpenRoom
    referrals: dict[tuple[Role, Relation], int]
    things: dict[str, int]

    def code(self, referral_id: int) -> str:
        """The referral's code as it is now."""
        return self.room.store.run_now(lambda session: session.get_one(Referral, referral_id).code)

    async def refuses_in_chat(self, who: Player, button: Any) -> bool:
        """Whether a rightly signed button is refused as what does not exist, or is not allowed."""
        return await self._refused(
            who, lambda: self.chat.taps(who, self._any_message(who), self.chat.data(button, who))
        )

    async def refuses_command(self, who: Player, text: str) -> bool:
        """Whether a command is."""
        return await self._refused(who, lambda: self.chat.types(who, text))

    async def _refused(self, who: Player, act: Any) -> bool:
        before = {message["message_id"] for message in self.chat.heard(who)}
        await act()
        new = [message for message in self.chat.heard(who) if message["message_id"] not in before]
        said = {message.get("text", "") for message in new}
        return any(_plain(render(view, "sv")) in said for view in REFUSALS)

    def _any_message(self, who: Player) -> int:
        number: int = self.chat.heard(who)[0]["message_id"]
        return number


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


@asynccontextmanager
async def matrix(url: str, store: Store, clock: HandClock) -> AsyncIterator[Matrix]:
    """The cast, a partner's manager, another board, and a referral for each way to stand to one."""
    async with works(url, clock) as chat, open_room(store, clock) as room:
        store.run_now(lambda session: _add_people(session, clock))
        things = store.run_now(lambda session: _set_up(room, session))
        referrals = store.run_now(lambda session: _referrals(room, session))
        chat.world.add_user(PIA.telegram_id, PIA.name, started=True)
        for player in PLAYERS.values():
            await chat.types(player, "/start")
        yield Matrix(chat, room, referrals, things)


def _add_people(session: Session, clock: HandClock) -> None:
    partner = session.exec(select(Organisation).where(col(Organisation.name) == PIA.organisation)).one()
    board = _organisation(session, STRANGE_MANAGER.organisation, OrganisationKind.MUNICIPAL_BOARD)
    ours = session.get_one(Organisation, member(session, MAJ).organisation_id)
    for player, organisation in ((PIA, partner), (STRANGE_MANAGER, board), (MIO, ours)):
        session.add(
            Member(
                telegram_id=player.telegram_id,
                name=player.name,
                role=player.role,
                organisation_id=organisation.id,
                joined_at=clock.now(),
            )
        )
    session.flush()
    member(session, KNUT).undertaking_until = clock.now().date() + timedelta(days=300)


def _organisation(session: Session, name: str, kind: OrganisationKind, alias: str | None = None) -> Organisation:
    row = Organisation(name=name, kind=kind, alias=alias, open_days=[1], consent_share=[], consent_with=[])
    session.add(row)
    session.flush()
    return row


def _turn(room: OpenRoom, session: Session, player: Player) -> Turn:
    """The player's turn, with dice that go on falling: each person's mark is another."""
    return Turn(session, member(session, player), room.clock.now(), room.parts.house, room.parts.dice)


def _set_up(room: OpenRoom, session: Session) -> dict[str, int]:
    """What else there is to act on: of one's own board, and of another."""
    maj, strange, now = member(session, MAJ), member(session, STRANGE_MANAGER), room.clock.now()
    foreign = Agreement(name="De andras", valid_from=date(2022, 1, 1), valid_to=date(2023, 1, 1), facts={})
    session.add(foreign)
    session.flush()
    session.add(Party(agreement_id=foreign.id, organisation_id=strange.organisation_id, position=0))
    ours = session.exec(select(Agreement).where(col(Agreement.name) == "Street Minds")).one()
    proposals = [
        Proposal(
            agreement_id=agreement.id,
            organisation_id=by.organisation_id,
            title="Fler dagar",
            words="Öppet även på lördagar.",
            form=f"{agreement.id}" * 8,
            member_id=by.id,
            at=now,
        )
        for agreement, by in ((ours, member(session, KNUT)), (foreign, strange))
    ]
    duties = [
        ReportDuty(agreement_id=agreement.id, kind=ReportKind.INTERIM, due_on=date(2022, 12, 1))
        for agreement in (ours, foreign)
    ]
    session.add_all([*proposals, *duties])
    incidents = [
        Incident(at=now, member_id=member(session, YLVA).id, kinds=["phone"]),
        Incident(at=now, member_id=strange.id, kinds=["phone"]),
    ]
    session.add_all(incidents)
    referral = a_referral(_turn(room, session, YLVA))
    reads = [
        AuditEntry(
            at=now, member_id=reader.id, act="see_referral", subject="referral", subject_id=referral.id, allowed=True
        )
        for reader in (member(session, YLVA), member(session, OLLE))
    ]
    theirs = a_referral(_turn(room, session, YLVA))
    theirs.referrer_id = strange.id
    requests = [
        RightsRequest(
            client=about.person,
            referral_id=about.id,
            wanted=Right.RECTIFICATION,
            asked_on=now.date(),
            recorded_by_id=member(session, YLVA).id,
            recorded_at=now,
        )
        for about in (referral, theirs)
    ]
    glasses = [
        Glass(referral_id=about.id, asked_by_id=asker.id, asked_at=now, sealed_reason=b"-")
        for about, asker in ((referral, member(session, MIO)), (theirs, strange))
    ]
    session.add_all([*reads, *requests, *glasses])
    session.flush()
    reviews = [
        LogReview(month=date(2022, 9, 1), reviewer_id=reviewer.id, entry_id=read.id, standing=Standing.SAMPLE)
        for reviewer, read in ((maj, reads[0]), (strange, reads[1]), (member(session, ADA), reads[0]))
    ]
    session.add_all(reviews)
    session.flush()
    return {
        "agreement": ours.id,
        "proposal": proposals[0].id,
        "foreign_proposal": proposals[1].id,
        "duty": duties[0].id,
        "foreign_duty": duties[1].id,
        "foreign_agreement": foreign.id,
        "member": member(session, OLLE).id,
        "foreign_member": strange.id,
        "incident": incidents[0].id,
        "foreign_incident": incidents[1].id,
        "request": requests[0].id,
        "foreign_request": requests[1].id,
        "glass": glasses[0].id,
        "foreign_glass": glasses[1].id,
        "review": reviews[0].id,
        "foreign_review": reviews[1].id,
        f"review of {Role.ADMINISTRATOR}": reviews[2].id,
        "any": referral.id,
    }


def _referrals(room: OpenRoom, session: Session) -> dict[tuple[Role, Relation], int]:
    """By role and relation: who stands so to which referral."""
    made = {name: _written(room, session, name) for name in ("open", "closed", "withdrawn", "erased", "glass")}
    others = _written(room, session, "others", OLLE)
    elsewhere = _written(room, session, "elsewhere")
    partner = _organisation(session, "En annan mottagare", OrganisationKind.PARTNER, "Z9")
    elsewhere.organisation_id = partner.id
    made["closed"].status = ReferralStatus.COMPLETED
    session.get_one(Consent, made["withdrawn"].id).withdrawn_at = room.clock.now()
    made["erased"].erased_at = room.clock.now()
    session.get_one(Client, made["erased"].person).erased_at = room.clock.now()
    _open_glass(room, session, made["glass"])
    both: dict[tuple[Role, Relation], int] = {}
    for relation, name in (
        (Relation.CLOSED, "closed"),
        (Relation.WITHDRAWN, "withdrawn"),
        (Relation.ERASED, "erased"),
    ):
        both[Role.CASEWORKER, relation] = both[Role.KOORDINATOR, relation] = made[name].id
    return {
        **both,
        (Role.CASEWORKER, Relation.OWN): made["open"].id,
        (Role.CASEWORKER, Relation.OTHER): others.id,
        (Role.KOORDINATOR, Relation.OWN_ORGANISATION): made["open"].id,
        (Role.KOORDINATOR, Relation.OTHER): elsewhere.id,
        (Role.MANAGER, Relation.OTHER): made["open"].id,
        (Role.MANAGER, Relation.GLASS): made["glass"].id,
        (Role.PARTNER_MANAGER, Relation.OTHER): made["open"].id,
        (Role.ADMINISTRATOR, Relation.OTHER): made["open"].id,
    }


def _written(room: OpenRoom, session: Session, name: str, referrer: Player = YLVA) -> Referral:
    """A referral with words of both sides, shared with each other."""
    worker, knut = _turn(room, session, referrer), _turn(room, session, KNUT)
    referral = a_referral(worker)
    consent = session.get_one(Consent, referral.id)
    consent.share = [*consent.share, Scope.DETAILS.value]
    session.flush()
    today = worker.today
    for turn, words in ((worker, BOARDS_WORDS), (knut, PARTNERS_WORDS)):
        form = f"{name}{turn.who.id}".ljust(20, "0")
        writing.write(turn, referral.code, form, NoteKind.WRITTEN, today, words, shared=True)
    writing.put(worker, referral.code, Particular.REASON, 0, REASON)
    consent.share = [scope for scope in consent.share if scope != Scope.DETAILS.value]
    return referral


def _open_glass(room: OpenRoom, session: Session, referral: Referral) -> None:
    now = room.clock.now()
    session.add(
        Glass(
            referral_id=referral.id,
            asked_by_id=member(session, MAJ).id,
            asked_at=now,
            sealed_reason=b"-",
            opened_by_id=member(session, ADA).id,
            opened_at=now,
            until=now + timedelta(hours=1),
        )
    )
