"""Gauges, charts and pages, drawn on any paint device: screen, printer, PDF, picture.

May import text, domain, paths and of Qt only QtCore and QtGui: no widgets, no store. That is why the command line makes
every PDF without a window. Open first: `fontset.py` for the Chinese fonts that everything is set in.
"""
