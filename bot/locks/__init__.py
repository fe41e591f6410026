"""The primitives of the sealed room's door: pure values and rules that know no database, no web server, no chat."""
