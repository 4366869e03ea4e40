"""By the command line: single figures, 无误, 有异议, 零报告 after a look, words on tasks; each taken back by undo."""

from tests.cli.test_day import Office, city, district, document, reported, stages

__all__ = ["city", "district", "reported", "stages"]  # the fixtures of the day


def values(district: Office) -> dict[str, dict[str, object]]:
    return dict(document(district("fill", "2026-Q3", "--json", code=1))["answers"]["values"])


def test_a_form_filled_without_a_file(district: Office) -> None:
    district("fill", "2026-Q3", "--set", "知识产权保护工作站数量=37", "--confirm", "全部", code=1)
    assert values(district)["protection-stations"]["quantity"] == 37
    assert {values(district)[key]["status"] for key in ("hv-patents-count", "resident-population")} == {"confirmed"}
    district(
        "fill", "2026-Q3", "--dispute", "高价值发明专利有效量=30480@20件已失效", "--zero", "知识产权志愿者人数", code=1
    )
    assert values(district)["hv-patents-count"]["note"] == "20件已失效"
    assert values(district)["ip-volunteers"]["status"] == "zero"


def test_the_rest_is_zero_only_after_it_was_looked_through(district: Office) -> None:
    listed = district("fill", "2026-Q3", "--zero-rest", code=1).stdout
    assert "知识产权志愿者人数" in listed
    assert "高价值发明专利有效量" not in listed.split("\n\n")[0]
    assert values(district) == {}
    district("fill", "2026-Q3", "--confirm", "全部", "--zero-rest", "--yes", "--json")
    district("fill", "2026-Q3", "--undo", code=1)
    assert {one["status"] for one in values(district).values()} == {"confirmed"}


def test_words_on_tasks(district: Office) -> None:
    tasks = document(district("fill", "2026-Q3", "--json", code=1))
    del tasks
    district("fill", "2026-Q3", "--task", "没有这项=x", code=2)
    district("fill", "2026-Q3", "--no-news", "没有这项", code=2)
    district("fill", "2026-Q3", "--set", "37", code=2)
