"""Short builders for domain objects: what a test does not name is a small, valid, fixed value."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ipdesk.domain.form import Answers, Approval, Form, FormRow, Question, TaskRow
from ipdesk.domain.indicator import Entry, Supply
from ipdesk.domain.ledger.codec import encode
from ipdesk.domain.ledger.contents import HandedDown, Release, Submission, template_content
from ipdesk.domain.ledger.decision import Decision, Verb, decide
from ipdesk.domain.ledger.package import CHILDREN, Kind, LedgerKey, Package, Slot, make
from ipdesk.domain.ledger.policy import Policy, policy_package
from ipdesk.domain.target import Comparator, Source, Target, TargetKind
from ipdesk.domain.unit import Unit, UnitKind
from ipdesk.domain.value import Value

CITY = "440300"
UNIT = "440304"
PERIOD = "2026-Q3"
LEDGER = LedgerKey("sz-155", CITY)
#: The steps that every form has unless a policy says otherwise, taken.
SIGNED = (Approval("科室审核", "周科", "2026-10-08"), Approval("分管领导审签", "吴局", "2026-10-09"))


def district(code: str = UNIT, short: str = "福田区", order: int = 1) -> Unit:
    return Unit(code, f"深圳市{short}", short, UnitKind.DISTRICT, order, parent=CITY)


def row(key: str = "stations", **changes: object) -> FormRow:
    given: dict[str, object] = {
        "key": key, "indicator": key, "name": "知识产权保护工作站", "unit": "家", "decimals": 0,
        "entry": Entry.STATE, "supply": Supply.UNIT,
    }  # fmt: skip
    return FormRow(**{**given, **changes})  # type: ignore[arg-type]


def form(*rows: FormRow, unit: str = UNIT, period: str = PERIOD, **changes: object) -> Form:
    given: dict[str, object] = {
        "id": "main", "title": "知识产权规划进展报送表", "plan": LEDGER.plan, "plan_title": "知识产权规划",
        "draft_plan": True, "issuer": CITY, "issuer_name": "深圳市市场监督管理局", "unit": unit,
        "unit_name": "深圳市福田区", "unit_short": "福田区", "unit_order": 1, "period": period, "version": 1,
        "reading": "1", "deadline": date(2026, 10, 10), "contact": "", "rows": rows or (row(),),
        "tasks": (TaskRow("t1", "任务1", "建设保护工作站"),), "steps": ("科室审核",),
    }  # fmt: skip
    return Form(**{**given, **changes})  # type: ignore[arg-type]


def answers(quantities: Mapping[str, str | int] | None = None, **changes: object) -> Answers:
    """Answers that give these quantities by row key."""
    values = {key: Value(key, Decimal(quantity)) for key, quantity in (quantities or {"stations": 37}).items()}
    return Answers(**{"values": values, "filled_by": "李明", **changes})  # type: ignore[arg-type]


def target(target_id: str = "stations", **changes: object) -> Target:
    given: dict[str, object] = {
        "id": target_id, "indicator": target_id, "name": "知识产权保护工作站", "kind": TargetKind.LEVEL,
        "comparator": Comparator.AT_LEAST, "quantity": Decimal(60), "unit": "家", "horizon": 2030, "start": 2026,
        "source": Source.BOX, "clause": "c1",
    }  # fmt: skip
    return Target(**{**given, **changes})  # type: ignore[arg-type]


def template(of: Form | None = None, parents: Iterable[str] = (), ledger: LedgerKey = LEDGER) -> Package:
    of = of or form()
    return make(
        Kind.TEMPLATE, ledger, maker=ledger.issuer, audience=of.unit, content=template_content(of), parents=parents
    )


def submission(
    quantity: str | int = 37,
    parents: Iterable[str] = (),
    *,
    unit: str = UNIT,
    period: str = PERIOD,
    ledger: LedgerKey = LEDGER,
    template: str = "",
    given: Answers | None = None,
    **changes: Any,
) -> Package:
    """A submission; different quantities make different packages."""
    filled = Submission(unit, period, "main", template, given or answers({"stations": quantity}), **changes)
    return make(
        Kind.SUBMISSION, ledger, maker=unit, officer="李明", audience=unit, content=encode(filled), parents=parents
    )


def slot(kind: Kind = Kind.SUBMISSION, unit: str = UNIT, period: str = PERIOD) -> Slot:
    return Slot(kind.value, unit, period, "main")


def decision(
    verb: Verb | str,
    *names: str,
    others: Iterable[str] = (),
    parents: Iterable[str] = (),
    on: Slot | None = None,
    ledger: LedgerKey = LEDGER,
    officer: str = "王芳",
    reason: str = "",
    questions: tuple[Question, ...] = (),
    adjustment: tuple[tuple[str, str], ...] = (),
) -> Package:
    """A decision on the usual submission slot; `officer` and `reason` tell like decisions apart."""
    on = on or slot()
    said = Decision(verb, on, names, tuple(others), questions, adjustment)
    return decide(
        said, ledger, maker=ledger.issuer, officer=officer, audience=on.unit or CHILDREN, parents=parents,
        reason=reason, date="2026-10-12",
    )  # fmt: skip


def policy(parents: tuple[str, ...] = (), **changes: object) -> Package:
    given: dict[str, object] = {"units": (district(),), **changes}
    laid_down = Policy(**given)  # type: ignore[arg-type]
    return policy_package(laid_down, LEDGER, officer="王芳", parents=parents, reason="", date="2026-07-01")


def handed_down(*targets: Target, unit: str = UNIT, parents: Iterable[str] = ()) -> Package:
    content = encode(HandedDown(unit, targets or (target(),)))
    return make(Kind.TARGETS, LEDGER, maker=CITY, audience=unit, content=content, parents=parents)


def release(of: Release, parents: Iterable[str] = ()) -> Package:
    return make(Kind.RELEASE, LEDGER, maker=CITY, audience=CHILDREN, content=encode(of), parents=parents)
