"""What a figure measures, in the few words an officer would write into a table."""

import re
from typing import Final

_TIME: Final = re.compile(
    r"(?:(?:到|至|截至|在|力争|争取)*[（(]?(?:19|20)\d\d[）)]?年?(?:底|末|年底|年末)?(?:前|之前|以前|时)?)|"
    r"(?:到|至)?[“\"‘]?[一二三四五六七八九十]{1,2}五[”\"’]?(?:期间|"
    r"时期末|时期|规划期间|末期|期末|末)|未来[一二三四五六七八九十\d]+年|"
    r"[一二三四五六七八九十\d]+年内|"
    r"规划期(?:间|内|末)|(?:到|至)?期末|今年|全年|年底前"
)
_ADVERB: Final = (
    "累计|共计|合计|总共|共|分别|均|都|全部|年均|每年|每年度|"
    "平均每年|逐年|力争|争取|确保|努力|预计|预期|计划|将|要|"
    "应|须|可|能|约|近|基本|全面|持续|大力|积极|稳步|不断|"
    "进一步|"
    "有序|加快|着力|重点(?=建设|培育|支持|打造|推进|发展|引进|实施|培养)|逐步|深入|扎实|高标准|高质量|高水平|"
    "科学|合理|统筹|同步|分批|率先|切实|有效|广泛|使|让|把|"
    "将|并|且|同时|其中|从而|即|也|还|至少|总数|总计|到|至|"
    "在|的|为|以上|以|，|、|：|；| "
)
_DROPPED_VERB: Final = (
    "推动|推进|促进|实现|完成|形成|建成|建设|打造|培育|发展|"
    "引导|支持|鼓励|组织|保持|保障|维持|稳定|拥有|具有|具备|"
    "开展|实施|达到|达|争创|创建|构建|搭建|设立|布局|健全|"
    "完善|"
    "加强|强化|提升|提高|扩大|增加|加大|做大|做强|壮大|聚集|"
    "集聚|落实|巩固|深化|优化|控制|将|引进|培养|选拔|遴选|"
    "认定|组建|成立|建立|开通|开发|推广|举办|承办|布设|设置|"
    "配备|配置|制定|制修订|出台|编制"
)
KEPT_VERB: Final = (
    "新增|新建|改造|改建|改扩建|新建改扩建|新改扩建|扩建|修建|"
    "培训|轮训|监测|指导|办理|服务|惠及|带动|吸纳|修复|治理|"
    "淘汰|退出|整治|帮扶|资助|救助|覆盖|安置|转移|输送|发放|"
    "发展|举行|"
    "调解|处理|受理|查处|审结|采集|归集|接收|数字化|征集|开放|"
    "共享|发布|出版|创作|放映|演出|接待|收集|抢救|保护|种植|"
    "造林|绿化|植树|建档|铺设|更新|投放|压减|关停|提供|惠企|"
    "派出|选派|招引|落地|签约|转化|孵化|入驻|上线|上市|投产|"
    "投用|竣工|开工|投入|安排|筹集|盘活|供应|供给|生产|实施|"
    "吸引|招募|推荐|参与|主导"
)
_SCOPE: Final = (
    r"全[市省区县国州旗域镇乡]|我[市省区县国州]|本[市省区县]|"
    r"各[市省区县]|市[级域]?(?=，)|(?:全市|全省|全区|全县)范围内|"
    r"辖区内?|域内"
)
_LONGEST: Final = 60  # characters of a name; what is longer is a clause
_LEAD: Final = re.compile(rf"^(?:{_ADVERB}|{_SCOPE}|{_DROPPED_VERB})")
_LEAD_LIGHT: Final = re.compile(rf"^(?:{_ADVERB}|{_SCOPE})")
_LINKS: Final = (
    "稳定保持在|稳定在|稳定|保持在|保持|维持在|维持|控制在|"
    "控制|提高到|提高至|提升到|提升至|增加到|增加至|增至|增长到|"
    "增长至|扩大到|扩大至|上升到|上升至|升至|发展到|发展至|"
    "延长到|延长至|下降到|下降至|降低到|降低至|降至|降到|减少到|"
    "减少至|减至|压减至|压减到|压缩至|压缩到|压缩在|缩短至|"
    "缩短到|缩减至|回落到|达到|达|超过|超|突破|不低于|不少于|"
    "不小于|不超过|不高于|不得低于|不得超过|不大于|至少|"
    "高于|低于|大于|小于|少于|多于|优于|实现|完成|为|是|约|"
    "近|已|共|仅|≥|≤|>|<|=|约为|总计|合计|共计|累计|分别|均|"
    "都|全部|力争|争取|确保|有望|预计|左右|基本|逐步|到|至|"
    "在|最高|最低|率先|要|应|将|也|再|年均|每年|：|，|、| "
)
_TAIL: Final = re.compile(rf"(?:{_LINKS})$")
_RISE: Final = re.compile(
    r"(?:增长|提高|提升|增加|上升|扩大|增幅|增速|递增|延长|"
    r"增)(?:了|约|达|达到|超过|超|不低于|不少于|至少|力争|保持在|"
    r"在|不|均|都|分别|幅度|率)*$"
)
_FALL: Final = re.compile(
    r"(?:下降|降低|减少|削减|压减|压缩|缩短|缩减|降幅|降|减排|"
    r"节约|递减)(?:了|约|达|达到|超过|超|不低于|不少于|至少|"
    r"力争|在|均|都|分别|幅度|率|比例)*$"
)
_PARENS: Final = re.compile(r"（[^（）]*）")
_RANK: Final = re.compile(r"(?:进入|跻身|迈入|挺进|保持|位居|位列|稳居|排名|排位|居|列)[^，；]{0,10}前$")
_LIST_NUMBER: Final = re.compile(
    r"^(?:\d{1,2}[.．、](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳])[ ]?"
)
_REFERENCE: Final = re.compile(
    r"[较比](?:(?:19|20)\d\d年?(?:底|末)?|上年|“?[一二三四五六七八九十]{1,2}五”?(?:末|"
    r"期末|时期)?)(?:的)?|(?:与|同)(?:19|20)\d\d年(?:底|末)?相比|"
    r"在(?:19|20)\d\d年(?:底|末)?(?:的)?基础上|以(?:19|20)\d\d年为基[期准]"
)
VAGUE: Final = frozenset(
    {
        "",
        "总数",
        "数量",
        "规模",
        "总量",
        "总规模",
        "占比",
        "比重",
        "比例",
        "总额",
        "其中",
        "面积",
        "增速",
        "增幅",
        "率",
        "人数",
        "总人数",
        "面积率",
        "产值",
        "年均增速",
        "增长率",
        "覆盖率",
        "长度",
        "投资",
        "总投资",
        "里程",
    }
)
_TRANSITIVE: Final = re.compile(
    rf"(?:{KEPT_VERB}|{_DROPPED_VERB}|为|给|向|对|有|设|建|办|每个[\u4e00-\u9fff]{{1,8}}|各)(?:了)?$"
)
_CONTEXT: Final = re.compile(
    r"(?:围绕|聚焦|依托|发挥|针对|按照|根据|瞄准|立足|涉及)[^，；。]{0,40}$|"
    r"(?:结合|面向|基于|通过|落实|贯彻|涉及|包括|涵盖|对接|"
    r"对照|与|以|从|在|对)[\u4e00-\u9fff“”（）、]{0,12}$|(?:由|"
    r"下设|内设|设有|分设)[^，；。]{0,40}$"
)


