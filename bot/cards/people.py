"""Invitations, members and absences."""

from datetime import date, timedelta
from urllib.parse import quote

from bot import buttons, clock, lookups, policy
from bot.cards.card import PAGE, Card, Press, in_rows, page_of, paging
from bot.cards.common import MENU, role_word, room_row
from bot.turn import Turn
from messages import Word, views
from models import Absence, Draft, Invitation, Member, Organisation, Role

SHARE = "https://t.me/share/url?url="
"""Telegram's own page for sending a link to somebody (core.telegram.org/widgets/share)."""
AWAY_CHOICES = (1, 3, 7, 14, 28)


def words_counted(turn: Turn, organisation: Organisation, morning: date) -> Card:
    """Words stood in somebody's chat: how often, and nothing else."""
    unit = turn.who.unit if turn.who.organisation_id == organisation.id else ""
    count = lookups.words_before(turn.session, organisation.id, unit, morning)
    return Card(views.WordsCounted(max(count, 1), organisation.name), MENU)


def invitation(turn: Turn, draft: Draft) -> Card:
    """The next question of an open invitation: which role, then which organisation."""
    role = draft.fields.get("role")
    unit = draft.fields["unit"]
    drop = (Press("cancel", buttons.DropDraft(draft.id)),)
    if role is None:
        roles = policy.roles_to_invite(turn.who.role)
        presses = [Press(f"role_{word}", buttons.PickRole(draft.id, word.value)) for word in roles]
        return Card(views.InviteRole(unit), (*in_rows(presses, 2), drop))
    possible = lookups.organisations_to_invite_to(turn.session, turn.who, Role(role))
    page = page_of(len(possible), draft.fields.get("page", 0))
    rows = [
        (Press("organisation", buttons.PickOrganisation(draft.id, row.id), {"name": row.name}),)
        for row in possible[page.start : page.start + PAGE]
    ]
    pages = paging(page, lambda number: buttons.ShowOrganisations(draft.id, number))
    return Card(views.InviteOrganisation(Word(f"role.{role}"), unit), (*rows, *pages, drop))


def invitation_ready(turn: Turn, payload: str, invitation: Invitation) -> Card:
    """The link, shown this once: `payload` is known now and never again."""
    organisation = turn.session.get_one(Organisation, invitation.organisation_id)
    link = turn.house.deep_link(payload)
    role = Word(f"role.{invitation.role}")
    view = views.InviteReady(link, role, organisation.name, invitation.unit, invitation.expires_at)
    send = (Press("send_link", url=SHARE + quote(link, safe="")),)  # what the bot says cannot be forwarded
    return Card(view, (send, *MENU))


def joined(turn: Turn, member: Member) -> Card:
    """To the one who invited: somebody has joined."""
    organisation = turn.session.get_one(Organisation, member.organisation_id)
    show = (Press("show_member", buttons.ShowMember(member.id)),)
    unbound = not member.is_bound(turn.today)
    view = views.MemberJoined(member.name, role_word(member), organisation.name, unbound)
    return Card(view, (show, *(room_row(turn, f"people/{member.id}") if unbound else ())))


def members(turn: Turn, number: int) -> Card:
    """The members whom the one who reads may see, by name."""
    everybody = turn.who.role is Role.ADMINISTRATOR
    circle = lookups.board_circle(turn.session, turn.who.organisation_id)
    rows = lookups.members(turn.session, None) if everybody else lookups.members_of(turn.session, circle)
    page = page_of(len(rows), number)
    presses = [
        Press("member", buttons.ShowMember(row.id), {"name": row.name, "role": role_word(row)})
        for row in rows[page.start : page.start + PAGE]
    ]
    invite = (Press("do_invite", buttons.RunCommand("invite")),)
    view = views.Members(page.total, page.number + 1, page.count)
    return Card(view, (*in_rows(presses, 1), *paging(page, buttons.ShowMembers), invite, *MENU))


