"""What a document is as a whole: its title, the years it plans for, whether it sets tasks at all."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ipdesk.plantext import moods
from ipdesk.plantext.horizons import Frame, five_year_plan, ordinal_of

_PLAN_WORD: Final = re.compile(
    r"规划|计划|方案|纲要|行动|措施|意见|举措|工作要点|目标|任务|安排|部署|指标体系|愿景|蓝图|路线图"
)
_REVIEW_WORD: Final = re.compile(
    r"总结|成就|成效|回顾|综述|纪实|侧记|评估|公报|白皮书|统计|"
    r"通报|情况报告|工作报告|完成情况|进展情况|年报|年度报告|"
    r"述职|巡礼|亮点|报道|新闻|记者|答记者问|解读|公告|公示|"
    r"简报|快讯|大事记|侧写|调查报告|成绩单|条例|规定|办法|"
    r"名词解释|(?:公开|情况|编制)说明|预算|决算|法$|细则|规则|章程|标准$|规范$"
)
_TITLE_END: Final = re.compile(
    r"(?:规划|计划|方案|纲要|意见|措施|要点|条例|办法|规定|"
    r"细则|通知|公告|公报|总结|报告|通报|指南|决定|目标|任务|"
    r"安排|清单|草案|征求意见稿|[）)])$"
)
_SPAN: Final = re.compile(r"((?:19|20)\d\d)年?[-—–―~～至到]{1,2}((?:19|20)?\d\d)年?")
_FIVE: Final = re.compile(r"[“\"]([一二三四五六七八九十]{1,2})五[”\"]")
_BY: Final = re.compile(r"(?:到|至)((?:19|20)\d\d)年|((?:19|20)\d\d)年(?:底|末)?(?:前|之前)")
_DATE: Final = re.compile(
    r"((?:19|20)\d\d)(?:年(?:1[0-2]|0?[1-9])月(?:[0-3]?\d日)?|[-/.](?:1[0-2]|0?[1-9])[-/.][0-3]?\d)"
)
_ENDED: Final = re.compile(
    r"截至((?:19|20)\d\d)年|((?:19|20)\d\d)年(?:度)?，(?:全[市省区县国]|我[市省区县]|共|累计|全年)"
)


_YEARS_BELOW: Final = re.compile(r"（(?:19|20)\d\d年?[-—–―~～至到]{1,2}(?:19|20)\d\d年?）")


def title_of(paragraphs: Sequence[str]) -> str:
    """The title: the first line that ends as titles do, else the first short line without a stop; else nothing."""
    head = [p for p in paragraphs[:14] if p]
    lines = [*head]
    for i, text in enumerate(lines):
        if (
            len(text) <= 80
            and _TITLE_END.search(text)
            and not text.endswith(("。", "；"))
            and re.search(r"[\u4e00-\u9fff]{4}", text)
        ):
            if re.fullmatch(r"[（(].{2,12}[）)]", text):
                return (lines[i - 1] if i else "") + text
            if re.match(r"第|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|>", text) or " > " in text:
                continue
            if text.endswith("通知"):
                return _of_notice(lines, i)
            return text + lines[i + 1] if _YEARS_BELOW.fullmatch("".join(lines[i + 1 : i + 2])) else text
    for text in head[:3]:
        if (
            4 <= len(text) <= 50
            and not text.endswith(("。", "；", "：", "，"))
            and not re.match(r"第|一、|（一）", text)
        ):
            return text
    return ""


def _of_notice(lines: Sequence[str], at: int) -> str:
    """The title of what a notice sends out: its own line below, else as the notice names it; else the notice's."""
    notice = "".join(lines[max(0, at - 1) : at + 1]) if "关于" not in lines[at] else lines[at]
    for text in lines[at + 1 :]:
        bare = re.sub(r"（[^）]*）$", "", text)
        if (
            len(text) <= 60
            and re.search(r"(?:规划|计划|方案|纲要|意见|措施|要点)$", bare)
            and "现将" not in text
            and bare in notice
        ):
            return text
    m = re.search(r"印发(?:《([^》]+)》|([^《》]{4,60}?))的通知", notice)
    return (m[1] or m[2]) if m else lines[at]