def strip_time(words: str) -> str:
    """The words without what tells a time, a reference year, or the number of a list item at their beginning."""
    return _TIME.sub("", _REFERENCE.sub("", _LIST_NUMBER.sub("", words)))


def change_of(before: str) -> str:
    """`rise`, `fall` or nothing: what the words before a figure say of its direction (提高5个百分点, 下降18%)."""
    if _RISE.search(before):
        return "rise"
    return "fall" if _FALL.search(before) else ""


def subject(before: str) -> str:
    """The noun phrase before a figure: time, modality, place, linking verbs taken off both ends."""
    words = _PARENS.sub("", _RANK.sub("", strip_time(before)))
    words = re.split(r"[：；]", words)[-1] if not words.endswith(("：", "；")) else words
    words = _trim_tail(_RISE.sub("", _FALL.sub("", _trim_tail(words))))
    words = _trim_lead(words)
    return _short(words.strip("，、：；。 ·—-的“”"))


def _trim_tail(words: str) -> str:
    while m := _TAIL.search(words):
        if m.end() == m.start() or _noun_end(words, m[0]):
            break
        words = words[: m.start()]
    return words


def _noun_end(words: str, link: str) -> bool:
    """A linking word that really ends a noun (高新技术企业培育中心在…): single letters only when a verb precedes."""
    return link in {"在", "为", "到"} and len(words) > 2 and words[-2] in "存现所内因成行作"