def member(turn: Turn, row: Member) -> Card:
    """One member, and what can be done when they leave or are away."""
    absence = lookups.absence(turn.session, row.id, turn.today)
    referrals = lookups.open_referrals(turn.session, row.id)
    view = views.MemberCard(
        name=row.name,
        role=role_word(row),
        organisation=turn.session.get_one(Organisation, row.organisation_id).name,
        unit=row.unit,
        joined_on=clock.today(row.joined_at),
        open_referrals=referrals,
        substitute=turn.session.get_one(Member, absence.substitute_id).name if absence else None,
        away_until=absence.last_day if absence else None,
        reachable=row.blocked_at is None,
        undertaking_until=row.undertaking_until,
        unbound=not row.is_bound(turn.today),
    )
    reassign = Press("reassign", buttons.ChooseColleague(row.id, ends=False))
    end = Press("end_member", buttons.ChooseColleague(row.id, ends=True))
    first = (reassign,) if referrals else ()
    second = (end,) if row.id != turn.who.id else ()
    back = (Press("do_members", buttons.ShowMembers(0)),)
    room = room_row(turn, f"people/{row.id}") if second else ()
    return Card(view, (*(filled for filled in (first, second) if filled), *room, back))


def choose_colleague(turn: Turn, row: Member, *, ends: bool) -> Card:
    """Who takes over; where nothing is open, whether it is meant."""
    referrals = lookups.to_hand_over(turn.session, row.id)
    others = lookups.colleagues(turn.session, row) if referrals else []
    presses = [Press("colleague", buttons.HandOver(row.id, other.id, ends), {"name": other.name}) for other in others]
    if ends and not others and not lookups.open_referrals(turn.session, row.id):
        presses.append(Press("end_meant", buttons.HandOver(row.id, 0, ends)))
    back = (Press("back", buttons.ShowMember(row.id)),)
    view = views.AskColleague(row.name, referrals, ends, len(others))
    return Card(view, (*in_rows(presses, 1), back))


def handed_over(turn: Turn, row: Member, colleague_id: int, count: int, *, ends: bool) -> Card:
    """What was done: how many referrals changed hands, and whether the membership ended."""
    colleague = turn.session.get(Member, colleague_id)
    name = colleague.name if colleague else None
    rows = ((Press("do_members", buttons.ShowMembers(0)),), *MENU)
    if ends:
        return Card(views.MemberEnded(row.name, name, count), rows)
    return Card(views.HandedOver(row.name, name or "", count), rows)


def referrals_handed_over(turn: Turn, from_member: Member) -> Card:
    """To the colleague who got them."""
    count = lookups.open_referrals(turn.session, turn.who.id)
    mine = (Press("do_mine", buttons.ShowMine(0)),)
    return Card(views.ReferralsHandedOver(from_member.name, count), (mine,))


def absence_question(turn: Turn, draft: Draft) -> Card:
    """The next question on the way to being away: who stands in, then until when."""
    drop = (Press("cancel", buttons.DropDraft(draft.id)),)
    substitute = turn.session.get(Member, draft.fields.get("substitute") or 0)
    if substitute is None:
        others = lookups.free_colleagues(turn.session, turn.who, turn.today)
        presses = [
            Press("colleague", buttons.PickSubstitute(draft.id, other.id), {"name": other.name}) for other in others
        ]
        return Card(views.AwayWho(len(others)), (*in_rows(presses, 1), drop))
    days = [turn.today + timedelta(days=ahead) for ahead in AWAY_CHOICES]
    presses = [Press("day", buttons.PickLastDay(draft.id, day), {"day": day}) for day in days]
    return Card(views.AwayUntil(substitute.name), (*in_rows(presses, 2), drop))


def away(turn: Turn, absence: Absence) -> Card:
    """Who stands in, and until when."""
    substitute = turn.session.get_one(Member, absence.substitute_id)
    rows = ((Press("back_again", buttons.BackAgain()),), *MENU)
    return Card(views.Away(substitute.name, absence.last_day), rows)


def not_away() -> Card:
    """Back, or never away."""
    return Card(views.NotAway(), MENU)


def standing_in(turn: Turn, absence: Absence) -> Card:
    """To the substitute."""
    absent = turn.session.get_one(Member, absence.member_id)
    return Card(views.StandingIn(absent.name, absence.first_day, absence.last_day), MENU)
