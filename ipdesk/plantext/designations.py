"""What a number in running text is: a quantity, or a year, a list number, part of a name, a threshold.

Judged from the characters around it alone, never from what the text is about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ipdesk.plantext import measures, numbers
from ipdesk.plantext.measures import Measure
from ipdesk.plantext.numbers import Number, Written

# Reason codes of numbers that are no quantities (sentences in text/messages/compiler.py).
YEAR: Final = "year"
DATE: Final = "date"
DOCUMENT: Final = "document_number"
LIST: Final = "list_number"
LABEL: Final = "label"
ORDINAL: Final = "ordinal"
NAME: Final = "name"
RATIO: Final = "ratio"
CONTACT: Final = "contact"
DENOMINATOR: Final = "denominator"
PERIOD: Final = "period"
THRESHOLD: Final = "threshold"
FOOTNOTE: Final = "footnote"
DEFINITION: Final = "definition"
BARE: Final = "bare"  # no unit: a quantity only where the sentence says so
SMALL: Final = "small_word"  # 三个, 两家 in passing: a quantity only where the sentence says so


_NEAR: Final = 60  # how far around a number its role is looked for


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its unit and what it is; `role` is empty for a quantity."""

    number: Number
    measure: Measure | None
    role: str = ""

    @property
    def unit(self) -> str:
        return self.number.unit or (self.measure.unit if self.measure else "")

    @property
    def end(self) -> int:
        """Where number and unit end."""
        return max(self.number.end, self.measure.end if self.measure else 0)


