"""Samples of alarms."""

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import at

ALARMS: tuple[View, ...] = (
    *(
        views.AlarmRaised(Word(f"alarm.{kind}"), Word(f"alarm_do.{kind}"), 1, at(3, 9), at(3, 9), "")
        for kind in ("quarantined", "another_poller", "worker_away", "stuck_notices", "disk_low")
    ),
    views.AlarmRaised(Word("alarm.backup_failed"), Word("alarm_do.backup_failed"), 2, at(3, 3), at(3, 4), ""),
    views.AlarmRaised(Word("alarm.backup_late"), Word("alarm_do.backup_late"), 1, at(3, 3), at(3, 4), ""),
    views.AlarmRaised(Word("alarm.bug"), Word("alarm_do.bug"), 1, at(3, 9), at(3, 9), "1A2B3C4D"),
    views.AlarmRaised(Word("alarm.bug"), Word("alarm_do.bug"), 412, at(3, 9), at(3, 9, 40), "1A2B3C4D"),
    *(
        views.AlarmWasBrief(Word(f"alarm.{kind}"), Word(f"alarm_do.{kind}"), at(3, 9), at(3, 9, 12))
        for kind in ("storage_down", "telegram_away")
    ),
    views.AlarmOver(Word("alarm.worker_away"), 1, at(3, 9), at(3, 9, 12)),
    views.AlarmOver(Word("alarm.bug"), 412, at(3, 9), at(3, 10, 12)),
)
