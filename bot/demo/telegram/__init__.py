"""A local Telegram: a strict Bot API server over HTTP, with phones, faults and a clock that can be moved."""
