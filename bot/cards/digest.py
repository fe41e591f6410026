"""The managers' weekly page: first what needs them, then the figures."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from bot import attention, buttons, clock, figures
from bot.cards import pictures
from bot.cards.agreements import intention_word
from bot.cards.card import Card, Press, in_rows
from bot.cards.common import MENU
from bot.figures import COUNTED, PERSONS, Told, Unit
from bot.suppression import FEWEST, Bound
from bot.turn import Turn
from messages import Value, Word, views
from models import Agreement, Digest, Member, Organisation

WAITING_SHOWN = 10
ENDING_SHOWN = 8
WEEK = timedelta(days=7)


def weekly(turn: Turn, digest: Digest) -> Card:
    """The week's page as it was owed: the figures as they were counted, the queue as it is now."""
    return _card(turn, digest.since, digest.until, digest.shown or figures.tell(digest.figures, None))


def on_demand(turn: Turn) -> Card:
    """The page as it is now, since the last one that was said."""
    said = turn.session.execute(select(figures.said_until()).where(col(Member.id) == turn.who.id)).scalar_one()
    since = said or clock.at_local(turn.today - WEEK, 0)
    board = turn.who.organisation_id
    counts = figures.count(turn.session, [board], since, turn.now)
    counted = counts.get(Unit(board, turn.who.unit)) or figures.nothing()
    last = turn.session.execute(select(figures.told_before(turn.today.year)).where(col(Member.id) == turn.who.id))
    return _card(turn, since, turn.now, figures.tell_between(counted, last.scalar_one()))


def _card(turn: Turn, since: datetime, until: datetime, told: Told) -> Card:
    session, board_id = turn.session, turn.who.organisation_id
    waiting, total = attention.waiting(session, board_id, turn.who.unit, turn.today, WAITING_SHOWN)
    ending = attention.ending(session, board_id, turn.today)
    late = attention.late_reports(session, board_id, turn.today)
    concerned = {agreement.id: agreement for agreement in [*ending, *(agreement for _, agreement in late)]}
    aliases = attention.aliases(session, list(concerned))
    view = views.WeeklyDigest(
        scope=turn.who.unit or session.get_one(Organisation, board_id).name,
        since=since,
        until=until,
        waiting=tuple(
            views.WaitingLine(referral.code, alias, _days(turn, referral.waiting_since)) for referral, alias in waiting
        ),
        more_waiting=total - len(waiting),
        ending=tuple(_ending(turn, agreement, aliases) for agreement in ending[:ENDING_SHOWN]),
        late=tuple(
            views.LateLine(aliases.get(agreement.id, ""), Word(f"report.{duty.kind}"), duty.due_on)
            for duty, agreement in late[:ENDING_SHOWN]
        ),
        more=max(len(ending) - ENDING_SHOWN, 0) + max(len(late) - ENDING_SHOWN, 0),
        figures=tuple(_figure(what, told) for what in (*COUNTED, PERSONS)),
    )
    presses = [
        Press("agreement_of", buttons.ShowAgreement(agreement.id), {"aliases": aliases.get(agreement.id, "")})
        for agreement in list(concerned.values())[:ENDING_SHOWN]
    ]
    return Card(view, (*in_rows(presses, 2), *pictures.rows(turn), (Press("do_coming", buttons.ShowComing(0)),), *MENU))


def _ending(turn: Turn, agreement: Agreement, aliases: Mapping[int, str]) -> views.EndingLine:
    left = agreement.days_left(turn.today)
    return views.EndingLine(aliases.get(agreement.id, ""), left, agreement.valid_to, intention_word(agreement))


def _figure(what: str, told: Told) -> views.FigureLine:
    lately, this_year, last_year = (told[period][what] for period in figures.PERIODS)
    return views.FigureLine(
        what=Word(f"figure.{what}"),
        lately=_shown(lately[0]),
        this_year=_shown(this_year[0]),
        last_year=_shown(last_year[0]),
        this_year_bound=_bound(*this_year),
        last_year_bound=_bound(*last_year),
    )


def _shown(number: int | None) -> Value:
    return number if number is not None and number >= FEWEST else Word("figure.few")


def _bound(number: int | None, bound: str) -> Word | None:
    return Word(f"figure.{bound}") if bound != Bound.EXACT and number is not None and number >= FEWEST else None


def _days(turn: Turn, since: date | None) -> int:
    return (turn.today - since).days if since else 0
