"""What is typed, pasted or put into a CSV, by the same rules as a workbook's cells."""

from decimal import Decimal
from pathlib import Path

import pytest

from ipdesk.domain.errors import WrongUse
from ipdesk.domain.form import Form
from ipdesk.domain.indicator import Supply
from ipdesk.domain.value import Nature, Outlook, Value, ValueStatus
from ipdesk.services.typed import csv_values, read_cell
from tests.builders import form, row

FORM: Form = form(
    row("stations"),
    row("pledge", name="质押融资登记金额", unit="亿元", decimals=2, supply=Supply.CONFIRM, prefill=Decimal("62.4")),
    row("share", name="占比", unit="%", supply=Supply.CITY),
)


@pytest.mark.parametrize(
    ("text", "quantity", "status"),
    [
        ("37", "37", ValueStatus.GIVEN),
        (" 1,234 ", "1234", ValueStatus.GIVEN),
        ("３７", "37", ValueStatus.GIVEN),
        ("37家", "37", ValueStatus.GIVEN),
        ("0", "0", ValueStatus.ZERO),
    ],
)
def test_a_number_however_it_is_typed(text: str, quantity: str, status: ValueStatus) -> None:
    value, findings = read_cell(FORM, "stations", text)

    assert value is not None
    assert (value.quantity, value.status, findings) == (Decimal(quantity), status, ())


def test_a_cleared_cell_is_no_answer() -> None:
    assert read_cell(FORM, "stations", " \u3000") == (None, ())


def test_a_dash_is_missing_on_purpose() -> None:
    value, _ = read_cell(FORM, "stations", "—")

    assert value == Value("stations", None, ValueStatus.MISSING, raw="—")


def test_a_text_that_is_no_number_is_kept_and_said() -> None:
    value, (finding,) = read_cell(FORM, "stations", "三十多家")

    assert value == Value("stations", None, ValueStatus.UNREAD, raw="三十多家")
    assert (finding.severity, finding.where.row, finding.params["text"]) == ("must_fix", "stations", "三十多家")


@pytest.mark.parametrize(("text", "status"), [("62.40", ValueStatus.CONFIRMED), ("60", ValueStatus.DISPUTED)])
def test_a_figure_beside_one_handed_down_confirms_or_disputes_it(text: str, status: ValueStatus) -> None:
    value, _ = read_cell(FORM, "pledge", text)

    assert value is not None
    assert value.status is status


@pytest.mark.parametrize("key", ["share", "nowhere"])
def test_a_row_that_is_not_filled_here(key: str) -> None:
    with pytest.raises(WrongUse) as wrong:
        read_cell(FORM, key, "1")
    assert wrong.value.code == "row_not_fillable"


def values(tmp_path: Path, *lines: str) -> dict[str, Value | None]:
    path = tmp_path / "填报.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return dict(csv_values(FORM, path))


def test_a_csv_names_rows_by_key_or_name(tmp_path: Path) -> None:
    found = values(tmp_path, "填报项,本期", "stations,37", "质押融资登记金额,62.4")

    assert found == {
        "stations": Value("stations", Decimal(37)),
        "pledge": Value("pledge", Decimal("62.4"), ValueStatus.CONFIRMED),
    }


def test_every_column_of_a_csv(tmp_path: Path) -> None:
    found = values(
        tmp_path,
        "填报项,本期,情况说明,全年预计,能否完成,提供人,数据截至,数据所属期,性质",
        'stations,37,新增两家,"1,040",有风险,知识产权科,2026年9月30日,2025,快报',
    )

    assert found["stations"] == Value(
        "stations", Decimal(37), data_period="2025", as_of="2026年9月30日", nature=Nature.FLASH,
        supplied_by="知识产权科", note="新增两家", year_estimate=Decimal(1040), outlook=Outlook.AT_RISK,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("pledge,,无误,", Value("pledge", Decimal("62.4"), ValueStatus.CONFIRMED)),
        ("pledge,62.4,无误,", Value("pledge", Decimal("62.4"), ValueStatus.CONFIRMED)),
        ("pledge,60,有异议,漏计一笔", Value("pledge", Decimal(60), ValueStatus.DISPUTED, note="漏计一笔")),
        ("stations,,,正在统计", Value("stations", None, ValueStatus.MISSING, note="正在统计")),
        ("stations,,,", None),
    ],
)
def test_confirmation_dispute_and_missing_in_a_csv(tmp_path: Path, line: str, value: Value | None) -> None:
    (found,) = values(tmp_path, "填报项,本期,核对,情况说明", line).values()

    assert found == value


@pytest.mark.parametrize(
    "line",
    [
        "没有的项,1,,,", "share,1,,,", "pledge,60,无误,,", "stations,37,无误,,", "pledge,60,差不多,,",
        "stations,37,,好多,", "stations,37,,NaN,", "stations,37,,,也许",
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(WrongUse) as wrong:
        values(tmp_path, "填报项,本期,核对,全年预计,能否完成", "stations,37,,,", line)

    assert (wrong.value.code, wrong.value.params["line"]) == ("csv_line", "3")


def test_a_csv_without_its_heading_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        values(tmp_path, "stations,37", "pledge,60")
