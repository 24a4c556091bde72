import pytest

from search.abbreviations import cited, full_title, shortens, spells_short, spelt_out, title_spelt

TITLES = (
    "劳动法", "劳动合同法", "反电信网络诈骗法", "消费者权益保护法", "劳动争议调解仲裁法", "老年人权益保障法",
    "治安管理处罚法", "行政处罚法", "行政许可法", "公共图书馆法", "公共文化服务保障法", "工伤保险条例",
    "网络安全法", "国家安全法", "环境保护法", "反家庭暴力法", "上海市养犬管理条例", "城市居民委员会组织法",
    "民法典", "宪法", "道路交通安全法", "职业病防治法",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("劳合法", "劳动合同法"), ("反诈法", "反电信网络诈骗法"), ("消保法", "消费者权益保护法"),
        ("劳动仲裁法", "劳动争议调解仲裁法"), ("老保法", "老年人权益保障法"), ("环保法", "环境保护法"),
        ("治安法怎么", ""), ("治安法的规定", "治安管理处罚法的规定"), ("工伤条例", "工伤保险条例"),
        ("家暴法", "反家庭暴力法"), ("养犬条例", "上海市养犬管理条例"), ("电信诈骗法", "反电信网络诈骗法"),
        ("居委会组织法", "城市居民委员会组织法"), ("劳合法第三十八条", "劳动合同法第三十八条"),
        ("根据《反诈法》", "根据《反电信网络诈骗法》"), ("职防法", "职业病防治法"),
        ("职病法", "职业病防治法"),
    ],
)  # fmt: skip
def test_short_form_is_spelt_out(text, spelt):
    assert spelt_out(text, TITLES) == spelt


@pytest.mark.parametrize(
    "text",
    [
        # Titles, their parts, words, what may mean two laws, and other words that end like a law.
        "劳动法", "安全法", "行政法", "公共法", "办法", "没办法离婚", "公司这样做合法吗", "依法维权",
        "养条例",
        "非法集资", "", "法", "我的老板违反劳合法",
    ],
)  # fmt: skip
def test_what_is_no_short_form_stays(text):
    assert spelt_out(text, TITLES) == ""


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("民典1062", "民法典第1062条"), ("民典第1062条", "民法典第1062条"), ("民法1062", "民法典第1062条"),
        ("民典一千零六十二", "民法典第一千零六十二条"), ("劳合38", "劳动合同法第38条"),
        ("宪36", "宪法第36条"), ("道交91", "道路交通安全法第91条"), ("消保55条", "消费者权益保护法第55条"),
        ("工伤保险17", "工伤保险条例第17条"),
        # One word of several, a number that is not the end, no law of that kind.
        ("消费10", ""), ("劳合38天", ""), ("工资5000", ""), ("民典", ""), ("1062", ""), ("", ""),
        # What ends as titles do is one itself, held or not.
        ("劳动法38", ""), ("劳动法第三十八条", ""), ("保险法10条", ""), ("宪法36", ""),
    ],
)  # fmt: skip
def test_short_form_with_a_number_is_an_article(text, article):
    assert cited(text, TITLES) == article


@pytest.mark.parametrize(
    ("letters", "title"),
    [
        ("xiaobaofa", "消费者权益保护法"), ("fanzhafa", "反电信网络诈骗法"), ("laohefa", "劳动合同法"),
        ("gongbaotiaoli", "工伤保险条例"), ("hetongfa", ""), ("baohufa", ""), ("laodongfa", ""),
        ("xingfa", ""), ("xiaobao", ""), ("fa", ""), ("xzfa", ""),
    ],
)  # fmt: skip
def test_pinyin_of_a_short_form_is_one_title(letters, title):
    assert title_spelt(letters, TITLES) == title


def test_a_single_word_tells_a_law_only_where_no_other_begins_with_it():
    assert full_title("治安法", TITLES) == "治安管理处罚法"
    assert full_title("治安法", (*TITLES, "治安巡逻法")) == ""


@pytest.mark.parametrize(
    ("typed", "name", "fits"),
    [
        ("未保", "未成年人保护法", True), ("宪法周", "国家宪法宣传周", True),
        ("法周", "国家宪法宣传周", False),
        ("未", "未成年人保护法", False), ("保未", "未成年人保护法", False),
    ],
)  # fmt: skip
def test_fragment_is_made_of_the_beginnings_of_words(typed, name, fits):
    assert shortens(typed, name) == fits


@pytest.mark.parametrize(
    ("letters", "name", "fits"),
    [
        ("gebao", "个人信息保护法", True), ("geb", "个人信息保护法", True),
        ("weibao", "未成年人保护法", True),
        ("xianfazhou", "国家宪法宣传周", True), ("zhifang", "职业病防治法", True),
        ("ge", "个人信息保护法", False), ("gb", "个人信息保护法", False), ("baoge", "个人信息保护法", False),
        ("gebaox", "个人信息保护法", False), ("gebao", "ABC法", False),
    ],
)  # fmt: skip
def test_pinyin_of_a_fragment_spells_the_beginnings_of_words(letters, name, fits):
    assert spells_short(letters, name) == fits
