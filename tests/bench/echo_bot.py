"""`python -m tests.bench.echo_bot [AT_ONCE]`: a bare python-telegram-bot echo bot that stores nothing.

It is PTB as it comes; with a number it handles so many updates at once, over as many connections.
"""

import os
import sys

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text(update.message.text or "")


async def _answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer()


def main() -> None:
    """Serve until SIGTERM."""
    builder = Application.builder().token(os.environ["TELEGRAM_TOKEN"])
    builder = builder.base_url(os.environ["TELEGRAM_API_URL"] + "/bot")
    if len(sys.argv) > 1:
        at_once = int(sys.argv[1])
        builder = builder.concurrent_updates(at_once).connection_pool_size(at_once).pool_timeout(60)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.add_handler(CallbackQueryHandler(_answer))
    application.run_polling()


if __name__ == "__main__":
    main()
