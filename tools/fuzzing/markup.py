"""Mutations of the XML parts of a workbook: tags, attributes, entities, numbers, encodings."""

import random
import re

from ipdesk.exchange.zipped import packed
from tools.fuzzing.archives import flip_bits, parts_of

_TAG = re.compile(rb"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(rb'([A-Za-z:]+)="([^"<>]{0,200})"')
_HUGE = (
    b"1e308",
    b"-1e400",
    b"99999999999999999999999999",
    b"NaN",
    b"INF",
    b"0x10",
    b"1048577",
    b"-1",
    b"",
    b"\xe4\xb8\x80",
)
_ODD = (
    b"&amp;" * 50,
    b"&nothere;",
    b"&#0;",
    b"&#xD800;",
    b"]]>",
    b"<![CDATA[x]]>",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbf\xbe",
    b"<!-- -->",
)


def change_markup(dice: random.Random, data: bytes) -> bytes:
    """One XML part of the zip changed in one to three places; values of cells may be among them."""
    parts = parts_of(data)
    wanted = [place for place, (name, _content) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    if not wanted:
        return flip_bits(dice, data)
    place = dice.choice(wanted)
    name, content = parts[place]
    for _ in range(dice.choice((1, 1, 2, 3))):
        content = _changed(dice, content)
    parts[place] = (name, content)
    return packed(parts)


def _changed(dice: random.Random, content: bytes) -> bytes:
    tags = [match.span() for match in _TAG.finditer(content)][:20_000]
    if not tags:
        return content + dice.choice(_ODD)
    start, end = dice.choice(tags)
    match dice.randrange(9):
        case 0:  # a tag dropped
            return content[:start] + content[end:]
        case 1:  # a stretch doubled
            other = min(len(content), end + dice.randrange(2000))
            return content[:other] + content[start:other] + content[other:]
        case 2:  # an attribute's value
            found = list(_ATTRIBUTE.finditer(content[start:end]))
            if not found:
                return content
            one = dice.choice(found)
            value = dice.choice((*_HUGE, dice.randbytes(5).hex().encode(), b"A1:XFD1048576", b"xfd20000"))
            return content[: start + one.start(2)] + value + content[start + one.end(2) :]
        case 3:  # something odd put in
            return content[:end] + dice.choice(_ODD) + content[end:]
        case 4:  # deep nesting
            return content[:end] + b"<x>" * dice.choice((3, 2000)) + content[end:]
        case 5:  # an entity declared
            return content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
        case 6:  # another encoding said
            return content.replace(b"UTF-8", dice.choice((b"UTF-16", b"GBK", b"nothing", b"")), 1)
        case 7:  # cut off
            return content[:start]
        case _:  # another namespace
            return content.replace(
                b"http://schemas.openxmlformats.org/", dice.choice((b"http://purl.oclc.org/ooxml/", b"urn:")), 1
            )
