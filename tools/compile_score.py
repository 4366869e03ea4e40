"""How well the compiler reads plans whose packs we have: `python tools/compile_score.py DIR [--map FILE] [--list]`.

Every plan document in DIR is compiled and held against the pack of the same title, or against the one that the map
names (a line a file: file name, blank, plan id). One table on standard output; `--list` also tells every target that
is missing, every wrong field and every candidate too many, with the words of the document.
"""

import argparse
import re
import sys
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from ipdesk.cli import render
from ipdesk.domain.plan import Plan
from ipdesk.plantext.candidate import Compilation
from ipdesk.plantext.compiler import compile_document
from ipdesk.plantext.document import Document
from ipdesk.plantext.normal import normal
from ipdesk.plantext.reading import read_document
from ipdesk.plantext.score import FIELDS, Score, likeness, score
from ipdesk.services import plans

ENDINGS = (".txt", ".docx", ".pdf", ".html", ".htm")


def main(arguments: list[str]) -> int:
    """The exit code: 0 when every plan has 95 % recall at 90 % precision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--map", type=Path)
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args(arguments)
    named = (
        dict(line.split() for line in asked.map.read_text("utf-8").splitlines() if line.strip()) if asked.map else {}
    )
    packs = [plans.pack(line.id) for line in plans.list_packs()]
    rows, good = [], True
    for path in sorted(asked.folder.iterdir()):
        if path.suffix.casefold() not in ENDINGS:
            continue
        document = read_document(path.read_bytes(), path.name)
        if not isinstance(document, Document):
            print(f"{path.name}: {document.code}")
            continue
        plan = next((pack for pack in packs if pack.id == named.get(path.name)), None) or _by_title(document, packs)
        if plan is None:
            print(f"{path.name}: no pack of this title")
            continue
        compilation = compile_document(document)
        result = score(plan, compilation)
        rows.append(_row(result, compilation))
        good = good and (result.recall or 0) >= Decimal("0.95") and (result.precision or 0) >= Decimal("0.9")
        if asked.list:
            _list(result, document)
    heads = ("plan", "targets", "given", "found", "recall", "precision", "value", "value+unit", *FIELDS, "history")
    print(render.table(heads, rows, right=tuple(range(1, len(heads)))))
    return 0 if good else 1


def _by_title(document: Document, packs: list[Plan]) -> Plan | None:
    """The pack whose title the document's first paragraphs have; else the one whose title it names most like."""
    heads = [normal(document.words(paragraph.span)) for paragraph in document.paragraphs[:12]]
    text = normal(document.text)
    rated = [
        (max((likeness(pack.title, head) for head in heads if len(head) < 50), default=Decimal(0)), pack)
        for pack in packs
    ]
    best, pack = max(rated, key=lambda one: one[0])
    if best >= Decimal("0.8"):
        return pack
    regions = [(len(re.findall(re.escape(pack.title[:2]), text)), pack) for pack in packs]
    count, pack = max(regions, key=lambda one: one[0])
    return pack if count else None


def _row(result: Score, compilation: Compilation) -> tuple[str, ...]:
    return (
        result.plan, str(result.expected), str(result.offered), str(result.found),
        _percent(result.recall), _percent(result.precision),
        str(result.loosely("value")), str(result.loosely("value", "unit")),
        *(_percent(result.share(field)) for field in FIELDS), str(len(compilation.history)),
    )  # fmt: skip


def _percent(share: Decimal | None) -> str:
    return "–" if share is None else f"{share * 100:.1f}%"


def _list(result: Score, document: Document) -> None:
    print(f"== {result.plan}")
    for target in result.missing:
        print(
            f"  missing: {target.clause} {target.name} {target.quantity} {target.unit} {target.horizon} {target.kind}"
        )
    for pair in result.pairs:
        wrong = [field for field in FIELDS if field not in pair.right]
        if wrong:
            mine, theirs = pair.target, pair.candidate
            print(f"  wrong {','.join(wrong)}: {mine.name} | {theirs.name}")
            print(f"    pack      {mine.comparator} {mine.quantity} {mine.unit} {mine.horizon} {mine.kind}")
            print(f"    candidate {theirs.comparator} {theirs.quantity} {theirs.unit} {theirs.horizon} {theirs.kind}")
    for one in result.extra:
        print(f"  extra: {one.name} {one.quantity} {one.unit} {one.horizon} {one.kind} [{','.join(one.reasons)}]")
        print(f"    {normal(document.words(one.place))[:90]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
