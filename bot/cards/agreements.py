"""Agreements by name, and a partner's capacity."""

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlmodel import col

from bot import buttons, capacities, clock, leads, policy, relations, reminding
from bot.agreements import agreement_facts, periods, planning, resolutions
from bot.agreements.backward import STEPS
from bot.agreements.periods import Standing, in_force_on
from bot.cards import duties, endings
from bot.cards.card import PAGE, Card, Press, Row, in_rows, page_of, paging
from bot.cards.coming import of_agreement
from bot.cards.common import MENU, room_row
from bot.errors import Refused
from bot.pages import paths
from bot.policy import Act
from bot.turn import Turn
from messages import Word, views
from models import (
    Agreement,
    AgreementStatus,
    Capacity,
    CapacityState,
    Intention,
    Member,
    Organisation,
    Party,
    ReminderKind,
    ReportDuty,
    Role,
)

COMING = 3
DECIDE_WITHIN = max(leads.MANAGER_LEADS)
"""So many days before the end a manager is asked what is meant to happen."""
WRITTEN_DOWN = frozenset({ReminderKind.DECISION, ReminderKind.SIGNATURE})
UNUSUAL = frozenset({Standing.PROPOSED, Standing.WITHDRAWN, Standing.UNKNOWN})
"""What the period alone does not say."""


def agreements(turn: Turn, number: int) -> Card:
    """All agreements: those in force first, the one that ends soonest at the top; then the others, newest first."""
    in_force, known = in_force_on(turn.today), _known(turn)
    page = page_of(turn.session.scalars(select(func.count()).select_from(Agreement).where(known)).one(), number)
    running = turn.session.scalars(select(func.count()).select_from(Agreement).where(in_force)).one()
    ordered = sorted(
        turn.session.execute(select(col(Agreement.id), col(Agreement.valid_to), in_force).where(known)).all(),
        key=lambda row: (not row[2], row[1].toordinal() if row[2] else -row[1].toordinal(), row[0]),
    )
    rows = [_row(turn, turn.session.get_one(Agreement, row[0])) for row in ordered[page.start : page.start + PAGE]]
    view = views.Agreements(page.total, running, page.number + 1, page.count)
    return Card(view, (*in_rows(rows, 1), *paging(page, buttons.ShowAgreements), *MENU))


def _known(turn: Turn) -> ColumnElement[bool]:
    """Which agreements the reader may know of: what is not agreed on concerns its parties, and who runs the bot."""
    if turn.who.role is Role.ADMINISTRATOR:
        return true()
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == turn.who.organisation_id)
    return or_(col(Agreement.status) == AgreementStatus.AGREED, col(Agreement.id).in_(theirs))


def _row(turn: Turn, agreement: Agreement) -> Press:
    label = "agreement_row" if agreement.in_force(turn.today) else "agreement_row_not_in_force"
    values = {"name": agreement.name, "until": agreement.valid_to.isoformat()}
    return Press(label, buttons.ShowAgreement(agreement.id), values)


def agreement(turn: Turn, agreement_id: int, *, news: bool = False) -> Card:
    """One agreement: its parties, its period, and the days left.

    Raises:
        Refused: there is none, or it is not agreed on and others'.
    """
    row = turn.session.get(Agreement, agreement_id)
    if row is None or (row.status is not AgreementStatus.AGREED and not duties.concerns(turn, row)):
        raise Refused(views.NotFound())
    parties = turn.session.scalars(
        select(Organisation)
        .join(Party, col(Party.organisation_id) == col(Organisation.id))
        .where(col(Party.agreement_id) == row.id)
        .order_by(col(Party.position))
    ).all()
    concerned = duties.concerns(turn, row)
    view = views.AgreementCard(
        name=row.name,
        parties=tuple(party.name for party in parties),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        begun=row.valid_from <= turn.today,
        days_left=row.days_left(turn.today),
        follows=row.follows,
        takes_referrals=row.takes_referrals,
        extension_months=row.extension_permitted_months,
        news=news,
        orgnr_notes=tuple(f"{party.name}: {party.orgnr_as_written}" for party in parties if party.orgnr_note),
        **_stands(turn, row),
        **(_for_parties(turn, row) if concerned else {}),
    )
    decides = row.status is AgreementStatus.AGREED and row.days_left(turn.today) <= DECIDE_WITHIN
    steers = decides and duties.may_steer(turn, row)
    reports = ((Press("duties", buttons.ShowDuties(row.id)),),) if concerned else ()
    open_ones = ((Press("open_at_end", buttons.ShowOpenAtEnd(row.id, 0)),),) if endings.has_open(turn, row) else ()
    return Card(
        view, (*(intentions(row) if steers else ()), *reports, *open_ones, *_room(turn, row), *_to_the_list(), *MENU)
    )


def _stands(turn: Turn, row: Agreement) -> dict[str, Any]:
    """How it stands beside the plain period: what no source explains, the gap before it, its extension, a doubt."""
    standing = periods.standing(row, turn.today)
    before = periods.predecessor(turn.session, row)
    extension = resolutions.extension(turn.session, row)
    doubt = agreement_facts.has_doubt(row)
    return {
        "standing": standing.value if standing in UNUSUAL else "",
        "reported_end": row.reported_end,
        "unexplained": periods.unexplained_days(row),
        "gap": periods.gap_days(before, row) if before else 0,
        "furthest_end": extension.furthest_end,
        "extended_to": extension.agreed_until,
        "extension_signed": bool(extension.exercised),
        "doubt": (agreement_facts.text(row, "guidelines") or agreement_facts.GUIDELINES) if doubt else "",
    }


