"""The sealed room: a Mini App on our own origin, where words about people are written and read."""
