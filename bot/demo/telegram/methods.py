"""The methods of the Bot API that the local Telegram knows: a name, a function."""

from collections.abc import Callable
from functools import partial

from bot.demo.telegram import file_methods, receiving, sending, settings_methods
from bot.demo.telegram.params import Params
from bot.demo.telegram.world import World

Method = Callable[[World, Params], object]

_NAMED: dict[str, Method] = {
    "getMe": settings_methods.get_me,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": file_methods.send_photo,
    "sendDocument": file_methods.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": sending.edit_message_text,
    "editMessageCaption": sending.edit_message_caption,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "deleteMessage": sending.delete_message,
    "deleteMessages": sending.delete_messages,
    "answerCallbackQuery": sending.answer_callback_query,
    "setMyCommands": settings_methods.set_my_commands,
    "getMyCommands": settings_methods.get_my_commands,
    "deleteMyCommands": settings_methods.delete_my_commands,
    "setChatMenuButton": settings_methods.set_chat_menu_button,
    "getChatMenuButton": settings_methods.get_chat_menu_button,
    "setMyName": partial(settings_methods.set_text, name="name"),
    "getMyName": partial(settings_methods.get_text, name="name"),
    "setMyDescription": partial(settings_methods.set_text, name="description"),
    "getMyDescription": partial(settings_methods.get_text, name="description"),
    "setMyShortDescription": partial(settings_methods.set_text, name="short_description"),
    "getMyShortDescription": partial(settings_methods.get_text, name="short_description"),
    "getFile": file_methods.get_file,
    "getChat": sending.get_chat,
    "leaveChat": sending.leave_chat,
}

# getUpdates is not here: it waits, and answers with bytes. Telegram does not mind the case of a method's name.
METHODS: dict[str, Method] = {name.lower(): method for name, method in _NAMED.items()}
