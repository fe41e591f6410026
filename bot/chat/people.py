"""Invitations, members and absences."""

from bot import buttons
from bot.actions import absences, drafts, invitations, members
from bot.cards import people as cards
from bot.cards.card import Card
from bot.dates import read_day
from bot.policy import Act
from bot.turn import Turn
from models import Draft, Flow


def invite(turn: Turn, words: list[str]) -> Card:
    """`/bjudin`, or with the name of a unit behind it."""
    return cards.invitation(turn, invitations.begin(turn, " ".join(words)))


def pick_role(turn: Turn, tap: buttons.PickRole) -> Card:
    invitations.set_field(turn, tap.draft, "role", tap.role)
    return cards.invitation(turn, drafts.own(turn, tap.draft, Flow.INVITATION))


def show_organisations(turn: Turn, tap: buttons.ShowOrganisations) -> Card:
    invitations.set_field(turn, tap.draft, "page", tap.page)
    return cards.invitation(turn, drafts.own(turn, tap.draft, Flow.INVITATION))


def pick_organisation(turn: Turn, tap: buttons.PickOrganisation) -> Card:
    payload, invitation = invitations.finish(turn, tap.draft, tap.organisation)
    return cards.invitation_ready(turn, payload, invitation)


def list_members(turn: Turn, _words: list[str]) -> Card:
    return cards.members(turn, 0)


def show_members(turn: Turn, tap: buttons.ShowMembers) -> Card:
    return cards.members(turn, tap.page)


def show_member(turn: Turn, tap: buttons.ShowMember) -> Card:
    return cards.member(turn, members.find(turn, tap.member, Act.SEE_MEMBERS))


def choose_colleague(turn: Turn, tap: buttons.ChooseColleague) -> Card:
    return cards.choose_colleague(turn, members.find(turn, tap.member, Act.CHANGE_MEMBER), ends=tap.ends)


def hand_over(turn: Turn, tap: buttons.HandOver) -> Card:
    member = members.find(turn, tap.member, Act.CHANGE_MEMBER, ended_too=tap.ends)
    count = members.hand_over(turn, tap.member, tap.colleague, ends=tap.ends)
    return cards.handed_over(turn, member, tap.colleague, count, ends=tap.ends)


def away(turn: Turn, words: list[str]) -> Card:
    """`/borta`, or with the last day behind it, in any form people write it."""
    absence = absences.current(turn)
    if absence and not words:
        return cards.away(turn, absence)
    return absence_question(turn, absences.begin(turn, read_day(words, turn.today, absences.EXAMPLE)))


def absence_question(turn: Turn, draft: Draft) -> Card:
    return cards.absence_question(turn, draft)


def pick_substitute(turn: Turn, tap: buttons.PickSubstitute) -> Card:
    absence = absences.pick_substitute(turn, tap.draft, tap.member)
    return cards.away(turn, absence) if absence else absence_question(turn, drafts.own(turn, tap.draft, Flow.ABSENCE))


def pick_last_day(turn: Turn, tap: buttons.PickLastDay) -> Card:
    return cards.away(turn, absences.pick_last_day(turn, tap.draft, tap.day))


def back_again(turn: Turn, _tap: buttons.BackAgain) -> Card:
    absences.end(turn)
    return cards.not_away()
