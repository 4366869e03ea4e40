"""The window: pages, dialogs and models over the services; the only layer with widgets.

May import services and below, not cli. A capability that only works from here is unfinished. Open first: `app.py`.
"""
