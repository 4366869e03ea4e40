"""`python main.py`: the same as `ipdesk` and `python -m ipdesk`, and what the bundle starts."""

import sys

from ipdesk.cli.main import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # In the bundle a child process (files from outside are read in one) is this program again.
        import multiprocessing

        multiprocessing.freeze_support()
    main()
