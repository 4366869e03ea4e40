"""Whether a stretch of text promises, reports, rules or explains: told by headings and by the grammar of sentences."""

import re
from enum import StrEnum
from typing import Final


class Mood(StrEnum):
    GOAL = "goal"  # a section of aims: what it counts is meant
    TASK = "task"  # tasks, measures, projects: future unless a sentence says otherwise
    PAST = "past"  # achievements, basis, situation, review
    NOTE = "note"  # definitions, notes
    RULE = "rule"  # articles of law, conditions, procedures
    OTHER = "other"


_FORWARD_VERB: Final = (
    "夯实|优化|营造|加强|强化|完善|筑牢|巩固|提升|提高|打造|"
    "改善|健全|构建|塑造|推进|推动|促进|深化|厚植|扩大|加快|"
    "加大|实施|建设|建立|开展|培育|构筑|形成|释放|激活|彰显|"
    "应对|抢抓|把握|用好|发挥|增创|再造|补齐|弥补|消除|降低|"
    "减少|防范|"
    "创新|统筹|增强|坚持|提振|催生|赋能|重塑|争创|争当|擦亮|"
    "讲好|推广|普及|丰富|繁荣|振兴|做优|办好|织密|织牢|兜牢|"
    "守住|严守|打好|打赢|攻克|突破|实现|拓宽|畅通|凝聚|全面|"
    "大力|积极|着力|深入|持续|聚焦|保障|完成|做好|做强|壮大|"
    "激发|拓展|落实|支持|引导|鼓励|规范|严格|切实|稳步|创建|"
    "保护|防治|守护|破解|解决|探索|抓好"
)
_PAST_HEAD: Final = re.compile(
    r"(?:成就|成效|成绩|基础|现状|背景|环境|形势|回顾|挑战|"
    r"机遇|问题|不足|短板|优势|进展|总结|完成情况|实施情况|"
    r"执行情况|工作情况|基本情况|发展情况|主要情况|概况|历程|"
    r"规划实施评估|主要做法|亮点|条件|特征|趋势|差距|必要性|意义)[）)]?$"
)
_PAST_FIRM: Final = re.compile(
    r"(?:成就|成效|回顾|现状|发展基础|工作基础|背景|形势|(?:发展|"
    r"外部|内部|宏观|面临|政策|国际|国内)环境|完成情况|机遇|"
    r"挑战)[与和及]?[\u4e00-\u9fff]{0,4}$"
)
_GOAL_HEAD: Final = re.compile(r"目标|指标(?!完成)|愿景|展望|预期")
_TASK_HEAD: Final = re.compile(
    r"任务|举措|措施|工程|行动|专栏|项目|重点工作|安排|打算|计划|路径|布局|清单|下一步|思路|要求|保障|建设内容|专项"
)
_NOTE_HEAD: Final = re.compile(
    r"^(?:注|注释|备注|名词解释|指标解释|说明|附注|解释)[:：]?|"
    r"(?:名词|指标|术语)(?:解释|说明|注释)|指标(?:含义|定义|"
    r"解释)"
)
_NOTE_LINE: Final = re.compile(
    r"^(?:注|注释|备注|说明|附注|资料来源|数据来源)[\d一二三①②]{0,2}[:：.、]|^[①②③④⑤⑥⑦⑧⑨⑩*＊]|^[\[［]\d{1,2}[\]］]"
)
_DEFINES: Final = re.compile(
    r"(?:”|》|率|量|数|额|度|积|值|例|重|业|\A.{2,20})(?:（[^）]*）)?(?:，)?(?:是指|"
    r"系指|指的是|即指|定义为|的计算公式|是反映|=)|^.{2,24}：(?:是)?指"
)
_RULES: Final = re.compile(
    r"给予.{0,40}?(?:奖励|补助|补贴|资助|扶持|支持|优惠|贴息|"
    r"奖补|减免)(?=[，。；）]|[\u4e00-\u9fff]{0,3}$)|(?:奖励|"
    r"补助|补贴|资助|奖补|贴息|罚款|处罚)(?:标准|金额|比例|"
    r"资金)?(?:为|按|最高|不超过|共|达)?[^，。]{0,4}\d[\d.,]*[百千万亿]*元|"
    r"最高.{0,12}?(?:奖励|补助|补贴|资助|贴息|\d+万元)|一次性.{0,10}?\d|"
    r"处.{0,14}罚款|罚款|应当|不得(?!低于|少于|超过)|方可|之日起|"
    r"的，(?:由|应|可|给予|按|不)|"
    r"(?:符合|具备|满足).{0,10}条件|申[请报](?:条件|人|材料)(?![^，]{0,8}(?:精简|压减|减少|压缩))|"
    r"报名(?:时间|方式|条件|费)|竞买|保证金|招聘(?:条件|公告|"
    r"岗位)|笔试|面试|投标|允许[^，。]{0,30}(?:按|不超过)"
)
_RULE_QUANTITY: Final = re.compile(
    r"(?:由|设).{0,20}?(?:人|名)(?:以上)?组成|期满|分为|分成|划分为|(?:个)?(?:工作)?日内(?!.{0,6}(?:办结率|"
    r"办结比例))|\d+周岁|有效期"
)
_FORWARD: Final = re.compile(
    r"力争|争取|确保|努力|计划(?!完成|外|》|单列|生育)|(?<![旨即以])将(?!其|"
    r".{0,12}(?:纳入|作为|列入|转化|与|向))|目标(?:是|为|值)?|"
    r"预计|预期|拟|基本实现|实现.{0,30}(?:全覆盖|达到)|更加|"
    r"进一步|"
    r"不断|稳步|逐步|有望|要(?=达到|实现|确保|完成|新|建|力)"
)
_DONE: Final = re.compile(
    r"(?<!而)已(?!有条件)|(?:[\u4e00-\u9fff])了(?=[\d\u4e00-\u9fff])(?<!为了)(?<!除了)|"
    r"同比|环比|比上年|较上年|比去年|较去年|上年同期|超额|如期|"
    r"圆满|取得|荣获|获评|获批|获得|先后|连续\d*[一二三四五六七八九十]*年|"
    r"位居|位列|居全[国省市]|全[国省市]第[一二三四五]|首批|成功(?!率)|目前|当前|截至|截止|"
    r"初步(?:核算|统计|测算)|据统计|曾|创.{0,6}新高|(?:由|从)[^，。]{1,14}(?:年的|"
    r"的)[^，。]{0,10}(?:提高到|提升到|增加到|下降到|增至|降至|"
    r"上升到)|仅|仍|尚|率先|"
    r"比(?:十|“).{1,4}末(?:增|提|下)"
)
_COMPARED: Final = re.compile(r"同比|环比|比上年|较上年|比去年|较去年")
_ARTICLE: Final = re.compile(r"^第[一二三四五六七八九十百零\d]+条(?=[ 　\u4e00-\u9fff])")


