"""Backups: taken online, encrypted to public keys, verified after writing; and restored, on SQLite or PostgreSQL."""
