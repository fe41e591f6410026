"""The demo: a local Telegram, an invented cast, and a story to play with it."""
