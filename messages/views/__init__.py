"""What is said: a frozen dataclass per text, with plain values. A template of its name stands in each language."""

from messages.views.activity import *  # noqa: F403
from messages.views.agreements import *  # noqa: F403
from messages.views.alarms import *  # noqa: F403
from messages.views.common import *  # noqa: F403
from messages.views.digest import *  # noqa: F403
from messages.views.follow_up import *  # noqa: F403
from messages.views.keeping import *  # noqa: F403
from messages.views.managers import *  # noqa: F403
from messages.views.people import *  # noqa: F403
from messages.views.pictures import *  # noqa: F403
from messages.views.refer import *  # noqa: F403
from messages.views.referral import *  # noqa: F403
from messages.views.reports import *  # noqa: F403
from messages.views.resolutions import *  # noqa: F403
from messages.views.room import *  # noqa: F403
from messages.views.steering import *  # noqa: F403
from messages.views.view import View as View
