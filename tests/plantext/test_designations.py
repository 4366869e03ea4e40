import pytest

from ipdesk.plantext.designations import mentions
from ipdesk.plantext.normal import normal


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("到2030年实现", "year"),
        ("2019-2020年", "year"),
        ("2021年5月3日", "year"),
        ("每年4月26日", "date"),
        ("上午9:30开会", "date"),
        ("国发〔2021〕12号", "document_number"),
        ("执行GB/T 9704-2012", "document_number"),
        ("3.加强管理", "list_number"),
        ("（2）加强管理", "list_number"),
        ("见表5", "label"),
        ("专栏7：工程", "label"),
        ("第3代半导体", "ordinal"),
        ("推广5G应用", "name"),
        ("PM2.5浓度", "name"),
        ("“20+8”产业", "name"),
        ("《规划（2021—2025年）》", "name"),
        ("60岁以上老年人", "name"),
        ("15分钟生活圈", "name"),
        ("24小时值班", "name"),
        ("4A级景区", "name"),
        ("5万吨级泊位", "name"),
        ("337调查", "name"),
        ("12345热线", "name"),
        ("比例1:15", "ratio"),
        ("电话0755-12345678", "contact"),
        ("每10万人拥有", "denominator"),
        ("维持年限超过10年的发明", "threshold"),
        ("产值超50亿元的企业", "threshold"),
        ("连续支持3年", "period"),
        ("持续提高[3]，", "footnote"),
        ("达到95，", "bare"),
    ],
)
def test_what_a_number_is(text, role):
    assert mentions(normal(text))[0].role == role


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("建设20家中心", "家"),
        ("达到6.2万件", "万件"),
        ("突破450亿元", "亿元"),
        ("控制在30微克/立方米", "微克/立方米"),
        ("每万人22件", "件"),
        ("达到3千克标准煤", "千克标准煤"),
        ("供电煤耗300克标准煤/千瓦时", "克标准煤/千瓦时"),
        ("提高5个百分点", "个百分点"),
        ("压缩至3个工作日", "个工作日"),
        ("能力30万吨/日", "万吨/日"),
        ("死亡率9/10万", "/10万"),
        ("建设100条（个）", "条（个）"),
        ("培训1.5万人次", "万人次"),
        ("算力5000P", "P"),
    ],
)
def test_a_quantity_has_its_unit(text, unit):
    last = mentions(normal(text))[-1]
    assert (last.role, last.unit) == ("", unit)


@pytest.mark.parametrize(
    "text",
    [
        "进一步统一标准",
        "一体化推进",
        "三级联动",
        "一批企业",
        "四个全面",
        "超百亿元企业",
        "核心零部件",
        "十九届六中全会",
    ],
)
def test_numerals_in_plain_words_are_no_numbers(text):
    assert all(m.role == "small_word" for m in mentions(normal(text)))
