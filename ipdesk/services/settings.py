"""Declared settings of a workspace: name and default. An undeclared name is our own mistake."""

from collections.abc import Mapping
from types import MappingProxyType

from ipdesk.services.workspace import Done, Operation, Touched, Workspace, done
from ipdesk.store import desk

#: To add a setting, add a line; `put` refuses names that are not here.
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "officer": "",
        "language": "zh_CN",
        "theme": "light",
        "opinion_draft": "",  # the opinion on targets that is not given yet, as JSON
        "phrases": "",  # what a reviewer asks again and again, a list as JSON
        "last_page": "overview",
        "last_period": "",
        "last_place": "",  # where on the page: slot and row, as the page itself writes it
        "window": "",  # geometry, as Qt writes it
    }
)
#: Where a person is in one plan says nothing of where he is in another.
_PER_PLAN = ("last_period", "last_place", "opinion_draft")


def get(workspace: Workspace, name: str) -> str:
    """The setting's value, or its default."""
    return desk.setting(workspace.database, _key(workspace, name)) or DEFAULTS[name]


def put(workspace: Workspace, name: str, value: str) -> Done[None]:
    """Sets a declared setting; KeyError for another."""
    with workspace.operation() as operation:
        put_within(workspace, operation, name, value)
    return done(workspace, None)


def put_within(workspace: Workspace, operation: Operation, name: str, value: str) -> None:
    """Sets a declared setting within the caller's operation; KeyError for another."""
    if name not in DEFAULTS:
        raise KeyError(name)
    desk.put_setting(workspace.database, _key(workspace, name), value)
    operation.touch(Touched.SETTINGS)


def _key(workspace: Workspace, name: str) -> str:
    """The name under which it is kept: of the plan that was taken up first, as in files from when there was one."""
    if name in _PER_PLAN and workspace.ledger != workspace.ledgers[0]:
        return f"{name}@{workspace.ledger.code}"
    return name
