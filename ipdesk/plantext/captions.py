"""The line that names a table."""

from collections.abc import Sequence

from ipdesk.plantext.document import Paragraph, Table
from ipdesk.plantext.labels import Mark, ends_sentence, label


def captioned(text: str, table: Table, said: Sequence[Paragraph]) -> Table:
    """The table with the line that names it, when one of the two paragraphs before it does."""
    before = [paragraph for paragraph in said if paragraph.span.end <= table.span.start][-2:]
    for paragraph in reversed(before):
        words = text[paragraph.span.start : paragraph.span.end].strip()
        if table.span.start - paragraph.span.end > 120:
            break
        mark = label(words)
        names = (mark is not None and mark.mark is Mark.TABLE) or words.endswith(("表", "情况", "指标", "清单", "一览"))
        if names and len(words) <= 60 and not ends_sentence(words):
            return Table(table.span, table.cells, paragraph.span)
    return table