_QUOTES: Final = re.compile(r"“[^“”]{1,16}”|‘[^‘’]{1,16}’|「[^」]{1,16}」|『[^』]{1,16}』|\"[^\"]{1,16}\"")
_EXPLAINED: Final = re.compile(
    r"“[^“”]{0,12}\d[^“”]{0,12}”（[^（）]{1,80}）"
)  # “123出行圈”（都市区1小时通勤、…）: what a name means
_TITLES: Final = re.compile(r"《[^《》]{1,90}》")
_DOCUMENT: Final = re.compile(
    r"[〔\[【（(](?:19|20)\d\d[〕\]】）)](?:第)?\d+(?:号)?|第?(?<!\d)\d{1,9}号(?:令|文|公告|文件)?|"
    r"(?:GB|DB|ISO|IEC|T|HJ|JGJ|CJJ|YY|DA|WS|NY|SL)(?:/[A-Z]{1,3})?[ ]?\d+(?:\.\d+)?(?:[-—]\d+)*"
)
_YEARS: Final = re.compile(
    r"(?<![\d.])(?:19|20)\d\d(?:年)?[-—–―~～至到/]{1,2}(?:(?:19|20)\d\d|\d\d(?=年))(?:年)?(?![\d.%万亿])|"
    r"(?<![\d.])(?:19[4-9]|20[0-6])\d(?=年(?!人|均产|产量))|二[〇○零][〇○零一二三四五六七八九]{2}(?=年)|\d{1,2}世纪|"
    r"(?<![\d.])\d{2}年代"
)
_DATE: Final = re.compile(
    r"(?<!\d)(?:1[0-2]|0?[1-9])月(?!度)(?:份|底|末|初|中旬|"
    r"上旬|下旬)?(?:[0-3]?\d(?:日|号)?)?(?:[至到—-]+[0-3]?\d[日号])?(?!\d)|"
    r"(?<![\d比例为])\d{1,2}[:：]\d{2}(?!\d)|"
    r"(?<!\d)(?:19|20)\d\d[-/.](?:1[0-2]|0?[1-9])[-/.][0-3]?\d(?!\d)|"
    r"[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_LEADING: Final = re.compile(
    r"^(?:第[\d〇零一二三四五六七八九十百]+[章节条编篇部分]+|"
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][\d一二三四五六七八九十]{1,3}[）)]|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}(?=[^\d%万亿])|\d{1,3}[.．、](?!\d)|\d{1,3}[.．] (?=\d)|\d{1,2}[）)]|\d{1,2} (?=[^\d]))"
)
_ENUMERATOR: Final = re.compile(
    r"(?<=[。；：，、！?])(?:[（(][\d一二三四五六七八九十]{1,3}[）)]|"
    r"\d{1,2}[.．、](?=[^\d])|[一二三四五六七八九十]{1,2}[是要]|"
    r"第[一二三四五六七八九十],)|"
    r"^[一二三四五六七八九十]{1,2}[是要]"
)
_LABEL: Final = re.compile(
    r"(?:表|图|专栏|附件|附表|附录|专项|注|案例|例|工程|模块|"
    r"步骤|阶段)(?:[ ]?)([\d一二三四五六七八九十]+)(?![\d.]*[%万亿个家项件名人座所])"
)
_FIVE_YEAR: Final = re.compile(r"[“\"‘]?[一二三四五六七八九十]{1,2}五(?=[”\"’]|期间|时期|规划|末|以来|初|收官|开局)")
_CONTACT: Final = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—]?\d{7,8}|1[3-9]\d{9}|\d{3,4}-\d{3,4}-\d{3,4}|"
    r"\d{6,}(?![\d.]*[万亿]?[%个家件项人元吨平公次名户条份]))(?!\d)"
)
_RATIO: Final = re.compile(r"(?<!\d)(?:\d{1,9}(?:\.\d{1,9})?[:：]\d+(?:\.\d+)?|\d{1,9}(?:\+\d+)+|\d{1,9}[×xX*]\d+)")
_FOOTNOTE: Final = re.compile(r"(?<=[\u4e00-\u9fff”》）])[\[［]\d{1,2}[\]］]")
_NAME_AFTER: Final = re.compile(
    r"级|类|星|型|代|号|期|轮|维|纵|横|环|轴|带|核|廊|圈|极|"
    r"翼|频|路|线|国道|省道|热线|调查|工程|计划|平台|条款|模式|"
    r"体系|战略|行动|千伏|伏|V|°"
)
_ATTRIBUTE: Final = re.compile(
    r"(?:及)?(?:以上|以下|以内|左右|不等)?(?:（含）|（不含）)?的(?!目标|"
    r"水平|速度|增速|增长|规模|比例|比重|增幅|幅度|覆盖|占比|"
    r"总量|标准|要求|成效|"
    r"基础|高标准|\Z|[，。；、])"
)
_BODY: Final = (
    "企业|单位|项目|园区|集群|城市|县|镇|村|乡|街道|人群|老年人|"
    "老人|儿童|婴幼儿|青少年|产业|机构|家庭|用户|医院|学校|"
    "场馆|人口|居民|职工|行政村|自然村|港口|泊位|码头|机组|"
    "水库|河流|湖泊|耕地|公路|建筑|小区|商场|景区"
)
_BODY_AFTER: Final = re.compile(rf"(?:及)?(?:以上|以下|以内)(?:（含）)?(?:的)?[\u4e00-\u9fff]{{0,6}}?(?:{_BODY})")
_OVER_BODY: Final = re.compile(rf"(?:的)?[\u4e00-\u9fff]{{0,4}}?(?:{_BODY})")
_CAMPAIGN: Final = re.compile(r"[\u4e00-\u9fff“”]{2,20}(?:计划|行动|工程|活动)(?=[，。；、]|\Z)")
_RANKED: Final = re.compile(r"(?:进入|跻身|迈入|挺进|保持|位居|位列|稳居|居|列)[^，；]{0,14}前$")
_LASTING: Final = frozenset({"小时", "个小时", "分钟", "秒", "天", "周"})
_LENGTHS: Final = frozenset({"公里", "千米", "米", "厘米", "毫米", "海里"})
_CAPACITY: Final = re.compile(r"蒸吨|[千兆]瓦$|千伏|万吨级")
_REACHED: Final = re.compile(
    r"(?:达到?|(?:提高|提升|增加|优化|调整|扩大|上升|发展)[到至为]|不低于|不少于|超过|保持在|稳定在)$"
)
_SMALL_OK: Final = re.compile(
    r"至少$|不少于$|不低于$|不超过$|达到?$|超过$|突破$|减?降?[至到]$|"
    r"新增$|新建$|建成$|建设$|培育$|打造$|引进$|创建$|各$|完成$|"
    r"举办$|[缩减]短$"
)


