"""Handslag: the chat assistant that carries a person from one hand to the next."""
