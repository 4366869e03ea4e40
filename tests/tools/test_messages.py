"""The catalogue tool: what it finds in code, what it complains about, that it loses no translation."""

import gettext
import io
from pathlib import Path

import polib
import pytest

from tools import messages

CODE = """
from ipdesk.text.i18n import _, N_, ngettext, pgettext

NAME = N_("Overview")

def show(n: int) -> str:
    return _("Received {count} of {total}").format(count=n, total=3) + ngettext("{n} file", "{n} files", n)

def menu() -> str:
    return pgettext("menu", "Open") + _(NAME)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    layer = tmp_path / "ipdesk" / "ui"
    layer.mkdir(parents=True)
    (layer / "page.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "zh").mkdir()
    return tmp_path


def checked(tree: Path) -> list[str]:
    return messages.check(tree / "ipdesk", tree / "zh", tree / "zh" / "ipdesk.mo")


def updated(tree: Path, *, prune: bool = False) -> list[str]:
    return messages.update(tree / "ipdesk", tree / "zh", prune=prune)


def translate(tree: Path, words: dict[str, str]) -> None:
    catalogue = polib.pofile(str(tree / "zh" / "ui.po"))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: words[entry.msgid]}
        else:
            entry.msgstr = words[entry.msgid]
    catalogue.save()


CHINESE = {
    "Overview": "总览",
    "Received {count} of {total}": "应收 {total} 件，已收 {count} 件",
    "{n} file": "{n} 个文件",
    "Open": "打开",
}


@pytest.fixture
def whole(tree: Path) -> Path:
    updated(tree)
    translate(tree, CHINESE)
    messages.compile_catalogues(tree / "zh", tree / "zh" / "ipdesk.mo")
    return tree


def test_finds_each_kind_of_call(tree: Path) -> None:
    layers, complaints = messages.extract_layers(tree / "ipdesk")
    assert complaints == []
    assert {key: uses[0].plural for key, uses in layers["ui"].items()} == {
        (None, "Overview"): None,
        (None, "Received {count} of {total}"): None,
        (None, "{n} file"): "{n} files",
        ("menu", "Open"): None,
    }


@pytest.mark.parametrize("call", ['_(f"Unit {name}")', '_("Unit " + name)', '_("")'])
def test_a_text_that_nobody_could_translate_is_named_with_its_line(tree: Path, call: str) -> None:
    (tree / "ipdesk" / "ui" / "bad.py").write_text(f"\n{call}\n", encoding="utf-8")
    _, complaints = messages.extract_layers(tree / "ipdesk")
    assert [complaint.split(": ")[0] for complaint in complaints] == ["ipdesk/ui/bad.py:2"]


def test_whole_catalogues_pass(whole: Path) -> None:
    assert checked(whole) == []


def test_the_compiled_catalogue_speaks(whole: Path) -> None:
    spoken = gettext.GNUTranslations(io.BytesIO((whole / "zh" / "ipdesk.mo").read_bytes()))
    assert spoken.gettext("Overview") == "总览"
    assert spoken.ngettext("{n} file", "{n} files", 2) == "{n} 个文件"
    assert spoken.pgettext("menu", "Open") == "打开"
    assert spoken.gettext("Open") == "Open"


def test_equal_catalogues_make_equal_bytes_whatever_their_order(whole: Path) -> None:
    catalogues = messages.read_catalogues(whole / "zh")
    turned = polib.POFile()
    turned.extend(reversed(list(catalogues["ui"])))
    assert messages.to_bytes({"ui": turned}) == messages.to_bytes(catalogues)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"Overview": ""}, "not translated: 'Overview'"),
        ({"Overview": " "}, "not translated: 'Overview'"),
        ({"Received {count} of {total}": "已收 {count} 件"}, "placeholders differ"),
        ({"Received {count} of {total}": "已收 {count} / {total"}, "placeholders differ"),
        ({"Received {count} of {total}": "应收 {total} 件，已收 {count:number} 件"}, "placeholders differ"),
        ({"{n} file": "几个文件"}, "placeholders differ"),
    ],
)
def test_a_bad_translation_is_named(whole: Path, change: dict[str, str], complaint: str) -> None:
    translate(whole, CHINESE | change)
    assert [line for line in checked(whole) if complaint in line]


def test_a_fuzzy_one_is_none(whole: Path) -> None:
    path = whole / "zh" / "ui.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgid "Overview"', '#, fuzzy\nmsgid "Overview"'), encoding="utf-8")
    assert checked(whole) == ["ui.po: unsure (fuzzy): 'Overview'"]


def test_a_stale_mo_is_named(whole: Path) -> None:
    translate(whole, CHINESE | {"Overview": "总体情况"})
    assert len(checked(whole)) == 1
    assert "compile" in checked(whole)[0]


def test_what_the_code_no_longer_says_is_kept_until_pruned(whole: Path) -> None:
    page = whole / "ipdesk" / "ui" / "page.py"
    page.write_text(CODE.replace('"Overview"', '"Overview of all"'), encoding="utf-8")
    updated(whole)
    assert "ui.po: no longer in the code: 'Overview'" in checked(whole)
    assert polib.pofile(str(whole / "zh" / "ui.po")).find("Overview").msgstr == "总览"
    updated(whole, prune=True)
    assert [line for line in checked(whole) if "no longer" in line] == []


def test_another_layer_brings_its_translation_along(whole: Path) -> None:
    layer = whole / "ipdesk" / "cli"
    layer.mkdir()
    (layer / "main.py").write_text('_("Overview")\n', encoding="utf-8")
    assert updated(whole) == []
    assert polib.pofile(str(whole / "zh" / "cli.po")).find("Overview").msgstr == "总览"


def test_two_layers_that_translate_one_text_differently(whole: Path) -> None:
    layer = whole / "ipdesk" / "cli"
    layer.mkdir()
    (layer / "main.py").write_text('_("Overview")\n', encoding="utf-8")
    updated(whole)
    translate(whole, CHINESE | {"Overview": "总体情况"})
    assert [line for line in checked(whole) if "translate differently" in line]


def test_update_says_nothing_new_the_second_time(whole: Path) -> None:
    before = (whole / "zh" / "ui.po").read_bytes()
    assert updated(whole) == []
    assert (whole / "zh" / "ui.po").read_bytes() == before
