"""What ipdesk can do: one function an operation, one transaction each, returning what it touched.

May import every layer below ui and cli, which call nothing else. Open first: `workspace.py`.
"""
