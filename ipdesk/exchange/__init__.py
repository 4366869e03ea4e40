"""Excel files on their way between offices: forms written, returned workbooks read, each file identified.

May import domain, text, paint and paths; no store. A file is trusted in nothing: its kind is told by its content,
limits are held before a library sees it, and it is read in a child process. Open first: `envelope.py`, then
`writer.py` (out) and `reader.py` (back).
"""
