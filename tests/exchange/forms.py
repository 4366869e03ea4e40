"""A district's form as a city issues it, answers on it, and a form that drives every check both ways."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal as D
from itertools import product

from ipdesk.domain.check import Check, CheckKind
from ipdesk.domain.finding import Severity
from ipdesk.domain.form import (
    Answers,
    Approval,
    Form,
    FormRow,
    Question,
    RowTarget,
    TaskProgress,
    TaskRow,
    TaskState,
)
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.domain.value import Nature, Outlook, Value, ValueStatus
from ipdesk.domain.verdict import standard_checks
from ipdesk.exchange.envelope import Envelope, EnvelopeKind

CREATED = date(2026, 10, 1)


def row(
    key: str, name: str, unit: str = "件", decimals: int = 0, supply: Supply = Supply.UNIT, **more: object
) -> FormRow:
    given = {"entry": Entry.STATE, "indicator": key, **more}
    return FormRow(key=key, name=name, unit=unit, decimals=decimals, supply=supply, **given)  # type: ignore[arg-type]


def target(
    kind: TargetKind, quantity: str | None, horizon: int, planned: str | None, *, whole: bool = False
) -> RowTarget:
    amount, due = D(quantity) if quantity else None, D(planned) if planned else None
    return RowTarget("t", kind, Comparator.AT_LEAST, amount, horizon, whole, None, due)


ROWS = (
    row(
        "hv_rate", "每万人口高价值发明专利拥有量", "件", 2, Supply.CITY, numerator="hv", denominator="pop",
        target=target(TargetKind.LEVEL, "150", 2030, "107.5", whole=True), last=D("131.20"),
    ),
    row("hv", "高价值发明专利拥有量", "件", 0, Supply.CONFIRM, level=1, prefill=D(23041), last=D(22875)),
    row("pop", "常住人口", "万人", 2, Supply.CONFIRM, level=1, prefill=D("155.34"), data_period="2025"),
    row(
        "pledge", "知识产权质押融资登记金额", "亿元", 2, Supply.CONFIRM, entry=Entry.RUNNING, prefill=D("103.4"),
        last=D("95.0"), last_year=D("88.21"), accepted=D("71.2"), target=target(TargetKind.ANNUAL, "120", 2026, "90"),
    ),
    row(
        "stations", "知识产权保护工作站数量", "家", last=D(35), last_year=D(30), accepted=D(35),
        target=target(TargetKind.LEVEL, "60", 2030, "34"), note="经认定并挂牌运行的工作站。",
    ),
    row("secret", "商业秘密保护工作站", "家", level=1, last=D(12)),
    row(
        "cases", "调解组织受理知识产权纠纷案件", "件", entry=Entry.RUNNING,
        last=D(410), accepted=D(410), last_year=D(388),
    ),
    row("served", "公共服务网点服务企业", "家次", entry=Entry.INCREMENT, last=D(1250)),
    row("rate", "知识产权案件服判息诉率", "%", 2, Supply.DEPARTMENT, supplier="市中级人民法院"),
    row("survey", "知识产权保护社会满意度", "分", 2, Supply.CITY),
)  # fmt: skip
TASKS = (
    TaskRow("k1", "二、（一）1", "健全知识产权协同保护体系", "新建保护工作站5家", "2026年12月"),
    TaskRow("k2", "二、（三）7", "推动高校院所存量专利盘活", "组织对接活动不少于10场", "2026年底"),
    TaskRow("k3", "专栏3", "海外知识产权纠纷应对指导工程"),
)
STEPS = ("科室负责人", "分管领导", "主要负责人")


def form(rows: tuple[FormRow, ...] = ROWS, **changes: object) -> Form:
    part = Check("secret.part", CheckKind.NOT_ABOVE_ROW, "secret", Severity.MUST_FIX, None, "stations")
    given: dict[str, object] = {
        "id": "main", "title": "知识产权规划进展报送表", "plan": "sz-155", "plan_title": "深圳市知识产权“十五五”规划",
        "draft_plan": True, "issuer": "440300", "issuer_name": "深圳市市场监督管理局", "unit": "440304",
        "unit_name": "深圳市福田区市场监督管理局", "unit_short": "福田区", "unit_order": 1, "period": "2026-Q3",
        "version": 1, "reading": "1", "deadline": date(2026, 10, 15), "contact": "0755-00000000", "rows": rows,
        "tasks": TASKS, "checks": (*standard_checks(rows), part), "steps": STEPS,
    }  # fmt: skip
    return Form(**{**given, **changes})  # type: ignore[arg-type]


QUESTIONS = (Question("served", "较上期增长较多，请说明是否含线上服务"),)


def answers() -> Answers:
    values = (
        Value("hv", D(23041), ValueStatus.CONFIRMED, "2026-Q3"),
        Value("pop", D("155.34"), ValueStatus.CONFIRMED, "2025"),
        Value("pledge", D("104.1"), ValueStatus.DISPUTED, "2026-Q3", note="漏计一笔"),
        Value(
            "stations", D(37), ValueStatus.GIVEN, "2026-Q3", "2026年9月30日", Nature.FINAL, "促进科 王芳",
            note="=新增2家", year_estimate=D(40), outlook=Outlook.ON_COURSE,
        ),
        Value("secret", D(13), ValueStatus.GIVEN, "2026-Q3"),
        Value("cases", D(432), ValueStatus.ESTIMATED, "2026-Q3", nature=Nature.PRELIMINARY),
        Value("served", D(0), ValueStatus.ZERO, "2026-Q3", note="系统停用"),
    )  # fmt: skip
    return Answers(
        values={value.item: value for value in values},
        tasks={
            "k1": TaskProgress(TaskState.ON_COURSE, "已新建2家", ""),
            "k2": TaskProgress(TaskState.LAGGING, "开展活动3场", "场地受限，四季度补足"),
        },
        explanation="本期数据由各街道汇总。",
        approvals=(Approval("科室负责人", "陈志强", "2026年10月9日"),),
        evidence=("工作站名单.pdf",),
        filled_by="王芳",
        phone="0755-00000001",
        date="2026年10月8日",
    )


def envelope(**changes: object) -> Envelope:
    given: dict[str, object] = {
        "plan": "sz-155", "issuer": "440300", "unit": "440304", "period": "2026-Q3", "form": "main", "version": 1,
        "realm": "real", "template_id": "ab" * 32, "kind": EnvelopeKind.TEMPLATE, "packages": (b'{"a":"1"}',),
        "heads": ("cd" * 32,), "digests": {"440304": "ef" * 32},
    }  # fmt: skip
    return Envelope(**{**given, **changes})  # type: ignore[arg-type]


def _cases() -> Iterator[tuple[FormRow, Value | None]]:
    """Rows and answers that make each check speak and keep still, in the states a sheet can have."""
    quantities = (None, "0", "7", "7.5", "-3", "100.01", "350", "36", "1.2", "0.07")
    number = 0
    for quantity, note, last in product(quantities, ("", "有说明"), (None, "7", "0", "-7")):
        number += 1
        key = f"u{number}"
        made = row(
            key, f"指标{number}", ("件", "%", "家")[number % 3], number % 3, last=D(last) if last else None,
            accepted=D(7) if number % 2 else None, entry=Entry.RUNNING if number % 4 else Entry.STATE,
        )  # fmt: skip
        amount = D(quantity) if quantity is not None else None
        status = ValueStatus.ZERO if amount == 0 else ValueStatus.GIVEN
        if quantity is None:
            status = ValueStatus.MISSING
        yield made, None if quantity is None and number % 5 == 0 else Value(key, amount, status, "2026-Q3", note=note)
    for status, quantity, note, prefill in product(
        (ValueStatus.CONFIRMED, ValueStatus.DISPUTED, ValueStatus.MISSING, None),
        ("12", None),
        ("", "理由"),
        ("10", None),
    ):
        number += 1
        key = f"c{number}"
        made = row(key, f"核对{number}", "件", 0, Supply.CONFIRM, prefill=D(prefill) if prefill else None, last=D(2))
        amount = D(quantity) if quantity else None
        if status is ValueStatus.CONFIRMED:
            amount = D(prefill) if prefill else None
        yield made, None if status is None else Value(key, amount, status, "2026-Q3", note=note)
    for text in ("待核", "12 / 15"):
        number += 1
        key = f"x{number}"
        yield row(key, f"不清{number}"), Value(key, None, ValueStatus.UNREAD, "2026-Q3", raw=text)
    for above, below in (("5", "4"), ("4", "5"), ("5", "0")):
        number += 1
        share, part, whole = f"s{number}", f"p{number}", f"w{number}"
        yield row(share, f"比率{number}", "%", 2, numerator=part, denominator=whole, factor=D(100)), None
        for key, amount in ((part, above), (whole, below)):
            status = ValueStatus.GIVEN if D(amount) else ValueStatus.ZERO
            yield row(key, f"分量{key}", level=1), Value(key, D(amount), status, "2026-Q3")


def parity() -> tuple[Form, Answers]:
    """A form with some hundred rows, and answers."""
    cases = list(_cases())
    rows = tuple(made for made, _ in cases)
    given = Answers(values={value.item: value for _, value in cases if value is not None})
    return form(rows, checks=standard_checks(rows), tasks=()), given
