"""`python main.py`: the same as `ipdesk` and `python -m ipdesk`, and what the bundle starts."""

import sys

from ipdesk import paths

if __name__ == "__main__":
    if paths.is_bundle():
        # Where there is no `python -m`, the child that reads files from outside is this program again.
        from ipdesk.exchange import child as workbooks
        from ipdesk.plantext import child as plans

        if workbooks.run_if_asked(sys.argv[1:]) or plans.run_if_asked(sys.argv[1:]):
            raise SystemExit(0)
    from ipdesk.cli.main import main

    main()
