"""What watches the system: each process says that it is there, counts what it does, and hands in what went wrong."""
