"""Units as cells of a 分工方案 name them."""

import pytest

from ipdesk.domain.unitnames import is_every_area, known_names, plain_name, split_units
from ipdesk.packs.read import load_builtin

UNITS = load_builtin("sz-155").units


@pytest.mark.parametrize(
    ("cell", "names", "shared"),
    [
        ("市司法局、市商务局，市统计局", ("市司法局", "市商务局", "市统计局"), False),
        ("市司法局\n市商务局\n", ("市司法局", "市商务局"), False),
        ("福田区、南山区按职责分工负责", ("福田区", "南山区"), True),
        ("市司法局、市商务局等按职责分工负责。", ("市司法局", "市商务局"), True),
        ("市司法局（市委依法治市办、市普法办），市商务局", ("市司法局（市委依法治市办、市普法办）", "市商务局"), False),
        ("市司法局、市司法局", ("市司法局",), False),
        ("（按职责分工负责）", (), True),
        ("", (), False),
    ],
)
def test_a_cell_is_parted_into_names(cell: str, names: tuple[str, ...], shared: bool) -> None:
    found = split_units(cell)
    assert (found.names, found.shared) == (names, shared)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("福田区", "440304"),
        ("福田", "440304"),
        ("深圳市福田区", "440304"),
        ("福田区人民政府", "440304"),
        ("大鹏新区管委会", "440300DP"),
        ("市司法局", "440300SF"),
        ("深圳市司法局", "440300SF"),
        ("司法局", "440300SF"),
        ("市市场监督管理局", "440300"),
        ("市知识产权局", "440300"),
        ("深圳市市场监督管理局(深圳市知识产权局)", "440300"),
        ("市人力资源和社会保障局", "440300RS"),
    ],
)
def test_a_unit_is_known_by_its_usual_spellings(name: str, code: str) -> None:
    assert known_names(UNITS).get(plain_name(name)) == code


@pytest.mark.parametrize("name", ["市委宣传部", "区", "市", "深圳", "各区"])
def test_what_is_not_sure_is_no_unit(name: str) -> None:
    assert plain_name(name) not in known_names(UNITS)


def test_all_areas_are_named_together() -> None:
    assert all(map(is_every_area, ("各区", "各区人民政府", "各区（新区）", "全市各区", "各区政府（管委会）")))
    assert not any(map(is_every_area, ("各区局", "各有关单位", "福田区")))
