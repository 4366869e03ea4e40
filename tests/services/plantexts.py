"""A text made by hand for a pack, and where its targets stand in it: what reading and linking would find."""

import re
from pathlib import Path

from ipdesk.domain.plan import Plan
from ipdesk.plantext.candidate import Section
from ipdesk.plantext.document import Span
from ipdesk.services.plandocument import Found, Linked

TEXT = """深圳市知识产权保护和运用“十五五”规划

五、打造知识产权转化运用枢纽
12.完善知识产权运营体系。专利权转让许可总数达到16万次以上。
15.打造知识产权金融生态综合试验区。登记金额达2500亿元以上，𠮷祥如意。
专栏8　知识产权金融生态综合试点工程
推进质押登记。
六、打造知识产权服务发展示范区
16.促进知识产权服务业高质量发展。常驻代表机构数量达到3家。
"""

#: Sentence and figure of the targets that the text sets.
SET = {
    "patent-transfers-2030": ("专利权转让许可总数达到16万次以上", "16"),
    "pledge-amount-2030": ("登记金额达2500亿元以上", "2500"),
    "foreign-agencies-2030": ("常驻代表机构数量达到3家", "3"),
}


def write(folder: Path) -> Path:
    """The text as a file."""
    path = folder / "规划.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def linked(plan: Plan, path: Path) -> Linked:
    """In place of `plandocument.link`."""
    text = path.read_text(encoding="utf-8")
    found = {}
    for target in plan.targets:
        sentence, figure = SET.get(target.id, ("", ""))
        if sentence:
            start = text.index(sentence)
            number = start + sentence.index(figure)
            found[target.id] = Found(Span(start, start + len(sentence)), Span(number, number + len(figure)))
    heads = re.finditer(r"(?m)^([一二三四五六七八]、|\d+\.|专栏\d+)\s*([^。\n]+)", text)
    outline = [
        Section(f"h{place}", "task", head[1], head[2], 1, Span(head.start(), head.end()))
        for place, head in enumerate(heads)
    ]
    return Linked(text, "txt", found, outline)
