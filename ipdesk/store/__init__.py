"""One unit's data in one SQLite file: the append-only ledger, its folded state, receipts, drafts, settings.

May import domain, text and paths. The only layer with SQL (sqlite-utils); others get and give domain values. Open
first: `database.py`.
"""
