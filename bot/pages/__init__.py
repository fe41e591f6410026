"""How a thing looks in the room: pages, read from the rows each time. What cards are for the chat."""
