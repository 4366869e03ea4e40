"""Declared settings: a default, the last value, and no other names."""

import pytest

from ipdesk.services import settings
from ipdesk.services.workspace import Touched, Workspace


def test_a_setting_has_its_default_until_it_is_set(futian: Workspace) -> None:
    assert settings.get(futian, "last_page") == "overview"

    done = settings.put(futian, "last_page", "fill")

    assert settings.get(futian, "last_page") == "fill"
    assert done.changes.kinds == {Touched.SETTINGS}


def test_an_undeclared_name_is_our_own_mistake(futian: Workspace) -> None:
    with pytest.raises(KeyError):
        settings.put(futian, "colour", "red")
    with pytest.raises(KeyError):
        settings.get(futian, "colour")
