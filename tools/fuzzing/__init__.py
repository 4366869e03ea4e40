"""Files that nobody would send on purpose, made from files that somebody did send (`tools/fuzz.py`)."""