def _room(turn: Turn, row: Agreement) -> tuple[Row, ...]:
    """The way to its pages in the room, for those who may read them."""
    reads = policy.allows(turn.who.role, Act.READ_AGREEMENT, relations.to_agreement(turn, row.id))
    return room_row(turn, paths.agreement(row.id)) if reads else ()


def _for_parties(turn: Turn, row: Agreement) -> dict[str, Any]:
    """What only those whom the agreement concerns may read: what is meant to happen, what is due, who is told."""
    return {
        "intention": intention_word(row),
        "intended_by": _name(turn, row.intended_by_id),
        "intended_on": clock.today(row.intended_at) if row.intended_at else None,
        "next_duty": _next_duty(turn, row),
        "coming": of_agreement(turn, row, COMING),
    }


def reminder(turn: Turn, row: Agreement) -> Card | None:
    """What is to be said of an agreement now: its end, and reports that are near or late; nothing where all is done."""
    waiting = [duty for duty in duties.of_agreement(turn, row.id) if _speaks(turn, duty)]
    left = row.days_left(turn.today)
    ends = reminding.speaks_of_end(turn.session, row, turn.today)
    steers = duties.may_steer(turn, row)
    step = _step(turn, row) if steers else None
    if not ends and not waiting and not step:
        return None
    view = views.AgreementReminder(
        name=row.name,
        valid_to=row.valid_to,
        days_left=left if ends else None,
        extension_months=_still_permitted(row),
        intention=intention_word(row),
        decides=steers,
        duties=tuple(duties.line(turn, duty) for duty in waiting),
        step=step,
    )
    received = [(duties.received_press(duty),) for duty in waiting] if steers else []
    presses = (*(intentions(row) if steers and (ends or step) else ()), *received)
    room = room_row(turn, paths.agreement(row.id, "decisions")) if step else ()
    return Card(view, (*presses, *room, (Press("show_agreement", buttons.ShowAgreement(row.id)),)))


def _step(turn: Turn, row: Agreement) -> views.StepLine | None:
    """The step toward what follows that is next, from the day on which the first is spoken of until the end.

    Nobody writes down a dialogue or papers: they are passed over when their day has gone by. Decisions and signatures
    are written down, and are late until they are.
    """
    planned = planning.of_agreement(turn.session, row)
    if planned is None or turn.today > row.valid_to:
        return None
    still_open = reminding.open_steps(turn.session, row)
    said = any(one.due_on <= turn.today for one in planned.reminders() if one.kind in still_open)
    plan = planned.plan
    ahead = [step for step in STEPS if step in still_open and (step in WRITTEN_DOWN or plan.day(step) >= turn.today)]
    if not said or not ahead:
        return None
    step = ahead[0]
    return views.StepLine(
        what=Word(f"reminder.{step}"),
        day=plan.day(step),
        late=plan.day(step) < turn.today,
        draft=plan.draft,
        decision=plan.decision,
        signature=plan.signature,
        meeting=plan.meeting,
    )


def _still_permitted(row: Agreement) -> int | None:
    """The months of an extension, where it is known and has not been used up."""
    used_up = row.extension_permitted_months and row.valid_to >= periods.furthest_end(row)
    return None if used_up else row.extension_permitted_months


def intentions(row: Agreement) -> tuple[Row, ...]:
    """What a manager can mean to do; what is said already is marked."""
    presses = [
        Press(f"intention_{word}{'_chosen' if row.intention is word else ''}", buttons.SetIntention(row.id, word.value))
        for word in Intention
    ]
    return in_rows(presses, 2)


def intention_word(row: Agreement) -> Word | None:
    """What is meant to happen, where that has been said."""
    return Word(f"intention.{row.intention}") if row.intention else None


def _speaks(turn: Turn, duty: ReportDuty) -> bool:
    """Whether a report is near enough, or late, and has not come."""
    return duty.received_at is None and (duty.due_on - turn.today).days <= max(leads.REPORT_LEADS) + reminding.SLACK


def _next_duty(turn: Turn, row: Agreement) -> views.DutyLine | None:
    waiting = (duty for duty in duties.of_agreement(turn, row.id) if duty.received_at is None)
    duty = next(waiting, None)
    return duties.line(turn, duty) if duty else None


def _name(turn: Turn, member_id: int | None) -> str:
    return turn.session.get_one(Member, member_id).name if member_id else ""


def _to_the_list() -> tuple[Row, ...]:
    return ((Press("do_agreements", buttons.ShowAgreements(0)),),)


def open_days(turn: Turn) -> Card:
    """The days on which the partner is there, each to be switched."""
    partner = turn.session.get_one(Organisation, turn.who.organisation_id)
    view = views.OpenDays(partner.alias or "", tuple(Word(f"weekday.{day}") for day in sorted(partner.open_days)))
    presses = [
        Press(
            "chosen" if weekday in partner.open_days else "choose",
            buttons.SetOpenDay(weekday, on=weekday not in partner.open_days),
            {"word": Word(f"weekday.{weekday}")},
        )
        for weekday in range(1, 8)
    ]
    return Card(view, (*in_rows(presses, 2), *MENU))


def capacity(turn: Turn) -> Card:
    """What room the partner says it has, and the other answers to choose."""
    said = turn.session.get(Capacity, turn.who.organisation_id)
    partner = turn.session.get_one(Organisation, turn.who.organisation_id)
    state = capacities.of(turn.session, partner.id)
    view = views.CapacityChoice(partner.alias or "", Word(f"capacity.{state}"), said.assured_on if said else None)
    presses = [Press(f"capacity_{word}", buttons.SetCapacity(word.value)) for word in CapacityState]
    return Card(view, (*in_rows(presses, 2), *MENU))
