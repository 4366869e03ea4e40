"""`python -m ipdesk`: the command line; without a subcommand it opens the window."""

from ipdesk.cli.main import main

if __name__ == "__main__":
    main()
