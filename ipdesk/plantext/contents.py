"""A table of contents is no text of the plan: its lines are artefacts, whether they have page numbers or not."""

import re
from dataclasses import replace
from typing import Final

from ipdesk.plantext.document import Document, Span
from ipdesk.plantext.labels import ends_sentence
from ipdesk.plantext.normal import view

_TITLE: Final = re.compile(r"目[录次]|CONTENTS|Contents")
_PAGE: Final = re.compile(r"[.·…—_-]*\s?\d{1,4}$")


def without_contents(document: Document) -> Document:
    """The document with the lines of its table of contents as artefacts.

    They stand below 目录, are short and no sentences, and one of them comes back as a heading: there the text begins.
    """
    words = [view(document, paragraph.span).text for paragraph in document.paragraphs]
    start = next((place for place, line in enumerate(words) if _TITLE.fullmatch(line)), None)
    if start is None:
        return document
    seen: set[str] = set()
    end = start + 1
    while end < len(words) and len(words[end]) <= 70 and not ends_sentence(words[end]):
        entry = _PAGE.sub("", words[end]) if seen or _PAGE.search(words[end]) else words[end]
        if entry in seen:
            break
        seen.add(entry)
        end += 1
    if end - start < 4 or end == len(words) or words[end] not in seen:
        return document
    lines = document.paragraphs[start:end]
    table = Span(lines[0].span.start, lines[-1].span.end)
    kept = tuple(artefact for artefact in document.artefacts if not table.start <= artefact.start < table.end)
    artefacts = tuple(sorted((*kept, *(line.span for line in lines)), key=lambda span: span.start))
    rest = document.paragraphs[:start] + document.paragraphs[end:]
    return replace(document, paragraphs=rest, artefacts=artefacts)
