"""The workbooks of targets: what a unit is asked about or given, and the sheet with its answer."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ipdesk.domain.ledger.contents import CONSULT, HandedDown, Opinion, read_targets
from ipdesk.domain.ledger.package import Kind, Package, Slot
from ipdesk.domain.plan import PlanStatus
from ipdesk.domain.target import Target
from ipdesk.exchange.envelope import Envelope, EnvelopeKind
from ipdesk.exchange.filename import safe
from ipdesk.exchange.readback import target_sheet_difference
from ipdesk.exchange.targetsheet import Point, Reply, TargetRow, TargetSheet, sheet_bytes
from ipdesk.services import outgoing
from ipdesk.services.decomposition import of_which
from ipdesk.services.evaluate import shown_decimals
from ipdesk.services.signing import signed
from ipdesk.services.workspace import Workspace
from ipdesk.text import formats

#: What the files are called. Content of the paper, whatever language a screen speaks.
ASKED_TITLE, ORDER_TITLE, REPLY_TITLE = "目标分解征求意见表", "目标下达表", "目标分解意见反馈表"


def consult_file(workspace: Workspace, package: Package, to: Path, *, until: str, today: date) -> outgoing.Prepared:
    """The workbook of a consultation or an order for its unit, with all that the unit may hold of the ledger."""
    handed = read_targets(package)
    asked = handed.stage == CONSULT
    title = ASKED_TITLE if asked else ORDER_TITLE
    sheet = _sheet(workspace, handed, title, _lines(handed, until))
    packages = outgoing.scope_packages(workspace, handed.unit)
    return _prepared(workspace, package, sheet, None, packages, to, "consult" if asked else "order", today=today)


def reply_file(workspace: Workspace, package: Package, opinion: Opinion, to: Path, *, today: date) -> outgoing.Prepared:
    """The sheet of a consultation, answered as the opinion says, with the unit's own packages."""
    handed = read_targets(package)
    own = [one for one in outgoing.scope_packages(workspace, handed.unit) if one.maker == workspace.unit.code]
    sheet = _sheet(workspace, handed, REPLY_TITLE, ())
    return _prepared(workspace, package, sheet, reply_of(handed, opinion), own, to, "opinion", today=today)


def reply_of(handed: HandedDown, opinion: Opinion) -> Reply:
    """An opinion as it stands on the sheet."""
    against = {item.target: item for item in opinion.items}
    points = {
        target.id: Point(False, against[target.id].quantity, against[target.id].reason)
        if target.id in against
        else Point(True)
        for target in handed.targets
    }
    return Reply(points, opinion.verdict == "agree", opinion.note)


def _sheet(workspace: Workspace, handed: HandedDown, title: str, lines: tuple[str, ...]) -> TargetSheet:
    plan, unit = workspace.plan, workspace.unit_of(handed.unit)
    draft = "（征求意见稿）" if plan.status is PlanStatus.DRAFT else ""
    issuer = workspace.unit_of(workspace.ledger.issuer)
    return TargetSheet(
        title=title,
        scope=f"单位：{unit.name}　　规划：{plan.title}{draft}　　发出单位：{issuer.name}",
        lines=lines,
        rows=tuple(_row(workspace, handed, target) for target in handed.targets),
        asked=handed.stage == CONSULT,
        notes=("节点为到该年年末应达到的数；年度流量目标为当年应完成的数。",),
        training=workspace.training,
    )


def _lines(handed: HandedDown, until: str) -> tuple[str, ...]:
    if handed.stage == CONSULT:
        by = f"请于{until}前反馈。" if until else ""
        return (
            f"以下为拟向你单位下达的目标，现征求意见。{by}",
            "同意的选“同意”；不同意的选“不同意”，并填建议值和理由。全部同意的，只在“总体意见”选“同意”即可。填好后将本文件发回。",
        )  # fmt: skip
    # The number stands as the office wrote it, often with brackets of its own.
    day = _day_words(handed.order_date)
    said = [f"{name}：{part}" for name, part in (("文号", handed.order_number), ("下达日期", day)) if part]
    return ("　　".join(["现将目标下达你单位。", *said]),)


def _day_words(text: str) -> str:
    """An ISO day as it stands on a paper: 2026年10月20日; any other text as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def _row(workspace: Workspace, handed: HandedDown, target: Target) -> TargetRow:
    indicator = workspace.plan.indicator(target.indicator)
    decimals = shown_decimals(target, indicator)
    whole = of_which(workspace, target)
    answered = next((one for one in handed.answers if one.target == target.id), None)
    remark = ""
    if answered is not None:
        remark = ("已采纳" if answered.taken else "未采纳") + (f"：{answered.words}" if answered.words else "")
    return TargetRow(
        key=target.id,
        name=target.name,
        unit=target.unit,
        whole=formats.target_text(whole) if whole else "",
        base=target.baseline.quantity if target.baseline else None,
        bound=formats.target_text(target, decimals if target.quantity is not None else None),
        years={
            int(one.period): one.quantity
            for one in handed.milestones
            if one.target == target.id and one.period.isdigit()
        },
        decimals=decimals,
        remark=remark,
    )


def _prepared(
    workspace: Workspace,
    package: Package,
    sheet: TargetSheet,
    reply: Reply | None,
    packages: Iterable[Package],
    to: Path,
    what: str,
    *,
    today: date,
) -> outgoing.Prepared:
    unit = workspace.unit_of(package.audience)
    training = "培训_" if workspace.training else ""
    path = to if to.suffix.lower() == ".xlsx" else to / (
        safe(f"{training}{unit.order:02d}{unit.short}_{workspace.plan.short}_{sheet.title}") + ".xlsx"
    )  # fmt: skip
    envelope = Envelope(
        plan=workspace.ledger.plan, issuer=workspace.ledger.issuer, unit=unit.code, period="", form="", version=1,
        realm="training" if workspace.training else "real", template_id=package.id,
        kind=EnvelopeKind.OPINION if reply else EnvelopeKind.TARGETS,
        packages=tuple(one.data for one in packages),
        heads=workspace.state.slot(workspace.ledger, Slot(Kind.OPINION, unit.code)).heads,
        digests=outgoing.scope_digests(workspace, unit.code),
    )  # fmt: skip
    envelope = signed(workspace, envelope, today=today)
    data = sheet_bytes(sheet, reply, envelope, created=today)
    outgoing.read_back(path, target_sheet_difference(data, sheet, reply, envelope))
    return outgoing.Prepared(path, data, what, unit.code, "")
