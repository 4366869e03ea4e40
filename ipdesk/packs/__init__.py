"""Plan packs: a plan as data (outline, indicators, targets, units), read from resources or from a file.

May import domain, text and paths. Nothing in a pack is ever executed. Open first: `read.py`.
"""
