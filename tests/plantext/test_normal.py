import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdesk.plantext.document import Document, Origin, Paragraph, Span
from ipdesk.plantext.normal import normal, view, view_text


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("达到８０％以上ꎬ", "达到80%以上，"),
        ("ＰＣＴ 国际", "PCT国际"),
        ("表 1  主  要", "表1主要"),
        ("达 ２７ ８ 件", "达27 8件"),
        ("到２０２５\n年", "到2025年"),
        ("3. 2025年底前", "3. 2025年底前"),
        ("1,000家,(含10:30)", "1,000家，（含10:30）"),
        ("GDP growth", "GDP growth"),
        ("\u2f00\u2f49 ≧５．５", "一月≥5.5"),
        ("«办法»ꎻ 至", "《办法》；至"),
        ("\ue004一\u200b二\x07\ufffd", "一二"),
        ("①—③", "①—③"),
    ],
)
def test_one_spelling(printed: str, read: str) -> None:
    assert normal(printed) == read


def test_artefacts_are_left_out_and_places_kept() -> None:
    text = "全省累计\n—３—\n　达到 500 家。"
    document = Document(text, Origin.TEXT, (Paragraph(Span(0, len(text))),), artefacts=(Span(5, 8),))
    seen = view(document, Span(0, len(text)))
    assert seen.text == "全省累计达到500家。"
    start = seen.text.index("500")
    assert document.words(seen.span(start, start + 3)) == "500"
    assert document.words(seen.span(2, 6)) == "累计\n—３—\n　达到"


def test_a_view_of_nothing_is_a_place() -> None:
    seen = view_text(" \n ")
    assert seen.text == ""
    assert seen.span(0, 0) == Span(0, 0)


@given(st.text(alphabet=" \n\u30000123456789.,０９％中文件ꎬ:()GDP①", max_size=60))
def test_every_character_stands_for_one_of_the_text(text: str) -> None:
    seen = view_text(text)
    assert len(seen.text) == len(seen.places)
    assert list(seen.places) == sorted(set(seen.places))
    digits = [place for place, letter in enumerate(text) if letter.isdigit() and letter != "①"]
    assert [place for place in digits if place in seen.places] == digits
    for index, place in enumerate(seen.places):
        assert seen.at(place) == index
        assert seen.span(index, index + 1) == Span(place, place + 1)


@given(st.text(alphabet=" \n\u30000123456789.,０９％中文件ꎬ:()GDP", max_size=60))
def test_reading_twice_changes_nothing(text: str) -> None:
    assert normal(normal(text)) == normal(text)