def mentions(text: str, *, lost_points: bool = False, leading: bool = True) -> tuple[Mention, ...]:
    """Every number of a paragraph's reading text, each with its unit and role. `leading`: a list number may begin it.

    Chinese numerals that count nothing (一体化, 进一步, 统一) are no numbers and left out.
    """
    kinds: list[str] = [""] * (len(text) + 1)
    for first, last, code in _zones(text, leading=leading):
        kinds[first:last] = [kind or code for kind in kinds[first:last]]
    result = []
    inside = 0  # up to where the last unit reaches: the 百 of 个百分点 and the 10 of 9/10万 are no numbers
    for number in numbers.find(text, lost_points=lost_points):
        if number.start < inside:
            continue
        role = kinds[number.start] if kinds[number.start] == kinds[number.end - 1] else ""
        if number.repaired and not role:
            # 3 2025: a list number before a year, not a lost point; the reader of blanks knows no better.
            role = next((kind for kind in kinds[number.start : number.end] if kind), "")
        if role == RATIO and (ratio := _reached_ratio(text, number)) is not None:
            inside = ratio.end
            result.append(ratio)
            continue
        if role:
            if number.written is Written.CHINESE and role in {NAME, LIST, ORDINAL, YEAR, LABEL, DATE}:
                continue
            result.append(Mention(number, None, role))
            continue
        measure = None if number.unit else measures.read(text, number.end)
        inside = measure.end if measure else number.end
        if number.written is Written.CHINESE:
            mention = _chinese(text, number, measure)
            if mention is not None:
                result.append(mention)
            continue
        result.append(Mention(number, measure, _role(text, number, measure)))
    return tuple(result)


def _reached_ratio(text: str, number: Number) -> Mention | None:
    """A ratio to one that is to be reached (达到2.5:1) is a figure;師生 1:15 and 7×24 are none."""
    m = re.match(r"[:：](1)(?![\d.:：])", text[number.end :])
    if m is None or not _REACHED.search(text[max(0, number.start - 8) : number.start]):
        return None
    return Mention(number, Measure(":1", number.end + m.end()))


def _zones(text: str, *, leading: bool) -> Iterator[tuple[int, int, str]]:
    if leading and (m := _LEADING.match(text)):
        yield m.start(), m.end(), LIST
    for pattern, code in (
        (_TITLES, NAME),
        (_EXPLAINED, DEFINITION),
        (_QUOTES, NAME),
        (_DOCUMENT, DOCUMENT),
        (_FIVE_YEAR, NAME),
        (_YEARS, YEAR),
        (_DATE, DATE),
        (_ENUMERATOR, LIST),
        (_CONTACT, CONTACT),
        (_RATIO, RATIO),
        (_FOOTNOTE, FOOTNOTE),
        (_LABEL, LABEL),
    ):
        for m in pattern.finditer(text):
            if m.end() > m.start():
                yield m.start(), m.end(), code


def _role(text: str, number: Number, measure: Measure | None) -> str:
    before, after = text[max(0, number.start - _NEAR) : number.start], text[number.end : number.end + _NEAR]
    unit = number.unit or (measure.unit if measure else "")
    if re.search(r"第$", before):
        return ORDINAL
    if re.search(r"前$", before) and (measure is None or unit in {"位", "名", "强", "%", "列"}):
        return "" if measure is not None and unit != "%" and _RANKED.search(before) else ORDINAL
    if re.search(r"[时车限航]速(?:为|达)?$", before):
        return THRESHOLD
    if re.search(r"每(?:隔)?$", before) and unit != "%":
        return DENOMINATOR
    if re.search(r"[A-Za-z][-—.]?$", before) and not (unit == "%" and re.search(r"[A-Z]{3,}$", before)):
        return NAME
    if measure and not number.unit and re.match(r"[吨元米人户卡瓦]级", text[measure.end : measure.end + _NEAR]):
        return NAME  # 5万吨级泊位
    if measure is None and not number.unit:
        if re.match(r"[A-Za-z]", after) or _NAME_AFTER.match(after):
            return NAME
        if number.upper is None and number.value == number.value.to_integral() and 1949 <= number.value <= 2060:
            return YEAR
        return BARE
    tail = text[measure.end : measure.end + _NEAR] if measure else after
    if _CAMPAIGN.match(tail) and re.search(r"(?:实施|开展|启动|推进|组织|推行|深化|落实|参加|参与)(?:好)?$", before):
        return NAME  # 实施百家企业培育计划: the name of a campaign
    return _part_of_name(before, tail, unit) or _threshold(before, tail, unit, measure)


