"""Which kind of promise a figure is: told by its unit, its verbs, its time, its name."""

import re
from decimal import Decimal
from typing import Final

from ipdesk.domain.target import Comparator, TargetKind
from ipdesk.plantext import measures

# What flows through a year and is summed, as against what stands at its end.
_FLOW: Final = re.compile(
    r"(?:生产总值|经济总量|金额|成交额|交易额|营业额|销售额|贸易额|进出口额?|"
    r"产值|收入|营收|投资额?|税收|产量|发电量|客运量|货运量|"
    r"吞吐量|业务量|增加值|总额|消费额|用水量|用电量|消费量|"
    r"排放量|授权量|申请量|登记量|访问量|办案量|"
    r"(?:转让|许可|授权|登记|交易|申请|制修订[\u4e00-\u9fff（）]{0,8}标准)(?:数量|件数|项数|数)|"
    r"人次|场次|案件数?|接待量|借阅量|借阅率|发放量|处理量|招生)(?:总[量数额])?$"
)
_ADDS: Final = re.compile(
    r"新增|新建|新改|培养|改造|改建|扩建|修建|培训|轮训|办理|服务|"
    r"惠及|带动|吸纳|修复|治理|淘汰|整治|帮扶|资助|救助|安置|"
    r"转移|输送|发放|举办|承办|举行|调解|处理|受理|查处|审结|"
    r"征集|收集|采集|抢救|开展|组织|"
    r"出版|创作|放映|演出|接待|种植|造林|绿化|植树|铺设|更新|"
    r"投放|压减|关停|派出|招引|签约|转化|孵化|引进|完成|实施|"
    r"制定|制修订|监测|指导|发行|提供|投入|筹集|盘活|开工|竣工|"
    r"投产|招募|推荐|累计服务|接收|数字化|盘查|选派|招聘|发展新"
)
_STOCK: Final = re.compile(
    r"达到|达|拥有|总数|总量|规模|保有|建成|覆盖|累计建|累计达|存量|增[至到加][至到]|提高到|数量|力量|队伍"
)
_FALLS_TO: Final = re.compile(r"(?:降|降低|下降|减少|压减|压缩|缩短|缩减|缩小|回落)[到至][^，]{0,4}$")
_REACHES: Final = re.compile(r"(?:提高|提升|增加|增长|扩大|上升|发展|增)[到至](?:约|近|不少于|不低于|了)?$")
_PER_YEAR: Final = re.compile(r"每年|年均|平均每年|每年度|逐年|年度|/年")
_YEARLY_NAME: Final = re.compile(
    r"(?:^|[\u4e00-\u9fff])年(?:授权|申请|交易|成交|产量|产值|"
    r"接待|发电|均|度|登记|产能|处理|收入|营业|销售|进出口|"
    r"吞吐|服务|供应|发放|培训|消费)"
)


def of_text(  # noqa: PLR0912 - a table of cases
    *,
    name: str,
    unit: str,
    comparator: Comparator,
    words: str,
    verb: str,
    change: str,
    yearly: bool,
    spans: bool,
    told: bool,
    quantity: Decimal,
) -> TargetKind:
    """The kind of a promise in running text. `words`: the clause; `change`: rise, fall or nothing before the figure;
    `yearly`: 每年 or 年均 governs it; `spans`: a stretch of years governs it, not a moment.
    """
    if re.search(r"全覆盖|覆盖率|普及率", name + words[-12:]) and unit == "%" and quantity == 100:
        return TargetKind.COVERAGE
    if re.search(r"(?:减排|削减|压减)量$", name):
        return TargetKind.REDUCTION
    if re.search(r"前$", words):
        return TargetKind.LEVEL  # a rank
    if change == "rise" and unit in {"个百分点", "百分点", "个点"}:
        return TargetKind.GROWTH if yearly else TargetKind.CUMULATIVE
    if change == "rise" and (unit in {"%", "‰"} or unit == "倍"):
        return (
            TargetKind.GROWTH
            if yearly or re.search(r"年均|每年|增速|年增长", words) or unit == "%"
            else TargetKind.CUMULATIVE
        )
    if change == "fall" and not re.search(r"(?:降|降低|下降|减少|压减|压缩|缩短|缩减)[到至]", words):
        return TargetKind.REDUCTION
    if unit in {"%", "‰"} and re.search(r"(?:增长率|增速|增幅|增长)$", name):
        return TargetKind.GROWTH
    if unit in {"%", "‰"} and re.search(r"(?:下降率?|降幅|降低|减少|下降比例)$", name):
        return TargetKind.REDUCTION
    if re.search(r"(?:保持|稳定|维持)(?:在|于)?[^，]{0,8}$", words) or (
        re.search(r"保持(?!率)|稳定在|维持", words) and measures.is_share(unit)
    ):
        return TargetKind.MAINTAIN
    if comparator in {Comparator.AT_MOST, Comparator.LESS} and not _FALLS_TO.search(words):
        return TargetKind.CEILING
    if measures.is_share(unit) or comparator in {Comparator.AT_MOST, Comparator.LESS}:
        return TargetKind.LEVEL
    if yearly or _YEARLY_NAME.search(name):
        return TargetKind.ANNUAL
    if spans and not (_REACHES.search(words) and not _ADDS.search(verb) and not re.search(r"累计|新增", name + words)):
        return TargetKind.CUMULATIVE
    if _ADDS.search(verb) or re.match(_ADDS, name) or re.search(r"新增(?:数量|数)?$", name):
        return TargetKind.CUMULATIVE
    if _FLOW.search(name):
        return TargetKind.ANNUAL if told or "元" in unit else TargetKind.CUMULATIVE
    if unit.endswith(("次", "笔")) and not re.search(r"最多|频次", words):
        return TargetKind.CUMULATIVE
    return TargetKind.LEVEL


def of_row(
    *,
    name: str,
    unit: str,
    comparator: Comparator,
    bracketed: bool,
    growth_column: bool,
    same_as_before: bool,
    falls: bool,
    quantity: Decimal | None,
) -> TargetKind:
    """The kind of a row of a target table. `bracketed`: the figure stands in 〔〕 or （）, five years together;
    `growth_column`: the column is one of average growth; `same_as_before`: the baseline is the same figure;
    `falls`: the baseline is higher.
    """
    if growth_column or re.search(r"(?:年均|年平均).{0,4}增[长速]|增长率|增速|增幅|增长$", name):
        return TargetKind.GROWTH
    if re.search(r"下降|降低|减少|削减|减排|降幅", name) and not re.search(r"率(?:（|$)", name):
        return TargetKind.REDUCTION
    if bracketed or re.search(r"累计|新增|五年|期间", name):
        return TargetKind.CUMULATIVE
    if same_as_before:
        return TargetKind.MAINTAIN
    if comparator in {Comparator.AT_MOST, Comparator.LESS}:
        return TargetKind.LEVEL if falls else TargetKind.CEILING
    if unit == "%" and quantity == 100 and "覆盖" in name:
        return TargetKind.COVERAGE
    if measures.is_share(unit) or re.search(r"浓度|温度|水位|强度|系数", name):
        return TargetKind.LEVEL
    if (
        unit.endswith("/年")
        or _PER_YEAR.search(name)
        or _YEARLY_NAME.search(name)
        or _FLOW.search(re.sub(r"（.*?）", "", name))
    ):
        return TargetKind.ANNUAL
    return TargetKind.LEVEL
