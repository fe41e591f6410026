"""What a page says: a frozen dataclass each, with plain values. A template of its name stands in `templates`."""

from messages.room.pages.activities import *  # noqa: F403
from messages.room.pages.agreement import *  # noqa: F403
from messages.room.pages.base import *  # noqa: F403
from messages.room.pages.base import RoomPage as RoomPage
from messages.room.pages.budget import *  # noqa: F403
from messages.room.pages.criteria import *  # noqa: F403
from messages.room.pages.day import *  # noqa: F403
from messages.room.pages.decisions import *  # noqa: F403
from messages.room.pages.documents import *  # noqa: F403
from messages.room.pages.door import *  # noqa: F403
from messages.room.pages.export import *  # noqa: F403
from messages.room.pages.goals import *  # noqa: F403
from messages.room.pages.incidents import *  # noqa: F403
from messages.room.pages.kept import *  # noqa: F403
from messages.room.pages.ladder import *  # noqa: F403
from messages.room.pages.managers import *  # noqa: F403
from messages.room.pages.minor import *  # noqa: F403
from messages.room.pages.overview import *  # noqa: F403
from messages.room.pages.referral import *  # noqa: F403
from messages.room.pages.reports import *  # noqa: F403
from messages.room.pages.rights import *  # noqa: F403
from messages.room.pages.steering import *  # noqa: F403
from messages.room.pages.writing import *  # noqa: F403
