"""Units and measure words as they stand behind a number: 万件, 亿元, 平方米, 微克/立方米, 件/万人, 个百分点."""

import re
from dataclasses import dataclass
from typing import Final

# Words that count things one by one: a noun follows them directly (20家企业). 人 and 户 may also stand alone.
COUNTERS: Final = (  # noqa: SIM905 - a list of words reads better
    "个 家 件 项 名 位 所 座 张 条 支 部 台 套 辆 艘 架 处 宗 起 例 对 册 卷 种 类 场 届 户 间 栋 幢 片 "
    "块 株 头 只 羽 尾 "
    "盏 根 枚 面 本 篇 首 幅 集 门 款 颗 笔 份 组 队 团 人 单 票 卡 口 眼 孔 站 艇 列 班 节 期 员 批 桩 "
    "村 镇 乡 县 市 区 床 页 帧 剂 针 盒 袋 瓶 箱 盘 剂次 针次 例次 案次 门次 "
    "次 人次 场次 车次 班次 架次 件次 户次 批次 课时 学时 学分 人天 人年 人日 标箱 篇次 册次 卷次 家次 项次 "
    "台次 台套 台(套) 件(套) 套件"
).split()
_PHYSICAL: Final = (  # noqa: SIM905 - the same
    "元 美元 港元 欧元 日元 吨 千克 公斤 克 毫克 微克 升 毫升 立方米 立方 方 平方米 平方公里 平方千米 "
    "公顷 公里 千米 米 厘米 毫米 海里 亩 "
    "千瓦 兆瓦 吉瓦 瓦 千瓦时 度 千焦 吨标准煤 吨标煤 标准煤 千克标准煤 克标准煤 吨二氧化碳 "
    "斤 亿斤 蒸吨 千伏安 兆伏安 万伏安 空方 "
    "年 个月 天 日 小时 分钟 秒 周 岁 分 % ‰ 个百分点 百分点 个点 倍 成 摄氏度 ℃ 分贝 元/人 "
    "个工作日 工作日 个自然日 个小时 车公里 人公里 吨公里 标准箱 标台 学位 床位 车位 泊位 机位 标准机架 机架 席位 "
    "TB PB EB ZB GB MB Gbps Mbps Tbps EFLOPS PFLOPS TFLOPS TEU km km2 m2 m3 kW MW GW kWh MWh GWh t kg "
    "mg g L P E EFlops PFlops EB/s "
    "μg/m3 mg/L mg/m3 ug/m3 m³ m² km² 分/人 头/亩"
).split()
_SCALE: Final = r"(?:万亿|百万|千万|百亿|千亿|十万|十亿|[万亿千百])??"
_WORDS: Final = "|".join(re.escape(w) for w in sorted({*COUNTERS, *_PHYSICAL}, key=len, reverse=True))
_PER: Final = r"(?:/(?:百|千|万|十万|百万|亿)??(?:" + _WORDS + r"|人口|常住人口|老年人|年|月|日|天|产值|GDP|学生|生))*"
_MEASURE: Final = re.compile(rf"{_SCALE}(?:{_WORDS})(?:（(?:{_WORDS})）)?{_PER}")
_BARE_SCALE: Final = re.compile(r"万亿|百万|千万|百亿|千亿|[万亿]")
# A measure word that is the beginning of another word: 个性化, 条件, 部门, 项目, 名录, 位于, 分别, 成效, 年均, 日常 …
_NOT: Final = re.compile(
    r"个(?:性|人|体)|件(?:套)?$(?!)|名(?:单|录|称|牌|师|校)|"
    r"位(?:于|居|列|置)|条(?:例|件|款|线)|部(?:门|分|署|委)|"
    r"项(?:目)|处(?:理|置|罚|室)|"
    r"分(?:别|之|类|级|布|局|中心|院|支|析|期|步|批|层|区|管|"
    r"解|会|钟)|成(?:效|果|为|立|本|员|都|熟|长)|年(?:均|度|"
    r"底|末|初|来|以来|间|报|鉴)|"
    r"日(?:常|均|前|益|期)|度(?:假)|天(?:然|津)|村(?:民|庄|"
    r"级)|县(?:级|域|城)|市(?:场|级|民|辖|区|州)|区(?:域|块|"
    r"级|县)|镇(?:级|街)|"
    r"站(?:点|位)|面(?:向|积|对)|门(?:类|槛|户|诊)|口(?:岸|"
    r"径|述)|方(?:面|案|式|向|位|米|法)|本(?:市|省|区|规划|"
    r"科|地|级)|"
    r"组(?:织|建|成)|队(?:伍)|团(?:体|队|组织)|集(?:群|中|聚|"
    r"团|成)|头(?:部|雁)|级|代|人(?:才|口|工|民|员|均|力|大|"
    r"社|类)|户(?:籍|外|均)|"
    r"周(?:年|边|期)|期(?:间|限|末|内)|单(?:位|一|项)|场(?:景|"
    r"所|馆|地)|对(?:接|口|应)|片(?:区)|块(?:链)|根(?:据|本)|"
    r"首(?:次|个|批|位|家|创)|"
    r"节(?:点|能|水|约)|班(?:子|组)|例(?:如|外)|套(?:餐)|款(?:项)|"
    r"克(?:服|隆)|米(?:袋)|升(?:级|学)|瓦(?:房)|秒(?:批)|亩(?:均)|"
    r"吨(?:级)|元(?:宇)|类(?:型|别)|批(?:次)?$(?!)"
)


