"""Divisions of work as offices make them, for tests."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

HEADS = ("序号", "重点任务", "具体举措", "年度目标", "牵头单位", "配合单位", "完成时限", "备注")

#: Task cells are merged over their measures, and so is one lead cell; a chapter, a note at the foot.
MESSY: tuple[tuple[object, ...], ...] = (
    ("深圳市知识产权“十五五”规划2026年度任务分工方案",),
    (None, "（征求意见稿）"),
    HEADS,
    ("五、打造知识产权转化运用枢纽",),
    (1, "15.打造知识产权金融生态综合试验区", "扩大知识产权质押融资规模", "登记金额不低于300亿元", "市市场监督管理局",
     "各区人民政府按职责分工负责", "2026年底", None),
    (2, None, "开展知识产权证券化\n试点", None, "福田区、南山区", "市商务局\n市司法局", "12月底前", None),
    (3, None, "推广数据知识产权质押", None, None, None, "持续推进", "新"),
    (4, "16.促进知识产权服务业高质量发展", "培育服务机构", "新增50家", "福田", "罗湖区，市委金融办", "Q3", None),
    ("注：各单位按季报送进展",),
)  # fmt: skip
MERGED = ("B5:B7", "E6:E7")


def book(
    path: Path, rows: Sequence[Sequence[object]] = MESSY, merged: Sequence[str] = MERGED, *, name: str = "分工方案"
) -> Path:
    """A workbook of these rows, beginning in A1."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    made.save(path)
    return path
