"""Documents that are taken out of the room: what they hold, what is masked in them, and how they are drawn up."""
