"""Excel files on their way between offices: templates written, returned workbooks read, each file identified.

May import domain, text, paint and paths; no store. Files are read in a child process and trusted in nothing. Open
first: `workbook.py`.
"""
