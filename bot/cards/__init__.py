"""How a thing looks now, for the chat, for notices and for pages alike."""
