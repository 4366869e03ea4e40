"""Sentences for packages, slots and decisions."""

SENTENCES: dict[str, str] = {}
