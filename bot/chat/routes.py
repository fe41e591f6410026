"""Every command and every button in one table each: what can be done, by whom, and which handler does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import buttons as b
from bot.cards.card import Card
from bot.chat import activity, agreements, noting, people, referrals, referring, reports, settings
from bot.policy import Act
from bot.turn import Turn

CommandHandler = Callable[[Turn, list[str]], Card]


@dataclass(frozen=True)
class Route:
    """A button's handler; the act it needs where the object does not decide; and whether it only reads."""

    handler: Callable[[Turn, Any], Card]
    act: Act | None = None
    reads: bool = False


COMMANDS: dict[str, CommandHandler] = {
    "refer": referring.command,
    "mine": referrals.mine,
    "inbox": referrals.inbox,
    "note": noting.command,
    "room": settings.room,
    "lock": settings.lock,
    "capacity": settings.capacity,
    "open_days": settings.open_days,
    "agreements": agreements.agreements,
    "reports": reports.reports,
    "activity": activity.command,
    "shift": activity.shift_command,
    "coming": agreements.coming,
    "digest": agreements.digest,
    "invite": people.invite,
    "members": people.list_members,
    "away": people.away,
    "phone": settings.phone,
    "quiet": settings.quiet,
    "language": settings.language,
    "help": settings.help_page,
    "menu": settings.menu,
    "cancel": referring.cancel,
}
TAKES_WORDS = frozenset({"refer", "note", "invite", "away", "phone"})
READ_AGAIN = frozenset(COMMANDS) - {"refer", "invite", "away", "cancel"}

BUTTONS: dict[type[b.Button], Route] = {
    b.ShowMenu: Route(settings.show_menu, reads=True),
    b.SetLanguage: Route(settings.set_language),
    b.SetQuiet: Route(settings.set_quiet),
    # Refer
    b.NotProtected: Route(referring.not_protected, Act.REFER),
    b.Protected: Route(referring.protected, Act.REFER),
    b.AnotherPerson: Route(referring.another_person, Act.REFER),
    b.ShowTip: Route(referring.show_tip, Act.REFER, reads=True),
    b.PickPartner: Route(referring.pick_partner, Act.REFER),
    b.PickHandover: Route(referring.pick_handover, Act.REFER),
    b.PickDay: Route(referring.pick_day, Act.REFER),
    b.PickHour: Route(referring.pick_hour, Act.REFER),
    b.SetWish: Route(referring.set_wish, Act.REFER),
    b.WishesDone: Route(referring.wishes_done, Act.REFER),
    b.LinkEarlier: Route(referring.link_earlier, Act.REFER),
    b.PickEarlier: Route(referring.pick_earlier, Act.REFER),
    b.ChangeConsent: Route(referring.change_consent, Act.REFER),
    b.SetScope: Route(referring.set_scope, Act.REFER),
    b.SetOthers: Route(referring.set_others, Act.REFER),
    b.SetMonths: Route(referring.set_months, Act.REFER),
    b.GiveConsent: Route(referring.give_consent, Act.REFER),
    b.Send: Route(referring.send, Act.REFER),
    b.StepBack: Route(referring.step_back, Act.REFER),
    b.DropDraft: Route(referring.drop),
    # A referral: its relation to the one who taps decides
    b.ShowReferral: Route(referrals.show, reads=True),
    b.Ask: Route(referrals.ask, reads=True),
    b.AskHour: Route(referrals.ask_hour, reads=True),
    b.Step: Route(referrals.take),
    b.Accept: Route(referrals.accept),
    b.Propose: Route(referrals.propose),
    b.Decline: Route(referrals.decline),
    b.Match: Route(referrals.match),
    b.SetSex: Route(referrals.set_sex),
    b.Recorded: Route(referrals.recorded),
    b.ConfirmDeletion: Route(referrals.confirm_deletion),
    b.ShowPicture: Route(referrals.picture, reads=True),
    b.ShowContact: Route(referrals.contact, reads=True),
    b.ShowMine: Route(referrals.show_mine, Act.SEE_OWN_REFERRALS, reads=True),
    b.ShowInbox: Route(referrals.show_inbox, Act.SEE_INBOX, reads=True),
    # Notes
    b.ShowNotes: Route(noting.show, reads=True),
    b.AddNote: Route(noting.add),
    b.StrikeNote: Route(noting.strike),
    b.ShowNoteList: Route(noting.show_list, Act.NOTE, reads=True),
    # Partners and agreements
    b.SetCapacity: Route(settings.set_capacity, Act.SET_CAPACITY),
    b.SetOpenDay: Route(settings.set_open_day, Act.SET_OPEN_DAYS),
    b.ShowAgreements: Route(agreements.show_agreements, Act.SEE_AGREEMENTS, reads=True),
    b.ShowAgreement: Route(agreements.show_agreement, Act.SEE_AGREEMENTS, reads=True),
    b.SetIntention: Route(agreements.set_intention),
    b.ShowDuties: Route(agreements.show_duties, Act.SEE_AGREEMENTS, reads=True),
    b.PickDutyMonth: Route(agreements.pick_month, reads=True),
    b.PickDutyDay: Route(agreements.pick_day, reads=True),
    b.AddDuty: Route(agreements.add_duty),
    b.ReceiveReport: Route(agreements.receive),
    b.RemoveDuty: Route(agreements.remove_duty),
    b.ShowChart: Route(agreements.show_chart, Act.SEE_DIGEST, reads=True),
    b.ShowComing: Route(agreements.show_coming, Act.SEE_COMING, reads=True),
    b.ShowOpenAtEnd: Route(agreements.show_open_at_end, Act.SEE_AGREEMENTS, reads=True),
    # What a partner does
    b.ShowLog: Route(activity.show_log, reads=True),
    b.PickHeld: Route(activity.pick_kind, reads=True),
    b.PickHeldDay: Route(activity.pick_day, reads=True),
    b.PickHeldMonth: Route(activity.pick_month, reads=True),
    b.LogActivity: Route(activity.log),
    b.LogOfSeries: Route(activity.log_of_series),
    b.ShowActivity: Route(activity.show, reads=True),
    b.AskCount: Route(activity.ask_count, reads=True),
    b.SetCount: Route(activity.set_count),
    b.SetLeaders: Route(activity.set_leaders),
    b.CallOff: Route(activity.call_off),
    b.StrikeActivity: Route(activity.strike),
    b.ShowShifts: Route(activity.show_shifts, Act.LOG_SHIFT, reads=True),
    b.ShowShift: Route(activity.show_shift, reads=True),
    b.SayShift: Route(activity.say_shift),
    # People
    b.PickRole: Route(people.pick_role, Act.INVITE),
    b.ShowOrganisations: Route(people.show_organisations, Act.INVITE),
    b.PickOrganisation: Route(people.pick_organisation, Act.INVITE),
    b.ShowMembers: Route(people.show_members, Act.SEE_MEMBERS, reads=True),
    b.ShowMember: Route(people.show_member, Act.SEE_MEMBERS, reads=True),
    b.ChooseColleague: Route(people.choose_colleague, Act.SEE_MEMBERS, reads=True),
    b.HandOver: Route(people.hand_over, Act.SEE_MEMBERS),
    b.PickSubstitute: Route(people.pick_substitute, Act.BE_AWAY),
    b.PickLastDay: Route(people.pick_last_day, Act.BE_AWAY),
    b.BackAgain: Route(people.back_again, Act.BE_AWAY),
}
