"""Trouble of the environment: each carries a code and facts; `text.messages` makes the sentence."""


class IpdeskError(Exception):
    """What, where, why, what to do: one sentence for the person, made from `code` and `params`."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class NotFound(IpdeskError):
    """Something named by the person does not exist here (exit 2)."""


class WrongUse(IpdeskError):
    """The request makes no sense as given (exit 2)."""


class EnvironmentTrouble(IpdeskError):
    """Disk full, no rights, file held open elsewhere, database damaged or newer (exit 3)."""


class Refused(IpdeskError):
    """A rule of the ledger forbids it as things stand; nothing was changed (exit 1)."""
