"""Sentences for workbooks and other files that are received."""

SENTENCES: dict[str, str] = {}