def frame_of(title: str, texts: Sequence[str], *, plan: bool) -> Frame:
    """The years that a document plans for, from its title, else from what it promises most often.

    For a document that is no `plan`, also the last year that it tells of as over.
    """
    body = "\n".join(texts)
    years = _years_of_title(title) or _years_of_body(title, body)
    over = None
    if not plan:
        dates = [int(m[1]) for m in _DATE.finditer(body)]
        ended = [int(m[1] or m[2]) for m in _ENDED.finditer(body)]
        known = dates + ended
        over = max(known) - (0 if max(known) in ended else 1) if known else None
        m = _FIVE.search(title)
        ordinal = ordinal_of(m[1]) if m else None
        if ordinal and re.search(r"成就|成效|回顾|总结|完成情况|综述|巡礼|成绩单", title):
            over = max(over or 0, five_year_plan(ordinal)[1])
    return Frame(years, over)


def _years_of_title(title: str) -> tuple[int, int] | None:
    m = _SPAN.search(title)
    if m:
        first = int(m[1])
        last = int(m[2]) if len(m[2]) == 4 else first // 100 * 100 + int(m[2])
        if first < last <= first + 30:
            return first, last
    found = [o for o in (ordinal_of(m[1]) for m in _FIVE.finditer(title)) if o]
    if found:
        return five_year_plan(max(found))
    m = re.search(r"((?:19|20)\d\d)年(?:度)?(?!月)", title)
    if (
        m
        and re.search(r"要点|计划|方案|任务|安排|目标|措施|清单|行动|实事", title[m.end() :])
        and not re.search(r"年远景", title)
    ):
        return int(m[1]), int(m[1])
    return None


def _years_of_body(title: str, body: str) -> tuple[int, int] | None:
    ends = Counter(int(m[1] or m[2]) for m in _BY.finditer(body))
    spans = Counter((int(m[1]), int(m[2])) for m in _SPAN.finditer(body) if len(m[2]) == 4)
    fives = Counter(o for o in (ordinal_of(m[1]) for m in _FIVE.finditer(body)) if o)
    if not ends and not fives:
        return None
    # 展望2035年 comes with nearly every plan; it is not the plan's own end where a nearer one is named as often.
    last = max(ends, key=lambda y: (ends[y], -y)) if ends else None
    for ordinal, count in sorted(fives.items(), reverse=True):
        first, end = five_year_plan(ordinal)
        if count >= 2 and (last == end or (last is None and count == max(fives.values()))):
            return first, end
    if last is None:
        return None
    for (first, end), _ in spans.most_common():
        if end == last and first < last:
            return first, end
    dates = [int(m[1]) for m in _DATE.finditer(body)] + [
        int(y) for y in re.findall(r"〔((?:19|20)\d\d)〕", title + body[:600])
    ]
    starts = [d for d in dates if last - 6 <= d <= last]
    if starts:
        return min(Counter(starts).most_common(1)[0][0], last), last
    return max(last - 4, last - 4), last


def sets_tasks(title: str, paragraphs: Sequence[str]) -> bool:
    """Whether the document is one that plans: so that an imperative without a year is a task, not a report."""
    if is_article(paragraphs) or _is_news(paragraphs):
        return False
    bare = re.sub(r"《[^》]*》(?!的?通知)", "", title) or title
    if sum(1 for p in paragraphs if moods.is_article(p)) >= 3:
        return False
    if _REVIEW_WORD.search(re.sub(r"（[^）]*）", "", bare)) and not re.search(
        r"(?:规划|计划|方案|纲要|意见|措施|要点)(?:的通知)?(?:（[^）]*）)?$", bare
    ):
        return False
    if _PLAN_WORD.search(title):
        return True
    text = "\n".join(paragraphs)
    promises = len(_BY.findall(text))
    heads = sum(
        1
        for p in paragraphs
        if len(p) <= 30
        and re.search(r"主要目标|发展目标|工作目标|总体目标|重点任务|主要任务|总体要求|保障措施|指导思想|基本原则", p)
    )
    return promises >= 2 and heads >= 1


def is_article(paragraphs: Sequence[str]) -> bool:
    """Whether the first lines are those of a paper in a journal (摘要, 关键词): it sets nothing."""
    heads = sum(
        bool(re.match(r"(?:【|\[)?(?:内容)?(?:摘要|关键词|中图分类号|文章编号|作者简介)", p)) for p in paragraphs[:10]
    )
    return heads >= 2


def _is_news(paragraphs: Sequence[str]) -> bool:
    """Whether the first lines are those of a report in the press (本报讯, 记者)."""
    return any(
        re.match(r"(?:本报讯|本报|新华社|.{0,8}电（)", p) or re.search(r"记者[\u4e00-\u9fff]{2,4}(?:$|）|报道)", p)
        for p in paragraphs[:10]
    )


def is_law(paragraphs: Sequence[str]) -> bool:
    """A law or rule is written in articles: nothing in it is a target of a plan."""
    return sum(1 for p in paragraphs if moods.is_article(p)) >= 3