def _trim_lead(words: str) -> str:
    while True:
        m = _LEAD.match(words)
        if not m or not m.end() or len(words) - m.end() < 2:
            return words
        rest = words[m.end() :]
        # 建设用地, 发展中心, 服务业, 推广站: a verb that is the beginning of a noun stays.
        if m[0] in {
            "建设",
            "发展",
            "培育",
            "控制",
            "保障",
            "开发",
            "引导",
            "推广",
            "组织",
            "认定",
            "支持",
            "实施",
            "创建",
        } and re.match(
            r"用地|面积|规模|水平|指数|指标|中心|基地|率|性|用|费|量|期|资金|项目数|成本|区|站|机构|投入|强度|对象",
            rest,
        ):
            return words
        words = rest


def is_verb_only(before: str) -> bool:
    """Whether what stands before a figure lacks a noun, so that what is counted follows (建设|10个…, 为|25000家…)."""
    words = _PARENS.sub("", strip_time(before))
    words = re.split(r"[：；，]", words)[-1]
    words = _trim_tail(words)
    while (m := _LEAD_LIGHT.match(words)) and m.end():
        words = words[m.end() :]
    if not words:
        return True
    return bool(_TRANSITIVE.search(words)) and not re.search(
        r"(?:率|量|数|额|值|面积|里程|人口|比重|占比|收入|投资|年限|寿命)$", words
    )


def verb_of(before: str) -> str:
    """The verb before the figure that tells what is done, where it adds something (新增, 培训); else nothing."""
    words = _trim_tail(_PARENS.sub("", strip_time(before)))
    m = re.search(rf"({KEPT_VERB})$", words)
    return m[1] if m else ""


def thing(after: str) -> str:
    """The noun phrase behind a figure: what is counted."""
    words = _PARENS.sub("", after)
    words = re.split(r"[，；。：]", words)[0]
    words = re.sub(r"^(?:以上|左右|以内|及以上|的|、|和|及)+", "", words)
    words = re.sub(r"(?:、|和|及|与|以及|并|同时|其中|的)$", "", words)
    return _short(words.strip("，、：；。 “”"), keep_end=False)


def is_context(before: str) -> bool:
    """Whether the words before a figure only tell the setting (围绕20个重点产业, 由21个部门)."""
    return bool(_CONTEXT.search(re.split(r"[，；。：]", before)[-1]))


def clean_cell(words: str) -> str:
    """The name in a table's cell without its number and marks."""
    name = re.sub(
        r"^(?:[（(]?\d{1,2}[）)]?[.、． ]?(?=[^\d%年万\-—~～岁])|"
        r"[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|"
        r"[①-⑳]|#)",
        "",
        words.strip(),
    )
    return re.sub(r"[*＊①-⑳]+$|\[\d+\]$", "", name).strip(" ：:")


def _short(words: str, *, keep_end: bool = True) -> str:
    if len(words) <= _LONGEST:
        return words
    parts = re.split(r"[，；]", words)
    if not keep_end:
        return parts[0] if len(parts[0]) <= _LONGEST else parts[0][:_LONGEST]
    if len(parts[-1]) <= _LONGEST:
        return parts[-1]
    # Cut at a join, so that no word is torn: from the last one that leaves the name short enough.
    cuts = [m.end() for m in re.finditer(r"[、的和及与]", parts[-1]) if len(parts[-1]) - m.end() <= _LONGEST]
    return parts[-1][cuts[0] if cuts else -_LONGEST :]
