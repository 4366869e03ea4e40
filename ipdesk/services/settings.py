"""Declared settings of a workspace: name and default. An undeclared name is our own mistake."""

from collections.abc import Mapping
from types import MappingProxyType

from ipdesk.services.workspace import Done, Touched, Workspace, done
from ipdesk.store import desk

#: To add a setting, add a line; `put` refuses names that are not here.
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "officer": "",
        "language": "zh_CN",
        "theme": "light",
        "phrases": "",  # what a reviewer asks again and again, a list as JSON
        "last_page": "overview",
        "last_period": "",
        "last_place": "",  # where on the page: slot and row, as the page itself writes it
        "window": "",  # geometry, as Qt writes it
    }
)


def get(workspace: Workspace, name: str) -> str:
    """The setting's value, or its default."""
    return desk.setting(workspace.database, name) or DEFAULTS[name]


def put(workspace: Workspace, name: str, value: str) -> Done[None]:
    """Sets a declared setting; KeyError for another."""
    if name not in DEFAULTS:
        raise KeyError(name)
    with workspace.operation() as operation:
        desk.put_setting(workspace.database, name, value)
        operation.touch(Touched.SETTINGS)
    return done(workspace, None)