# A word of one or two characters between a figure and the end of its clause, where no measure is known by that name.
_UNKNOWN: Final = re.compile(
    r"(?![余多来以左右上下个年月日后前内外间段期级倍次强位名度时元左])[\u4e00-\u9fff]{1,2}(?=以[上内下]|左右|[，。；、]|$)"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """`unit` as it is printed, without blanks; `end` is where it ends in the reading text."""

    unit: str
    end: int

    @property
    def counts(self) -> bool:
        """Whether it counts things, so that what is counted may follow it directly."""
        return self.unit.lstrip("百千万亿十") in COUNTERS


def read(text: str, start: int) -> Measure | None:
    """The unit that begins at `start` (blanks and one of 余 多 来 are passed over), None where there is none."""
    at = start
    while at < len(text) and text[at] in " 余多来":
        at += 1
    m = re.match(r"/(?:1|10)?[万千](?!元)人?", text[at:])
    if m:
        return Measure(m[0], at + m.end())  # 9/10万
    m = _MEASURE.match(text, at)
    if m:
        unit = m[0]
        bare = unit.lstrip("万亿千百十")
        tail = text[m.end() - len(bare) : m.end() + 4] if bare and "/" not in bare else ""
        if not (len(bare) == 1 and tail and _NOT.match(tail)):
            return Measure(re.sub(r"\s", "", unit), m.end())
    m = _BARE_SCALE.match(text, at)
    if m:
        unknown = _UNKNOWN.match(text, m.end())
        if unknown and _names_thing(text, start):
            return Measure(m[0] + unknown[0], unknown.end())  # 50亿单位，60万空方。
        return Measure(m[0], m.end())
    unknown = _UNKNOWN.match(text, at)
    if unknown and len(unknown[0]) == 1 and _names_thing(text, start):
        return Measure(unknown[0], unknown.end())
    return None


def _names_thing(text: str, start: int) -> bool:
    """Whether a noun stands before the figure that ends at `start`, so that what follows can only be its measure."""
    number = re.search(r"[\d.,]+$", text[max(0, start - 16) : start])
    before = text[max(0, start - 40) : start - len(number[0])] if number else ""
    return bool(re.search(r"[\u4e00-\u9fff]{3}$", before)) and not re.search(r"[第前后的约为]$", before)


def is_share(unit: str) -> bool:
    """Whether the unit is a share or rate, which can neither be summed nor built."""
    return unit in {"%", "‰", "‱", "个百分点", "百分点", "个点", "分", "岁", "倍"}
