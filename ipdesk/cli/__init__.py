"""The command line: parse, call one service, print; the equal of the window.

May import services and below; the window only to open it. Open first: `main.py`.
"""
