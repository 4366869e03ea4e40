"""The plan, its targets, what units report, and the arithmetic between them.

Pure: values in, values out. No files, SQL, Qt, clock, random or translation;
today's date is an argument. Imports nothing of ipdesk but itself.
Begin with `target.py` and `pace.py`; the ledger of fixed packages is `ledger/`.
"""
