"""Pictures of figures, for managers and documents.

`figures` reads the rows, `making` words a sketch of them, `drawing` draws it in a process of its own: what draws takes
tens of millions of bytes, and the bot that is up for months shall not carry them.
"""
