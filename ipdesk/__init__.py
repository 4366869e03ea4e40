"""ipdesk: one desktop program for every bureau that is held to an intellectual-property plan.

The layers and their rules stand in ARCHITECTURE.md; the import contracts in pyproject.toml enforce them. Begin with
`ipdesk.services`, where each thing that ipdesk can do is one function.
"""

__version__ = "0.1.0"
