"""What stands in a column of names: one name, or something that is asked."""

from datetime import date

import pytest

from cms.intake.cells.names import person_name
from cms.intake.levels import Level, level_of
from cms.intake.spec import Parsed

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("raw", "value", "codes"),
    [
        ("张\xad伟", "张伟", ["name_marks"]),
        ("张\u200d伟", "张伟", ["name_marks"]),
        ("\uf9e1伟", "李伟", ["name_marks"]),
        ("⽅伟", "方伟", ["name_marks"]),
        ("葛\U000e0100伟", "葛伟", ["name_marks"]),
        ("张伟\r\n（组长）", "张伟", ["name_remark", "name_spaces"]),
        ("张伟★", "张伟", ["name_remark"]),
        ("张伟(女)", "张伟", ["name_remark"]),
        ("张伟同志", "张伟", []),
        ("欧阳 修", "欧阳修", ["name_spaces"]),
        ("王 小 明", "王小明", ["name_spaces"]),
        ("王甲、", "王甲", []),
        ("，王甲", "王甲", []),
    ],
)
def test_what_is_no_part_of_a_name_is_taken_away_and_told(raw, value, codes):
    parsed = person_name(raw, ON)
    assert (parsed.value, [code for code, _ in parsed.findings]) == (value, codes)


@pytest.mark.parametrize(
    "raw",
    [
        "张伟、李娜", "张伟 李娜", "张伟/李娜", "张伟和李娜", "张伟\n李娜",
        "张伟（已故）", "张伟[调离]", "（张伟）", "（已退出）张伟",
        "张伟2", "12", "张某某", "张*伟", "张?伟", "张\ue000伟", "<i>张伟</i>", "⺀伟", "——。",
        "王甲李乙", "张三丰李四", "王甲李小乙", "李 四 王 五", "王甲—李乙", "王甲-李乙",
        "王甲等", "王甲夫妇", "王老师", "王女士", "组长王甲", "暂缺", "待定", "同上", "姓名", True,
        "本人", "家属", "陈老伯", "张大妈", "王奶奶", "总 计", "平均分", "高·",
        "柳林苑居委会", "王某", "张*", "张**", "*伟", "王",
        "本表由各居委会填写后于月底前报送街道",
    ],
)  # fmt: skip
def test_what_may_be_no_single_name_waits(raw):
    assert level_of(code for code, _ in person_name(raw, ON).findings) == Level.REVIEW


@pytest.mark.parametrize(
    "name",
    [
        "和平", "李和平", "与那原", "𠮷小川", "阿卜杜·热合曼", "Maria", "欧阳娜娜", "夏侯高远", "陈方文静",
        "阿依古丽", "王主一", "Li-Na", "John Smith", "王奶", "张伯", "李大"
    ],
)  # fmt: skip
def test_a_name_that_looks_like_something_else_is_left_as_it_is(name):
    assert person_name(name, ON) == Parsed(name)
