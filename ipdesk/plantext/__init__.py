"""A plan's own text to target candidates, each tied to its place in the text.

May import domain and text. Open first: `compiler.py`, from a `Document` to a `Compilation`; then `claims.py` (running
text: tense), `promises.py` (a figure weighed) and `rows.py` (tables). No rule names a plan, place or indicator.
"""
