from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.statutes.imports.reading import UnreadableStatute, article_number, parse_statute, read_statute
from search.chinese.numerals import format_chinese_number

WHOLE = """# 青桥区公共空间条例

2019年3月1日 青桥区人民代表大会通过

2021年4月2日 青桥区人民代表大会修正

2021年6月1日起施行

<!-- INFO END -->

# 青桥区公共空间条例

## 第一章  总则

第一条 为了爱护公共空间，制定本条例。

第二条 本条例适用于下列场所：

（一）广场；

（二）公园。

<!-- FORCE BREAK -->

## 第二章 管理

### 第一节 日常

第三条　管理人应当每日清扫。

第三条之一 雨天可以顺延。
"""


def test_title_dates_and_history_are_read():
    statute = parse_statute(WHOLE, "公共空间条例")
    assert (statute.title, statute.part) == ("青桥区公共空间条例", "")
    assert (statute.passed_on, statute.dated_on, statute.effective_on) == (
        date(2019, 3, 1),
        date(2021, 4, 2),
        date(2021, 6, 1),
    )
    assert len(statute.history) == 3


def test_articles_keep_their_items_and_know_their_chapter():
    statute = parse_statute(WHOLE, "公共空间条例")
    found = [(a.label, a.number, a.suffix, a.text, a.path) for a in statute.articles]
    assert found == [
        ("第一条", 1, 0, "为了爱护公共空间，制定本条例。", ("第一章 总则",)),
        ("第二条", 2, 0, "本条例适用于下列场所：\n（一）广场；\n（二）公园。", ("第一章 总则",)),
        ("第三条", 3, 0, "管理人应当每日清扫。", ("第二章 管理", "第一节 日常")),
        ("第三条之一", 3, 1, "雨天可以顺延。", ("第二章 管理", "第一节 日常")),
    ]


def test_headings_know_their_rank_and_place():
    statute = parse_statute(WHOLE, "公共空间条例")
    assert [(h.text, h.rank, h.before) for h in statute.headings] == [
        ("第一章 总则", 3, 0),
        ("第二章 管理", 3, 2),
        ("第一节 日常", 4, 2),
    ]


def test_date_in_the_file_name_is_the_version_date():
    assert parse_statute(WHOLE, "公共空间条例(2020-01-31)").dated_on == date(2020, 1, 31)


def test_second_title_is_the_part_of_a_law_kept_in_parts():
    text = WHOLE.replace("# 青桥区公共空间条例\n", "# 青桥区公共空间条例\n\n# 总则编\n", 1)
    assert parse_statute(text, "总则").part == "总则编"


def test_text_before_the_first_article_is_the_preamble():
    text = "# 宣言\n\n<!-- INFO END -->\n\n## 序言\n\n公共空间属于大家。\n\n第一条 爱护它。"
    statute = parse_statute(text, "宣言")
    assert (statute.preamble, len(statute.articles)) == ("公共空间属于大家。", 1)


def test_sentence_that_begins_by_citing_an_article_opens_none():
    text = "# 规定\n<!-- INFO END -->\n第一条 甲。\n\n第一条规定的甲，可以是乙。\n\n第二条 丙。"
    assert [a.text for a in parse_statute(text, "规定").articles] == [
        "甲。\n第一条规定的甲，可以是乙。",
        "丙。",
    ]


def test_article_without_a_space_is_opened_where_its_number_is_due():
    text = "# 规定\n<!-- INFO END -->\n第一条 甲。\n\n第二 条乙。\n\n第三条 丙。"
    assert [(a.label, a.text) for a in parse_statute(text, "规定").articles] == [
        ("第一条", "甲。"),
        ("第二条", "乙。"),
        ("第三条", "丙。"),
    ]


def test_annex_that_counts_anew_continues_the_last_article():
    text = "# 规定\n<!-- INFO END -->\n第一条 甲。\n\n第二条 乙。\n\n附件\n\n第一条 表一。"
    articles = parse_statute(text, "规定").articles
    assert [a.number for a in articles] == [1, 2]
    assert articles[1].text.endswith("第一条 表一。")


def test_file_without_the_mark_is_read_from_its_first_heading():
    text = "# 规定\n\n2020年1月1日 通过\n\n## 第一章 总则\n\n第一条 甲。"
    statute = parse_statute(text, "规定")
    assert (statute.passed_on, len(statute.articles)) == (date(2020, 1, 1), 1)


@pytest.mark.parametrize(
    ("title", "stem", "known_as"),
    [
        ("某法修正案", "某法修正案(2018-03-11)", "某法修正案（2018年）"),
        ("某法修正案（1999年）", "x(1999-03-15)", "某法修正案（1999年）"),
        ("某法修正案", "x", "某法修正案"),
    ],
)
def test_amendment_with_articles_of_its_own_is_a_text_of_its_year(title, stem, known_as):
    """Amendments may count on from the one before."""
    text = f"# {title}\n<!-- INFO END -->\n第三十二条 将甲改为乙。\n\n第三十三条 将丙改为丁。"
    statute = parse_statute(text, stem)
    assert (statute.title, [a.number for a in statute.articles]) == (known_as, [32, 33])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("# 说明\n\n这里没有法律。", "没有找到"),
        ("", "没有找到"),
        ("# 某法修正案\n<!-- INFO END -->\n一、将甲改为乙。", "修正案"),
        # What it changes is no article of its own: the numbers do not count on.
        ("# 关于修改某法的决定\n<!-- INFO END -->\n第三条 改为甲。\n\n第九条 改为乙。", "修改决定"),
        ("# 关于修改某法的决定\n<!-- INFO END -->\n第三条 改为甲。\n\n第四条 改为乙。", "修改决定"),
    ],
)
def test_what_holds_no_law_is_named_with_a_reason(text, reason):
    with pytest.raises(UnreadableStatute, match=reason):
        parse_statute(text, "x")


def test_gb18030_is_read_and_noise_is_refused(tmp_path):
    good, bad = tmp_path / "甲.md", tmp_path / "乙.md"
    good.write_bytes(WHOLE.encode("gb18030"))
    bad.write_bytes(b"\xff\xff\xff\xff\x81")
    assert len(read_statute(good).articles) == 4
    with pytest.raises(UnreadableStatute, match="编码"):
        read_statute(bad)


@given(st.integers(1, 2000), st.integers(0, 30))
def test_every_article_number_is_read(number, suffix):
    label = f"第{format_chinese_number(number)}条" + (f"之{format_chinese_number(suffix)}" if suffix else "")
    assert article_number(label) == (number, suffix)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    with suppress(UnreadableStatute):
        parse_statute(text, "x")
