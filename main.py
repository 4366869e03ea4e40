"""`python main.py`: the same as `ipdesk` and `python -m ipdesk`, and what the bundle starts."""

from ipdesk.cli.main import main

if __name__ == "__main__":
    main()
