import pytest

from ipdesk.plantext import names


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("到2030年，全市森林覆盖率达到", "森林覆盖率"),
        ("力争推动科研经费投入强度提高到", "科研经费投入强度"),
        ("“十四五”期间，新增城市绿道", "新增城市绿道"),
        ("万元工业增加值用水量比2020年下降", "万元工业增加值用水量"),
        ("累计建设商业步行街", "商业步行街"),
        ("确保全省粮食产量稳定在", "粮食产量"),
        ("新能源公交车占比超过", "新能源公交车占比"),
    ],
)
def test_the_name_before_a_figure(before, name):
    assert names.subject(before) == name


@pytest.mark.parametrize("before", ["建设", "到2025年，培育", "为", "每个乡镇至少建设", "新增", "开放不少于"])
def test_a_verb_alone_waits_for_what_follows(before):
    assert names.is_verb_only(before)


@pytest.mark.parametrize("before", ["到2025年，森林覆盖率达到", "旅游收入", "完成固定资产投资", "耕地面积不少于"])
def test_a_noun_before_the_figure_names_it(before):
    assert not names.is_verb_only(before)


@pytest.mark.parametrize(
    ("after", "name"), [("以上重点实验室，", "重点实验室"), ("的专业团队。", "专业团队"), ("（含）以上", "")]
)
def test_the_name_behind_a_figure(after, name):
    assert names.thing(after) == name


@pytest.mark.parametrize(
    ("before", "change"), [("比2020年下降", "fall"), ("年均增长", "rise"), ("达到", ""), ("时限压减", "fall")]
)
def test_the_direction(before, change):
    assert names.change_of(before) == change
