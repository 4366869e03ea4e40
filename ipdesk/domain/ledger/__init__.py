"""The ledger: a growing set of fixed packages, and the state that is a pure function of the set.

Any order, any repetition, any number of PCs: same set, same state (design, part 5).
Begin with `package.py`, then `fold.py`. The page `ledger-format` of the manual's technical part
specifies every package kind; this code follows it.
"""