def of_heading(title: str, inherited: Mood, *, previous_period: bool, run_in: bool = False) -> Mood:
    """The mood that a heading sets for its section; `inherited` from the section above. `previous_period`: it names
    the five years before the plan and not the plan's own. `run_in`: it is the first words of a paragraph, which
    never turn a section of tasks into a report or the other way round.
    """
    words = re.sub(r"[“”\"‘’]", "", title)
    if inherited is Mood.OTHER and re.fullmatch(
        r"(?:发展|建设|工作|规划|改革|现实)(?:基础|现状|背景|成效|"
        r"情况|条件|环境|形势|成就)",
        words,
    ):
        return Mood.PAST
    if _NOTE_HEAD.search(words):
        return Mood.NOTE
    if run_in:
        return inherited
    forward = re.match(_FORWARD_VERB, re.sub(r"^[\d一二三四五六七八九十、.（）()第章节 ]+", "", words))
    if (
        inherited is Mood.PAST
        and not previous_period
        and (_GOAL_HEAD.search(words) or re.search(r"总体要求|重点任务|下一步|工作思路|工作打算", words))
    ):
        return Mood.GOAL if _GOAL_HEAD.search(words) else Mood.TASK
    if inherited is Mood.PAST:
        return Mood.PAST
    if inherited in {Mood.TASK, Mood.GOAL} and not (len(words) <= 18 and _PAST_FIRM.search(words)):
        return Mood.GOAL if _GOAL_HEAD.search(words) else inherited if not forward else Mood.TASK
    if not forward and (_PAST_HEAD.search(words) or re.search(r"如期完成|成效|成就|回顾", words)):
        return Mood.GOAL if _GOAL_HEAD.search(words) and not re.search(r"完成", words) else Mood.PAST
    if previous_period and not forward:
        return Mood.PAST
    if _GOAL_HEAD.search(words):
        return Mood.GOAL
    if forward or _TASK_HEAD.search(words):
        return Mood.TASK
    return inherited


def of_paragraph(text: str, inherited: Mood) -> Mood:
    """A note or an article of law is known by its beginning, wherever it stands."""
    if _NOTE_LINE.match(text):
        return Mood.NOTE
    if _ARTICLE.match(text):
        return Mood.RULE
    return inherited


def defines(sentence: str) -> bool:
    return bool(_DEFINES.search(sentence))


def rules(sentence: str) -> bool:
    """Whether a sentence grants, fines, or sets a condition or a procedure, so that its figures promise nothing."""
    return bool(_RULES.search(sentence))


def rule_begins(part: str) -> int:
    """Where the rule in a part of a sentence begins: 引进团队100个，|给予每个团队500万元支持. From the start where the
    clauses before it name those whom it is for (对…的企业，给予…).
    """
    place = 0
    for m in re.finditer(r"[^，；]+[，；]?", part):
        if rules(m[0]):
            return place
        clause = re.sub(r"^(?:[（(]?[\d一二三四五六七八九十]{1,3}[）).、．]+)", "", m[0])
        addressed = re.match(r"对|凡|经|符合|被|在|于|获|首次|年|当|为|从|按|每|满|超过|连续", clause)
        if addressed or re.search(
            r"(?:的|者|企业|单位|项目|人员|作品|家庭|个人|机构|的[\u4e00-\u9fff]{1,10})，$", clause
        ):
            return 0
        place = m.end()
    return 0


def is_procedure(clause: str) -> bool:
    """A period or a head count of a procedure; shortening a period (压缩至3个工作日) is a promise all the same."""
    return bool(_RULE_QUANTITY.search(clause)) and not re.search(r"压缩|缩短|压减|减至|减少|提速|提高|达到", clause)


def follows_standard(clause: str) -> bool:
    """按每百户不少于20平方米的标准: a norm that is applied, not a figure that is to be reached."""
    return bool(re.search(r"按(?:照)?[^，]{0,24}的?(?:标准|比例)(?!化)", clause))


def looks_forward(words: str) -> bool:
    return bool(_FORWARD.search(words))


def looks_back(words: str, *, meant: bool = False) -> bool:
    """Whether a clause reports. A comparison with last year alone (同比下降2个百分点) does not where it is `meant`."""
    return bool(_DONE.search(_COMPARED.sub("", words) if meant else words))


def is_article(text: str) -> bool:
    return bool(_ARTICLE.match(text))
