"""A plan's own text to target candidates, each tied to its place in the text.

May import domain and text. Open first: this page; the extraction itself is still to come.
"""