def _part_of_name(before: str, tail: str, unit: str) -> str:
    reached = re.search(
        r"(?:达到?|提高[至到]|增加[至到]|延长[至到]|缩短[至到]|"
        r"压缩[至到]|减[至到]|降[至到]|不少于|不低于|不超过|至少|"
        r"控制在|超过|[至到为])$",
        before,
    )
    if re.match(r"级(?!以上城市)", tail):
        return NAME
    if unit.endswith("岁") and (not reached or re.match(r"(?:及)?以[上下内](?!，|。|；|、|$)[\u4e00-\u9fff]", tail)):
        return NAME
    if unit in {"年", "个月", "周", "天"} and not reached and not re.match(r"以[内下]", tail):
        return PERIOD  # 连续支持3年
    if unit in {"分钟", "秒"} and not reached and not re.match(r"以[内下]", tail):
        return NAME
    if unit == "分钟" and re.match(r"[\u4e00-\u9fff]{0,12}?圈|便民|社区|可达|到达", tail):
        return NAME
    if (
        unit in {"小时", "个小时"}
        and not reached
        and re.match(r"[\u4e00-\u9fff“]{0,12}?圈|全天|通勤|不间断|在线|服务|开放|自助|值班|监[测控]", tail)
    ):
        return NAME
    produced = re.search(r"(?:完成|新增|采集|播出|制作|开展|培训|累计|举办|服务)$", before)
    if unit in _LASTING and not (reached or produced) and re.match(r"(?!以[内上下])[\u4e00-\u9fff]{2}", tail):
        return NAME  # 24小时预报准确率, 提前1小时预警
    if unit in _LENGTHS and not reached and re.match(r"[\u4e00-\u9fff]{0,4}(?:半径|分辨率|范围|间距|精度|口径)", tail):
        return NAME  # 1公里分辨率
    if unit in {"度", "天", "日"} and not reached and re.match(r"全方位|全景|无理由|无死角", tail):
        return NAME
    return ""


def _threshold(before: str, tail: str, unit: str, measure: Measure | None) -> str:
    counted = (
        measure is not None
        and measure.counts
        and unit not in {"人", "张", "户", "万人", "次", "人次", "万人次", "千人"}
    )
    share = unit in {"%", "‰"} and not re.search(r"(?:超过?|达到?|高于|低于|不低于|不少于|大于|小于)$", before)
    sized = re.search(
        r"(?:规模|组建|建立|打造|建成|建设|成立)(?:一支)?(?:不低于|"
        r"不少于|达到?|超过|突破|为)?$",
        before,
    )  # 设立规模50亿元的基金
    if not counted and not share and not sized and _ATTRIBUTE.match(tail):
        return THRESHOLD
    below = r"以下" if not _CAPACITY.search(unit) else r"以[上下]"
    if not counted and unit not in {"%", "‰"} and re.match(rf"(?:及)?{below}(?:的)?[\u4e00-\u9fff]{{2}}", tail):
        return THRESHOLD  # 10蒸吨以下锅炉, 50兆瓦以上机组
    over = re.search(r"(?:超过?|过|达到?|上)$", before)
    if not counted and unit not in {"%", "‰", "倍"}:
        m = _BODY_AFTER.match(tail) or (_OVER_BODY.match(tail) if over else None)
        if m and (
            re.search(r"\d", tail[m.end() : m.end() + 14])
            or re.match(r"[的]?(?:比例|占比|覆盖率|[\u4e00-\u9fff]{0,8}率)", tail[m.end() :])
        ):
            return THRESHOLD
    return ""


def _chinese(text: str, number: Number, measure: Measure | None) -> Mention | None:
    """A mention where Chinese numerals count with a measure word, else None."""
    before = text[max(0, number.start - _NEAR) : number.start]
    if before.endswith(("第", "每")) or measure is None:
        return None
    unit = measure.unit
    tail = text[measure.end : measure.end + _NEAR]
    if before.endswith(("第一个", "第二个", "第三个")) or set(text[number.start : number.end]) <= set("百千万亿"):
        return None  # 第二个百年, 超百亿元企业
    if unit in {"个百分点", "百分点"} or (number.value >= 20 and number.value % 10 == 0):
        role = _role(text, number, measure)
        return Mention(number, measure, role)
    if (unit[0] in "级类种层步线期批条方面体本代" and len(unit) == 1) or tail[:1] in {"级", "类", "化"}:
        return None
    if not (measure.counts or unit in {"年", "个月", "天", "倍", "公里", "亿元", "万元", "个工作日", "小时", "工作日"}):
        return None
    firm = _SMALL_OK.search(before) or tail.startswith(("以上", "左右"))
    if re.match(r"制|一贯|义务|来|行动|计划|规划|任务|目标", tail):
        return None  # 九年一贯制
    if number.value == 0 or unit == "届" or (unit == "次" and re.match(r"全会|会议|全体|历次|党代|代表", tail)):
        return None
    if number.value == 1 and not (
        re.search(r"(?:至少|不少于|不低于|各)[\u4e00-\u9fff]{0,4}$", before) or tail.startswith("以上")
    ):
        return None
    return Mention(number, measure, _role(text, number, measure) if firm else SMALL)
