"""The use cases: plain, synchronous functions over a turn. They know nothing of Telegram."""
