"""Partners' reports: what is due, the form, and what the board answers."""

import re
from datetime import date

from bot import audit, dates, policy, relations
from bot.actions import agreements, report_judging, reports
from bot.actions.reports import Found
from bot.agreements import reports as questions
from bot.agreements.reports import Verdict
from bot.pages import paths, report_form
from bot.pages import reports as pages
from bot.pages.page import Ask, Goto, Kept, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import fields
from bot.web.room.guarded_fields import guarded_all
from models import Attainment

NUMBER = re.compile(r"\d{1,5}")
SAID = {Verdict.COMMENT: "report_commented", Verdict.RETURN: "report_returned", Verdict.APPROVE: "report_approved"}
JUDGEMENT = ("words", "due_on")


def all_of(turn: Turn, _ask: Ask) -> Outcome:
    """The reports of all the reader's agreements."""
    return Shown(pages.all_of(turn))


def of_agreement(turn: Turn, ask: Ask) -> Outcome:
    """The reports of one agreement."""
    return Shown(pages.of_agreement(turn, agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)))


def begin(turn: Turn, ask: Ask) -> Outcome:
    """Begin a report, or go on with it."""
    return Goto(paths.report(reports.begin(turn, ask.number("duty")).id))


def show(turn: Turn, ask: Ask) -> Outcome:
    """The form for those who hand it in, as long as they may change it; for others what was handed in."""
    found = reports.find(turn, ask.number("report"))
    audit.note(turn, "read_report", "report", found.report.id)
    version = ask.number("version")
    if _writes(turn, found) and not version:
        return Shown(report_form.form(turn, found.report))
    return Shown(pages.one(turn, found.report, version, pages.judging(turn, found.report)))


def _writes(turn: Turn, found: Found) -> bool:
    relation = relations.to_agreement(turn, found.agreement.id)
    return found.report.state in questions.EDITABLE and policy.allows(turn.who.role, Act.HAND_IN_REPORT, relation)


def save(turn: Turn, ask: Ask) -> Outcome:
    """Save the form, and do what was pressed: no more, go on to the documents, or hand it in."""
    report = reports.find(turn, ask.number("report"), Act.HAND_IN_REPORT).report
    names = report_form.names(turn, report)
    words, warned = guarded_all(turn, ask, (*names, questions.MESSAGE))
    period = _period(turn, ask)
    flaw = "period" if period is None else "number" if not _are_numbers(words) else ""
    if warned or flaw or period is None:
        keep(turn, ask)
        return Shown(report_form.form(turn, report, ask.form, warned, flaw), 422)
    first, last = period
    kept = {name: words[name] for name in names} | {"first_day": first.isoformat(), "last_day": last.isoformat()}
    reports.save(turn, report.id, ask.number("revision"), _only_attainments(kept), first, last)
    done = ask.form.get("do") or ask.form.get("then")
    if done == "files":
        return Goto(paths.report(report.id, "files"))
    if done == "hand_in":
        reports.hand_in(turn, report.id, words[questions.MESSAGE], seen=ask.number("revision"))
        return Goto(paths.report(report.id), "report_handed_in")
    return Goto(paths.report(report.id), "report_saved")


def keep(turn: Turn, ask: Ask) -> Outcome:
    """Keep what is being written."""
    report = reports.find(turn, ask.number("report"), Act.HAND_IN_REPORT).report
    names = (*report_form.names(turn, report), *questions.PERIOD, questions.MESSAGE)
    reports.keep(turn, report.id, ask.number("revision"), fields.only(ask, names))
    return Kept()


def _period(turn: Turn, ask: Ask) -> tuple[date, date] | None:
    """The period that was said; nothing where a day cannot be read, or the last is before the first."""
    said = [dates.understood(ask.form.get(name, ""), turn.today, prefer="past") for name in questions.PERIOD]
    first, last = said
    return (first, last) if first and last and first <= last else None


def _are_numbers(words: questions.Fields) -> bool:
    return all(not words[name].strip() or NUMBER.fullmatch(words[name].strip()) for name in questions.NUMBERS)


def _only_attainments(words: questions.Fields) -> questions.Fields:
    """`words` with how far a goal was reached only where that is one of our own words."""
    chosen = {one.value for one in Attainment} | {""}
    of_goals = re.compile(r"goal_\d+")
    return {name: text for name, text in words.items() if not of_goals.fullmatch(name) or text in chosen}


def judge(turn: Turn, ask: Ask) -> Outcome:
    """Comment a report, return it, or approve it."""
    report = reports.find(turn, ask.number("report"), Act.STEER_AGREEMENT).report
    words, warned = fields.guarded(turn, ask)
    verdict = fields.one_of(Verdict, ask.form.get("verdict") or ask.form.get("then", ""))
    wanted = ask.form.get("due_on", "").strip() if verdict is Verdict.RETURN else ""
    due_on = dates.understood(wanted, turn.today, prefer="future") if wanted else None
    flaw = _flaw(turn, verdict, words, wanted, due_on)
    if warned or flaw:
        keep_judgement(turn, ask)
        form = pages.judging(turn, report, dict(ask.form), warned, flaw)
        return Shown(pages.one(turn, report, judging=form), 422)
    report_judging.judge(turn, report.id, ask.number("revision"), verdict, words, due_on)
    return Goto(paths.report(report.id), SAID[verdict])


def keep_judgement(turn: Turn, ask: Ask) -> Outcome:
    """Keep what a manager is writing."""
    report_judging.keep(turn, ask.number("report"), ask.number("revision"), fields.only(ask, JUDGEMENT))
    return Kept()


def _flaw(turn: Turn, verdict: Verdict, words: str, wanted: str, due_on: date | None) -> str:
    """What is wrong with a judgement: a word of `report`, or empty."""
    if verdict in questions.NEEDS_WORDS and not words.strip():
        return "no_words"
    return "bad_day" if wanted and (due_on is None or due_on < turn.today) else ""
