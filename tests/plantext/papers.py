"""A small plan of another sector, invented here, in each format that offices send."""

import html as escaping
import io
from datetime import date

import docx

TITLE = "清溪市档案事业发展“十五五”规划"
TABLE = (
    ("序号", "指标", "单位", "2025年", "2030年", "属性"),
    ("1", "馆藏档案数字化率", "%", "61.5", "85", "预期性"),
    ("2", "接收进馆电子档案", "万件", "12", "≥40", "约束性"),
    ("3", "年均开放档案", "万卷", "/", "3.2", "预期性"),
)
BOX = ("专栏1 数字档案馆建设工程", "分批改造库房，到2030年建成数字档案馆12家。")
BODY = (
    TITLE,
    "一、发展目标",
    "到2030年，全市档案工作走在全省前列，公众查阅满意度不低于95%，接待查档群众累计突破60万人次，各项基础业务协调推进。",
    "表1 档案事业发展主要指标",
    None,  # the table
    "二、主要任务",
    "（一）强化资源建设",
    "完善接收制度。推动应归尽归、应收尽收，逐年扩大进馆范围，到2028年实现市直单位电子档案移交全覆盖。",
    "",  # the box
    "三、保障措施",
    "（一）加强组织领导",
    "各县（市、区）要把档案工作列入议事日程，定期研究解决重大问题，保证人员和经费到位。",
)
PARAGRAPHS = tuple(words for line in BODY if line is not None for words in (BOX if line == "" else (line,)))


#: More text, so that the edge shows at which lines are broken.
FILL = (
    "各级档案馆要结合馆藏特点，围绕城市记忆、乡村记忆、家庭记忆开展专题征集，丰富馆藏门类，优化馆藏结构，形成特色鲜明的资源体系。",
    "鼓励社会力量参与档案事业，支持企业、高校、社会组织依法建设专业档案馆，推动资源共建共享，更好服务经济社会发展和群众生活。",
    "健全安全责任制，定期开展风险隐患排查，完善应急预案，加强库房设施设备维护，确保档案实体安全、信息安全和数据安全。",
)


def as_tabbed_text() -> str:
    """As converters of word processors write it: a cell a line with a tab, rows parted by a blank line."""
    lines: list[str] = []
    for words in BODY:
        if words is None:
            lines += ["\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in TABLE), "", ""]
        elif words == "":
            lines += ["\n\n".join(f"\t{cell}" for cell in BOX), "", ""]
        else:
            lines.append(words)
    return "\n".join(lines) + "\n"


def as_flat_text() -> str:
    """As a page copied into an editor: a cell a line, nothing else."""
    lines: list[str] = []
    for words in BODY:
        lines += [cell for row in TABLE for cell in row] if words is None else BOX if words == "" else [words]
    return "\n".join(lines) + "\n"


def as_broken_text(width: int = 24) -> str:
    """As a scan yields it: broken at the edge, a blank line behind each line, full-width digits, private stops."""
    lines: list[str] = []
    for words in BODY:
        if words is None:
            lines += [" ".join(row) for row in TABLE]
            continue
        for text in BOX if words == "" else (words,):
            lines += [text[start : start + width] for start in range(0, len(text), width)]
    for text in FILL:
        lines += [text[start : start + width] for start in range(0, len(text), width)]
    wide = str.maketrans("0123456789%，。", "０１２３４５６７８９％ꎬꎮ")
    return "\n\n".join(line.translate(wide) for line in lines) + "\n"


def as_docx() -> bytes:
    made = docx.Document()
    for words in BODY:
        if words is None:
            table = made.add_table(len(TABLE), len(TABLE[0]), style="Table Grid")
            for row, cells in enumerate(TABLE):
                for column, text in enumerate(cells):
                    table.cell(row, column).text = text
        elif words == "":
            frame = made.add_table(1, 1, style="Table Grid").cell(0, 0)
            frame.paragraphs[0].text = BOX[0]
            frame.add_paragraph(BOX[1])
        else:
            made.add_paragraph(words)
    return saved(made)


def saved(made: "docx.document.Document") -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def as_html(encoding: str = "gb18030") -> bytes:
    parts = [
        f'<html><head><meta charset="{encoding}"><style>p{{margin:9px}}</style><script>var a=42;</script></head><body>'
    ]
    for words in BODY:
        if words is None:
            rows = ("".join(f"<td>{escaping.escape(cell)}</td>" for cell in row) for row in TABLE)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        elif words == "":
            parts.append("<table><tr><td>" + "".join(f"<p>{text}</p>" for text in BOX) + "</td></tr></table>")
        else:
            parts.append(f"<p>{words}</p>")
    return ("\n".join(parts) + "</body></html>").encode(encoding)


def as_pdf(copies: int = 1) -> bytes:
    """Laid out by our own paginator: ruled table, running head, page numbers. Boxes are none of its blocks."""
    from ipdesk.paint.blocks import Align, Block, Cell, Column, Document, Heading, Paragraph, Row, Run, Table
    from ipdesk.paint.pages import layout
    from ipdesk.paint.pdf import pdf_bytes

    columns = tuple(
        Column(head, 46 if head == "指标" else 20, Align.LEFT if head == "指标" else Align.CENTRE) for head in TABLE[0]
    )
    table = Table("t", columns, tuple(Row(tuple(Cell(text) for text in row)) for row in TABLE[1:]))
    blocks: list[Block] = []
    for words in (*BODY, *(BODY[1:] * (copies - 1))):
        if words is None:
            blocks.append(table)
        elif words == "":
            blocks += [Paragraph((Run(text),)) for text in BOX]
        elif words.startswith(("一、", "二、", "三、")):
            blocks.append(Heading(words))
        else:
            blocks.append(Paragraph((Run(words),)))
    pages = layout(Document(TITLE, tuple(blocks), head="市档案局", code="7Q4K-M2XA"))
    return pdf_bytes(pages, title=TITLE, created=date(2026, 1, 1))
