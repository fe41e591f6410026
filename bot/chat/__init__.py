"""The chat: one table of routes, thin handlers, and the desk that serves updates."""
