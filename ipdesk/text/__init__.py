"""Wording: the translation seam, sentences for findings and errors, how numbers, dates and periods are written.

May import domain and paths. Everything that a person reads passes through here, so window, command line, workbook and
paper say the same thing. Open first: `i18n.py` for `_`, then `messages.py`.
"""
