"""What the city's desk does around the training day's reports: targets split, work divided, a laggard asked, a figure
told. Invented, like all of the day; the same operations as on a real one.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from ipdesk.domain.decomposition import Method, Split
from ipdesk.domain.form import Form, TaskProgress, TaskState
from ipdesk.domain.period import Period
from ipdesk.domain.register import Occasion
from ipdesk.exchange.tables import Sheet, TableColumn, table_bytes
from ipdesk.services import consultation, decomposition, demo_figures, matters, measures, measuresin, reported
from ipdesk.services.workspace import Workspace

SCHEME: Final = "保护工作站分解（培训）"
#: 重点任务, 具体举措, 年度目标, 牵头, 配合, 时限; then what a unit that is on course says, with its own number.
WORK: Final = (
    (
        "4.构建知识产权协同保护格局", "新建知识产权保护工作站并规范运行", "各区当年新建不少于1家", "各区",
        "市中级人民法院", "2026年12月底前", "已完成选址和设备配置，{count}家挂牌运行",
    ),
    (
        "15.打造知识产权金融生态综合试验区", "组织知识产权质押融资银企对接", "全年不少于4场",
        "福田区、南山区、宝安区、龙岗区", "市统计局", "2026年底", "举办对接会{count}场，新增授信企业{count}家",
    ),
    (
        "16.促进知识产权服务业高质量发展", "培育知识产权服务机构", "", "罗湖区、福田区、南山区", "", "持续推进",
        "走访服务机构{count}家，收集诉求并逐一答复",
    ),
    (
        "14.健全产业知识产权协同发展机制", "推动高校院所存量专利盘活", "对接活动不少于10场",
        "南山区、坪山区、光明区", "", "2026年11月底前", "开展对接活动{count}场",
    ),
)  # fmt: skip
#: The unit and the measure (by its place in `WORK`) that lag, and what is said of it.
LAGGING: Final = ("440310", 3, "对接活动仅开展1场", "高校复核清单未按期提供，四季度集中补办")
ORDER: Final = "请说明滞后原因和补救安排，并报送活动计划。"


def split_stations(city: Workspace, folder: Path, *, today: date, by: str) -> int:
    """The plan's 200 stations among the districts, worked out and handed down; how many workbooks went out."""
    target = decomposition.find_target(city, "protection-stations-2030")
    pins = {code: demo_figures.station_target(code) for code, *_rest in demo_figures.DISTRICTS}
    rest = (target.quantity or Decimal(0)) - sum(pins.values())
    decomposition.start(city, SCHEME, today=today, by=by)
    decomposition.change(
        city, SCHEME, target, lambda _: Split(Method.HAND, pins, reserved=rest), today=today, by=by
    )  # fmt: skip
    sent = consultation.order(
        city, SCHEME, number="（培训）", day=today.isoformat(), to=folder, today=today, by=by
    ).value  # fmt: skip
    return sum(one.path is not None for one in sent)


def divide_work(city: Workspace, folder: Path, year: int, *, today: date, by: str) -> int:
    """A 分工方案 in Excel, read and handed down to who leads and supports; how many units got measures."""
    path = folder / f"{year}年度任务分工方案.xlsx"
    path.write_bytes(table_bytes([_division(year)], created=today))
    measuresin.import_measures(city, path, year, today=today, by=by)
    return len(measures.hand_down(city, today=today, by=by).value)


def told(form: Form, unit: str, order: int) -> dict[str, TaskProgress]:
    """What a district says of the measures on its form; `order` is its place among the districts."""
    said: dict[str, TaskProgress] = {}
    wordings = {measure: (place, words) for place, (_task, measure, *_rest, words) in enumerate(WORK)}
    for task in form.tasks:
        place, words = wordings.get(task.measure, (-1, ""))
        if place < 0:
            continue
        if (unit, place) == LAGGING[:2]:
            said[task.key] = TaskProgress(TaskState.LAGGING, LAGGING[2], LAGGING[3])
        else:
            said[task.key] = TaskProgress(TaskState.ON_COURSE, words.format(count=2 + order % 3))
    return said


def ask_the_laggard(city: Workspace, deadline: date, *, today: date, by: str) -> str:
    """督办 on the measure that lags; the number of the order."""
    unit, place, *_words = LAGGING
    measure = next(one for one in measures.all_measures(city) if one.title == WORK[place][1])
    slot = matters.subject_slot(city, unit, measure.id)
    number = matters.next_number(city, today)
    matters.order(city, slot, number=number, deadline=deadline, text=ORDER, today=today, by=by)
    return number


def tell_the_mayor(city: Workspace, period: Period, *, today: date, by: str) -> None:
    """The figures of the meeting go into the register."""
    issuer = city.ledger.issuer
    references = [f"{issuer}/{name}-2030/{period.code}" for name in ("mediation-cases", "hv-patents")]
    reported.enter(
        city, references, recipient="市政府办", occasion=Occasion.MEETING, note="周一例会（培训）", today=today, by=by
    )


def _division(year: int) -> Sheet:
    heads = ("序号", "重点任务", "具体举措", "年度目标", "牵头单位", "配合单位", "完成时限")
    rows = tuple((str(number), *line[:6]) for number, line in enumerate(WORK, 1))
    return Sheet(f"{year}年度任务分工方案（培训）", tuple(TableColumn(head) for head in heads), rows, name="分工方案")
