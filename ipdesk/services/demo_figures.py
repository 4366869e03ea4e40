"""Invented figures for the training day. They look like a city's, they are nobody's.

Rows are districts in the office's order; what is confirmed was handed down by the city.
"""

from decimal import Decimal
from typing import Final

#: What the districts fill in, in the order of `DISTRICTS`.
FILLED: Final = (
    "protection-stations", "secret-stations", "mediation-bodies", "mediation-cases", "service-points-added",
    "firms-served", "ip-volunteers",
)  # fmt: skip
#: What the city hands down and the districts confirm.
HANDED_DOWN: Final = ("hv-patents-count", "pledge-amount", "patent-transfers", "overseas-grants")

#: District, its figures for `FILLED`, its figures for `HANDED_DOWN`, who fills in and who supplies.
DISTRICTS: Final = (
    ("440304", "34 12 3 210 2 820 41", "14300 62.4 0.29 0.10", "李敏", "区市场监管局知识产权科"),
    ("440303", "16 5 1 96 1 410 22", "5200 38.1 0.14 0.03", "黄志强", "区市场监管局"),
    ("440308", "6 2 1 24 0 96 9", "2900 6.2 0.03 0.01", "何倩", "区市场监管局"),
    ("440305", "38 14 3 268 2 1130 52", "96800 118.6 0.71 0.62", "王雪", "区知识产权促进中心"),
    ("440306", "31 11 2 231 2 905 38", "31600 58.3 0.42 0.16", "赵鹏", "区市场监管局知识产权科"),
    ("440307", "27 8 2 187 1 760 33", "41500 44.7 0.33 0.28", "周婷", "区市场监管局知识产权科"),
    ("440309", "15 6 1 141 1 540 24", "10400 29.5 0.17 0.05", "吴昊", "区市场监管局"),
    ("440310", "7 3 1 52 0 210 11", "4900 12.8 0.06 0.03", "郑洁", "区市场监管局"),
    ("440311", "8 3 1 48 1 225 12", "3900 10.6 0.07 0.02", "冯涛", "区市场监管局"),
    ("440300DP", "2 1 0 9 0 38 4", "820 1.4 0.01 0.003", "许静", "新区市场监管局"),
    ("440300SS", "1 0 0 3 0 16 2", "150 0.3 0.005 0.001", "林峰", "合作区市场监管局"),
)
#: What is said under a figure that a rule of the plan asks about: cases without an organisation of one's own.
NOTES: Final = {
    ("440300DP", "mediation-cases"): "本区尚无调解组织，案件由市知识产权人民调解委员会派驻调解，本区牵头并计入。",
    ("440300SS", "mediation-cases"): "合作区尚无调解组织，案件由市知识产权人民调解委员会调解，本区牵头并计入。",
}
#: What the city handed down to each district of its stations: parts of the plan's 200.
STATION_TARGETS: Final = "36 18 7 40 33 29 17 8 8 3 1"

#: Department, its figures by item, who fills in, the data period where it is another.
DEPARTMENTS: Final = (
    ("440300FY", {"first-instance-accepted": "3952", "first-instance-closed": "4286"}, "邓法官", ""),
    ("440300TJ", {"patent-intensive-share": "32.1"}, "孙统计", "2025"),
    ("440300BQ", {"copyright-share": "7.92"}, "钱版权", "2025"),
)
#: The city's own figures by item, and where they come from.
CITY: Final = {
    "satisfaction": ("89.8", "第三方调查报告，有效样本 3,012 份"),
    "service-nodes": ("41", "市知识产权局备案名录"),
    "administrative-rulings": ("128", "行政裁决案件台账"),
    "overseas-cases-watched": ("236", "海外纠纷应对指导工作平台"),
    "overseas-firms-guided": ("241", "海外纠纷应对指导工作平台"),
    "overseas-firms-advised": ("4120", "培训签到与咨询登记"),
    "overseas-stations": ("3", "工作站设立批复"),
    "fast-grants": ("1.92", "保护中心业务系统"),
    "sep-declared": ("5.6", "标准必要专利数据库"),
    "sep-families": ("3.02", "标准必要专利数据库"),
    "madrid-applications": ("655", "国家知识产权局商标数据"),
    "patent-products": ("640", "专利产品备案系统"),
    "digital-patents": ("214800", "有效专利清单"),
    "valid-patents": ("318600", "有效专利清单"),
    "green-patents": ("28990", "有效专利清单"),
    "foreign-agencies": ("1", "常驻代表机构登记"),
    "model-counties-covered": ("4", "强县建设台账"),
    "model-counties": ("6", "强县建设台账"),
    "counties-covered": ("7", "公共服务机构名录"),
    "counties": ("11", "公共服务机构名录"),
}


def district_figures(code: str) -> tuple[dict[str, Decimal], dict[str, Decimal], str, str]:
    """A district's own figures, those handed down to it, who fills in, who supplies."""
    line = next(line for line in DISTRICTS if line[0] == code)
    own = dict(zip(FILLED, map(Decimal, line[1].split()), strict=True))
    down = dict(zip(HANDED_DOWN, map(Decimal, line[2].split()), strict=True))
    return own, down, line[3], line[4]


def station_target(code: str) -> Decimal:
    """A district's part of the plan's protection stations."""
    codes = [line[0] for line in DISTRICTS]
    return Decimal(STATION_TARGETS.split()[codes.index(code)])
