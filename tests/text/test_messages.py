"""Every code that the program uses has a sentence, and every sentence can be said."""

import ast
import string
from collections.abc import Iterator
from decimal import Decimal as D
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import ipdesk
from ipdesk.domain import errors
from ipdesk.domain.errors import EnvironmentTrouble, IpdeskError
from ipdesk.domain.finding import Finding, Severity, Where
from ipdesk.domain.form import Answers, Form, FormRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.value import Value, ValueStatus
from ipdesk.domain.verdict import check_answers, standard_checks
from ipdesk.text import i18n, messages
from ipdesk.text.messages import checks, files, ledger

ROOT = Path(ipdesk.__file__).parent
LAYERS = {path.parent.name for path in ROOT.glob("*/__init__.py")}
PARTS = (import_module(f"{messages.__name__}.{found.name}") for found in iter_modules(messages.__path__))
MODULES = tuple(part for part in PARTS if hasattr(part, "SENTENCES"))
MAKERS = {"Finding", "Cause", "_fault"} | {
    name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, IpdeskError)
}
#: Layers whose codes are said by one module: while that module says nothing yet, they are not held to it.
SAID_BY = {"exchange": files, "services": ledger}


def texts(node: ast.AST | None) -> Iterator[str]:
    """The texts that an expression may come to: itself, both sides of a condition, the values of a table."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)
        case ast.Dict():
            for value in node.values:
                yield from texts(value)
        case ast.Call():
            for argument in node.args:
                yield from texts(argument)


def codes_of(source: str) -> Iterator[str]:
    """The codes that a module gives to findings and errors, also by way of a variable `code` or a table `codes`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in MAKERS:
                given = node.args[0] if node.args else None
                yield from texts(next((word.value for word in node.keywords if word.arg == "code"), given))
        elif isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names & {"code", "codes"}:
                yield from (text for text in texts(node.value) if "_" in text)


def used_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        for code in codes_of(path.read_text(encoding="utf-8")):
            found.setdefault(code, path.relative_to(ROOT).as_posix())
    return found


def test_the_search_for_codes_sees_them():
    source = 'Finding("a_b", s); raise Refused("c_d" if x else "e_f"); code = "g_h" if y else "i_j"'
    assert set(codes_of(source)) == {"a_b", "c_d", "e_f", "g_h", "i_j"}
    assert used_codes()["check_required"] == "domain/verdict.py"


def test_every_code_in_use_has_a_sentence():
    begun = {layer for layer, module in SAID_BY.items() if module.SENTENCES} | (LAYERS - SAID_BY.keys())
    missing = {
        code: where
        for code, where in used_codes().items()
        if code not in messages.SENTENCES and where.split("/")[0] in begun
    }
    assert missing == {}


def test_no_code_is_said_in_two_modules():
    said = [code for module in MODULES for code in module.SENTENCES]
    assert len(said) == len(set(said)) == len(messages.SENTENCES)


def test_checks_have_no_sentence_that_nothing_leads_to():
    assert set(checks.SENTENCES) <= set(used_codes())


@pytest.mark.parametrize("code", sorted(messages.SENTENCES))
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_sentence_can_be_said(code, language):
    i18n.use_language(language)
    fields = {name: spec for _, name, spec, _ in string.Formatter().parse(messages.template(code)) if name}
    kinds = {"", "number", "times", "percent", "period", "date", "size", "name", "rule", "filled", "fingerprint"}
    assert set(fields.values()) <= kinds
    said = messages.fill(code, dict.fromkeys(fields, "7"))
    assert "{" not in said
    assert said[-1] in "。.!?！？:：”)）" or "{" in messages.template(code)[-20:]


ROW = FormRow("pledge", "i", "质押融资登记金额", "亿元", 2, Entry.RUNNING, Supply.UNIT, last=D(95), accepted=D(95))


def said(row: FormRow, value: Value | None) -> list[str]:
    form = Form(
        "main", "表", "sz", "规划", False, "440300", "深圳市", "440304", "福田区", "福田", 1, "2026-Q3", 1, "1", None,
        "", (row,), checks=standard_checks((row,)),
    )  # fmt: skip
    found = check_answers(form, Answers({} if value is None else {row.key: value}))
    for finding in found:
        wanted = {name for _, name, _, _ in string.Formatter().parse(messages.template(finding.code)) if name}
        assert wanted <= set(finding.params)
    return [messages.sentence(finding) for finding in found]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (
            Value("p", D(1034000)),
            "是上期（95）的10,884倍：请核对，确实无误的请说明情况。是否以万元填报？如是，应为103.4亿元。",
        ),
        (
            Value("p", D(30)),
            "本年累计30小于此前已审核通过的95。累计数不应减少，请核对；前期数有误的，请先申请更正。"
            "是否填成了本期数？如是，累计数应为125。",
        ),
        (Value("p", D(600)), "是上期（95）的6.3倍：请核对，确实无误的请说明情况。"),
        (Value("p", D(600), note="新增两家银行"), "已说明情况：新增两家银行"),
        (Value("p", None, ValueStatus.UNREAD, raw="约一百"), "“约一百”无法识别为数值。请按“亿元”填写纯数字。"),
        (None, "尚未填报。确无数据的，请选择“零报告”，或选择“缺报”并说明原因。"),
    ],
)
def test_a_form_speaks_plainly(value, sentence):
    assert said(ROW, value) == [sentence]


def test_errors_speak():
    full = EnvironmentTrouble("disk_full", path="D:/报送.xlsx")
    assert messages.error_sentence(full) == "磁盘空间不足，无法写入 D:/报送.xlsx。数据未作任何改动，请清理磁盘后重试。"


def test_an_unknown_code_still_gives_a_sentence_with_it():
    assert "no_such_code" in messages.error_sentence(EnvironmentTrouble("no_such_code"))
    with pytest.raises(KeyError):
        messages.template("no_such_code")


def test_what_is_missing_or_strange_does_not_silence_a_sentence():
    assert messages.fill("disk_full", {}).startswith("磁盘空间不足，无法写入 …")
    assert "abc" in messages.fill("check_not_negative", {"value": "abc"})


def test_place():
    where = Where(unit="440304", row="pledge", column="note", file="福田.xlsx", sheet="指标", cell="D7")
    names = {"440304": "福田区", "pledge": "质押融资登记金额"}
    assert messages.place(where, names) == "福田.xlsx，工作表“指标”D7单元格，福田区，质押融资登记金额，备注"
    finding = Finding("check_reason_missing", Severity.MUST_FIX, Where(row="pledge"))
    assert messages.located(finding, names) == "质押融资登记金额：缺报的，请在备注中说明原因。"
    assert messages.located(Finding("check_reason_missing", Severity.MUST_FIX)) == "缺报的，请在备注中说明原因。"
