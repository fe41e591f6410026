"""The questions on the way to a referral, one at a time."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from bot import buttons, capacities, clock, lookups, opening, policy, young
from bot.cards.card import PAGE, Card, Press, Row, in_rows, page_of, paging
from bot.cards.common import MENU, room_row
from bot.policy import Act
from bot.referral_draft import MONTHS, Offer, Question, ReferralDraft
from bot.turn import Turn
from messages import Value, Word, views
from models import Capacity, Draft, Handover, Organisation, Referral, Scope, Wish


def start(turn: Turn, draft_id: int = 0) -> Card:
    """Whom not to refer here: the first screen, before anything is stored."""
    rows = (
        (Press("refer_go_on", buttons.NotProtected(draft_id)),),
        (Press("refer_protected", buttons.Protected(draft_id)),),
    )
    return Card(views.ReferStart(turn.house.protected_phone), rows)


def stopped(turn: Turn) -> Card:
    """Nothing was stored; whom to call, and the room where there is a partner for somebody under 18."""
    taken = policy.allows(turn.who.role, Act.REFER_MINOR) and young.partners(
        turn.session, turn.who.organisation_id, turn.today
    )
    room = room_row(turn, "minor") if taken else ()
    return Card(views.ReferStopped(turn.house.protected_phone, room=bool(room)), (*room, *MENU))


def tip(partner: Organisation) -> Card:
    """A place to mention, without a record."""
    view = views.Tip(partner.name, partner.shown_place, partner.hours, partner.phone)
    return Card(view, ((Press("do_refer", buttons.RunCommand("refer")),), *MENU))


def question(turn: Turn, draft: Draft) -> Card:
    """The next question of an open draft, or the summary when all are answered."""
    return _Asker(turn, draft).card()


def taken_up(turn: Turn, draft: Draft) -> Card:
    """An open draft that `/hanvisa` finds: its next question, marked as a draft, and a way out to another person."""
    asker = _Asker(turn, draft)
    asker.begun = clock.today(draft.changed_at)
    shown = asker.card()
    if asker.draft.question is Question.PROTECTED:
        return shown
    return replace(shown, rows=(*shown.rows, (Press("another_person", buttons.AnotherPerson(draft.id)),)))


class _Asker:
    """One draft's next question; holds what every question needs."""

    def __init__(self, turn: Turn, row: Draft) -> None:
        self.turn = turn
        self.row = row
        self.draft = ReferralDraft.of(row).still_ahead(turn.now)
        self.partner = turn.session.get(Organisation, self.draft.partner) if self.draft.partner else None
        self.begun: date | None = (
            clock.today(row.changed_at) if turn.now - row.changed_at > timedelta(hours=1) else None
        )

    def card(self) -> Card:
        if self.draft.question is Question.PROTECTED:
            return start(self.turn, self.row.id)
        if self.partner is None:
            return self._partner_choice()
        ask = {
            Question.HANDOVER: self._handover,
            Question.DAY: self._day,
            Question.HOUR: self._hour,
            Question.WISHES: self._wishes,
            Question.EARLIER: self._earlier,
            Question.CONSENT_CHANGE: self._consent_change,
            Question.CONSENT: self._consent,
            Question.SUMMARY: self._summary,
        }[self.draft.question]
        return ask(self.partner)

    def _last_row(self) -> Row:
        back = Press("back", buttons.StepBack(self.row.id, self.row.revision))
        drop = Press("cancel", buttons.DropDraft(self.row.id))
        return (back, drop) if self.partner else (drop,)

    def _partner_choice(self) -> Card:
        session, today = self.turn.session, self.turn.today
        taking = lookups.partners_taking_referrals(session, today)
        tips = [partner for partner in lookups.partners_in_force(session, today) if partner not in taking]
        said = capacities.of_all(session, taking)
        rows = in_rows([self._partner_press(partner, said.get(partner.id)) for partner in taking], 1)
        below = in_rows([_tip_press(partner) for partner in tips], 2)
        view = views.ReferPartner(any=bool(taking), tips=bool(tips), begun=self.begun)
        return Card(view, (*rows, *below, self._last_row()))

    def _partner_press(self, partner: Organisation, said: Capacity | None) -> Press:
        room = Word(f"capacity.{capacities.state(said)}")
        button = buttons.PickPartner(self.row.id, partner.id)
        values = {"alias": partner.alias, "room": room, "day": said.assured_on if said else None}
        return Press("refer_partner" if said else "refer_partner_unsaid", button, values)

    def _handover(self, partner: Organisation) -> Card:
        rows = [(Press(f"handover_{way}", buttons.PickHandover(self.row.id, way.value)),) for way in Handover]
        return Card(views.ReferHandover(partner.alias or "", self.begun), (*rows, self._last_row()))

    def _day(self, partner: Organisation) -> Card:
        days = opening.next_open_days(partner, self.turn.now)
        presses = [Press("day", buttons.PickDay(self.row.id, day), {"day": day}) for day in days]
        return Card(views.ReferDay(partner.alias or "", self.begun), (*in_rows(presses, 2), self._last_row()))

    def _hour(self, partner: Organisation) -> Card:
        day = date.fromisoformat(self.draft.day or "")
        hours = opening.hours_on(partner, day, self.turn.now)
        presses = [Press("hour", buttons.PickHour(self.row.id, hour), {"hour": f"{hour:02d}"}) for hour in hours]
        view = views.ReferHour(partner.alias or "", day, self.begun)
        return Card(view, (*in_rows(presses, 4), self._last_row()))

    def _wishes(self, partner: Organisation) -> Card:
        presses = [self._wish_press(wish) for wish in lookups.wishes(self.turn.session, partner.id)]
        done = Press("wishes_done" if self.draft.wishes else "wishes_none", buttons.WishesDone(self.row.id))
        view = views.ReferWishes(partner.alias or "", len(self.draft.wishes), self.begun)
        return Card(view, (*in_rows(presses, 2), (done,), self._last_row()))

    def _wish_press(self, wish: Wish) -> Press:
        chosen = wish.id in self.draft.wishes
        button = buttons.SetWish(self.row.id, wish.id, on=not chosen)
        return Press("chosen" if chosen else "choose", button, {"word": wish.word(self.turn.language)})

    def _earlier(self, _partner: Organisation) -> Card:
        mine = select(Referral).where(col(Referral.referrer_id) == self.turn.who.id, col(Referral.erased_at).is_(None))
        total = self.turn.session.scalars(select(func.count()).select_from(mine.subquery())).one()
        page = page_of(total, self.draft.earlier_page or 0)
        newest = mine.order_by(col(Referral.sent_at).desc(), col(Referral.id).desc()).offset(page.start).limit(PAGE)
        presses = [
            Press(
                "earlier", buttons.PickEarlier(self.row.id, row.id), {"code": row.code, "day": clock.today(row.sent_at)}
            )
            for row in self.turn.session.scalars(newest)
        ]
        nobody = (Press("new_person", buttons.PickEarlier(self.row.id, 0)),)
        pages = paging(page, lambda number: buttons.LinkEarlier(self.row.id, number))
        return Card(views.ReferEarlier(total), (*in_rows(presses, 2), *pages, nobody, self._last_row()))

    def _offer(self, partner: Organisation) -> Offer:
        return self.draft.offer(partner, self.turn.today)

    def _consent(self, partner: Organisation) -> Card:
        offer = self._offer(partner)
        yes = Press("consent_yes", buttons.GiveConsent(self.row.id, self.row.revision, offer.seal))
        change = Press("consent_change", buttons.ChangeConsent(self.row.id, on=True))
        same = Press("same_person", buttons.LinkEarlier(self.row.id, 0))
        view = views.ReferConsent(
            partner.alias or "",
            _scopes(offer),
            offer.shared_with,
            offer.until,
            self._earlier_code(),
            self.begun,
        )
        return Card(view, ((yes,), (change, same), self._last_row()))

    def _consent_change(self, partner: Organisation) -> Card:
        offer = self._offer(partner)
        rows = [(self._scope_press(scope, offer),) for scope in Scope]
        if partner.consent_with:
            others = self.draft.others
            label = "others_chosen" if others else "others_choose"
            rows.append((Press(label, buttons.SetOthers(self.row.id, on=not others)),))
        months = [Press("months", buttons.SetMonths(self.row.id, months), {"months": months}) for months in MONTHS]
        done = Press("consent_changed", buttons.ChangeConsent(self.row.id, on=False))
        view = views.ReferConsentChange(partner.alias or "", _scopes(offer), offer.shared_with, offer.until)
        return Card(view, (*rows, tuple(months), (done,), self._last_row()))

    def _scope_press(self, scope: Scope, offer: Offer) -> Press:
        chosen = scope in offer.share
        button = buttons.SetScope(self.row.id, scope.value, on=not chosen)
        return Press("chosen" if chosen else "choose", button, {"word": Word(f"scope.{scope}")})

    def _summary(self, partner: Organisation) -> Card:
        offer = self._offer(partner)
        view = views.ReferSummary(
            alias=partner.alias or "",
            capacity=Word(f"capacity.{capacities.of(self.turn.session, partner.id)}"),
            handover=Word(f"handover.{self.draft.handover}"),
            meet_at=self.draft.meet_at,
            wishes=self._wish_words() if Scope.WISHES in offer.share else (),
            share=_scopes(offer),
            shared_with=offer.shared_with,
            until=offer.until,
            earlier=self._earlier_code(),
            begun=self.begun,
        )
        send = Press("send", buttons.Send(self.row.id, self.row.revision))
        return Card(view, ((send,), self._last_row()))

    def _wish_words(self) -> tuple[Value, ...]:
        chosen = (self.turn.session.get_one(Wish, wish_id) for wish_id in self.draft.wishes)
        return tuple(wish.word(self.turn.language) for wish in chosen)

    def _earlier_code(self) -> str | None:
        earlier = self.turn.session.get(Referral, self.draft.earlier or 0)
        return earlier.code if earlier and earlier.erased_at is None else None


def _tip_press(partner: Organisation) -> Press:
    return Press("tip", buttons.ShowTip(partner.id), {"name": partner.name})


def _scopes(offer: Offer) -> tuple[Word, ...]:
    return tuple(Word(f"scope.{scope}") for scope in offer.share)
