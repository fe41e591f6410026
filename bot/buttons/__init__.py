"""Every button there is: what a tap says, typed. `callbacks` turns them into callback data and back."""

from bot.buttons.activity import *  # noqa: F403
from bot.buttons.agreements import *  # noqa: F403
from bot.buttons.base import AboutReferral as AboutReferral
from bot.buttons.base import Button as Button
from bot.buttons.base import OfAgreement as OfAgreement
from bot.buttons.base import OfDraft as OfDraft
from bot.buttons.everybody import *  # noqa: F403
from bot.buttons.people import *  # noqa: F403
from bot.buttons.refer import *  # noqa: F403
from bot.buttons.referral import *  # noqa: F403
