"""Cells as offices fill them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.intake.cells import dates, identity, names, numbers, text
from cms.intake.levels import LEVELS, Level

ON = date(2026, 11, 23)


def codes(parsed):
    return [code for code, _ in parsed.findings]


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        (date(1978, 2, 6), "1978-02", []),
        (datetime(1978, 2, 6, 8, 30), "1978-02", []),
        ("1978/2/6", "1978-02", ["birth_text"]),
        ("1978.02", "1978-02", ["birth_text"]),
        ("1978-2", "1978-02", ["birth_text"]),
        ("19780206", "1978-02", ["birth_text"]),
        (197802, "1978-02", ["birth_text"]),
        ("1978年2月生", "1978-02", ["birth_text"]),
        ("1978年02月06日", "1978-02", ["birth_text"]),
        ("１９７８年２月", "1978-02", ["birth_text"]),
        ("一九七八年二月", "1978-02", ["birth_text"]),
        ("1978年十二月", "1978-12", ["birth_text"]),
        (28527, "1978-02", ["birth_text"]),
        (" 1978 . 2 ", "1978-02", ["birth_text"]),
        (None, None, []),
        ("无", None, []),
        ("78.2", None, ["birth_unclear"]),
        ("78.02", "1978-02", ["birth_short_year"]),
        ("05年3月", "2005-03", ["birth_short_year"]),
        ("1968.1", "1968-01", ["birth_two_months"]),
        (1968.1, "1968-01", ["birth_two_months"]),
        (1968.11, "1968-11", ["birth_text"]),
        ("24990", "1968-06", ["birth_text"]),
        ("19781", None, ["birth_unclear"]),
        ("农历1968年五月初五", "1968-05", ["date_lunar"]),
        ("1900-01-00", None, ["date_placeholder"]),
        ("0000-00-00", None, ["date_placeholder"]),
        (0, None, ["date_placeholder"]),
        (date(1899, 12, 31), None, ["date_placeholder"]),
        ("1968-00", None, ["birth_unclear"]),
        ("1968-02-00", None, ["birth_unclear"]),
        (-5, None, ["birth_unclear"]),
        ("1978.13", None, ["birth_unclear"]),
        ("2030.1", None, ["birth_unclear"]),
        ("四十多岁", None, ["birth_unclear"]),
    ],
)
def test_birth_month(raw, value, found):
    parsed = dates.birth_month(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        (date(2026, 3, 5), "2026-03-05", []),
        ("2026年3月5日", "2026-03-05", ["date_text"]),
        ("2026.3.5", "2026-03-05", ["date_text"]),
        ("2026/03/05 14:00", "2026-03-05", ["date_text"]),
        (20260305, "2026-03-05", ["date_number"]),
        (46086, "2026-03-05", ["date_number"]),
        ("2026年3月", None, ["date_vague"]),
        ("3月上旬", None, ["date_vague"]),
        ("2026.2.30", None, ["date_unclear"]),
        ("2026-03-00", None, ["date_unclear"]),
        ("2026-13-01", None, ["date_unclear"]),
        ("1900-01-00", None, ["date_placeholder"]),
        ("46086", "2026-03-05", ["date_number"]),
        ("2026/3/5 星期四", "2026-03-05", ["date_text"]),
        ("2026年3月5日（周四）", "2026-03-05", ["date_text"]),
        ("2026.3.5上午", "2026-03-05", ["date_text"]),
        ("农历2026年正月初一", "2026-02-17", ["date_lunar"]),
        ("农历2026年闰五月初一", None, ["date_unclear"]),
        ("3月5日", None, ["date_unclear"]),
        ("2027.1.1", None, ["future_date"]),
        ("", None, []),
    ],
)
def test_day(raw, value, found):
    parsed = dates.day(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@given(st.dates(date(1900, 1, 1), ON), st.sampled_from(["{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日"]))
def test_every_day_is_read_in_every_style(day, style):
    assert dates.day(style.format(day.year, day.month, day.day), ON).value == day.isoformat()


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        ("310107197702069550", "310107197702069550", []),
        ("31010719750218997x", "31010719750218997X", []),
        ("310107 19770206 9550", "310107197702069550", []),
        ("３１０１０７１９７７０２０６９５５０", "310107197702069550", ["fullwidth"]),
        ("31010719750218997×", "31010719750218997X", []),
        ("31010719750218997Х", "31010719750218997X", []),
        ("'31010719750218997*", "31010719750218997X", []),
        ("310107********9550", None, ["id_checksum"]),
        ("310107197702069551", None, ["id_checksum"]),
        ("310107197713069550", None, ["id_checksum"]),
        ("310107780528930", "310107197805289302", ["id_15"]),
        (3.10107196804169e17, None, ["id_precision_lost"]),
        (310107196804169000, None, ["id_precision_lost"]),
        ("3.10107E+17", None, ["id_precision_lost"]),
        ("12345", None, ["id_checksum"]),
        (None, None, []),
        ("无", None, []),
    ],
)
def test_identity_number(raw, value, found):
    parsed = identity.identity_number(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@given(st.from_regex(r"[1-9][0-9]{5}19[5-9][0-9]0[1-9][12][0-8][0-9]{3}", fullmatch=True))
def test_one_wrong_digit_is_noticed(first):
    number = first + identity.check_digit(first)
    assert identity.identity_number(number, ON).value == number
    wrong = str((int(number[15]) + 1) % 10)
    spoiled = number[:15] + wrong + number[16:]
    assert codes(identity.identity_number(spoiled, ON)) == ["id_checksum"]


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        ("19900001234", "19900001234", []),
        (19900001234, "19900001234", ["phone_number_cell"]),
        ("+86 19900001234", "19900001234", ["phone_format"]),
        ("86-199-0000-1234", "19900001234", ["phone_format"]),
        ("(199) 0000 1234", "19900001234", ["phone_format"]),
        ("19900001234 ", "19900001234", ["phone_format"]),
        ("'19900001234", "19900001234", ["phone_format"]),
        ("１９９００００１２３４", "19900001234", ["fullwidth"]),
        ("09900001234", None, ["phone_invalid"]),
        ("1990000123", None, ["phone_invalid"]),
        ("不详", None, ["phone_invalid"]),
        ("无", None, []),
        ("19900001234.0", "19900001234", ["phone_number_cell"]),
        ("1.9900001234E+10", "19900001234", ["phone_number_cell"]),
        ("19900001234/19900001235", None, ["phone_invalid"]),
        ("021-70011007", None, ["phone_invalid"]),
        (None, None, []),
    ],
)
def test_mobile(raw, value, found):
    parsed = identity.mobile(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


def test_messages_give_no_number_away():
    for parse, raw in [(identity.mobile, "09900001234"), (identity.identity_number, "310107197702069551")]:
        assert raw not in "".join(message for _, message in parse(raw, ON).findings)


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        ("黄卫浩", "黄卫浩", []),
        ("胡\u3000杰\u3000发", "胡杰发", ["name_spaces"]),
        (" 钱忠博", "钱忠博", ["name_spaces"]),
        ("帕提曼·库尔班", "帕提曼·库尔班", []),
        ("帕提曼•库尔班", "帕提曼·库尔班", ["name_dot"]),
        ("周䶮", "周䶮", []),
        ("", None, ["name_missing"]),
        (None, None, ["name_missing"]),
        ("—", None, ["name_missing"]),
    ],
)
def test_person_name(raw, value, found):
    parsed = names.person_name(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        (85, 85, []),
        (85.5, 85.5, []),
        ("85分", 85, ["score_text"]),
        (85.456, None, ["number_unclear"]),
        ("85", 85, ["score_text"]),
        ("８５", 85, ["fullwidth"]),
        (105, None, ["score_out_of_range"]),
        ("8，9", None, ["number_unclear"]),
        (0.92, None, ["number_unclear"]),
        (-1, None, ["number_unclear"]),
        ("优秀", None, ["number_unclear"]),
        ("/", None, ["number_placeholder"]),
        (None, None, []),
        (0, 0, []),
    ],
)
def test_score(raw, value, found):
    parsed = numbers.score(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("=cmd|'/C calc'!A0", ["formula_text"]),
        ("@SUM(1+1)", ["formula_text"]),
        ("+A1", ["formula_text"]),
        ("-2+3+cmd|' /C echo'!A0", ["formula_text"]),
        ("-2 度", []),
        ("-2+3", []),
        ("家属电话19900006495", ["pii_in_text"]),
        ("会说沪语", []),
        (None, []),
    ],
)
def test_free_text_is_kept_and_questioned(raw, found):
    parsed = text.free(raw, ON)
    assert (parsed.value, codes(parsed)) == (raw, found)


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        ("大专", "大专", []),
        ("专科", "大专", ["value_alias"]),
        ("私塾", None, ["value_unknown"]),
        ("", None, []),
    ],
)
def test_choice(raw, value, found):
    parsed = text.choice({"大专": ("专科",)})(raw, ON)
    assert (parsed.value, codes(parsed)) == (value, found)


def test_open_choice_keeps_what_is_not_listed():
    assert text.choice({"楼组长": ()}, closed=False)("河长", ON).value == "河长"


@pytest.mark.parametrize("cell", ["#N/A", "#DIV/0!", "#REF!", " #n/a ", "＃Ｎ／Ａ", "Err:502", "#NAME?"])
def test_an_error_value_is_known(cell):
    assert text.is_error(cell)


@pytest.mark.parametrize("cell", ["", "#", "#1", "N/A", "错误#N/A", None, 3])
def test_anything_else_is_no_error_value(cell):
    assert not text.is_error(cell)


CELLS = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes()
)
PARSERS = [
    dates.birth_month, dates.day, identity.identity_number, identity.mobile, identity.office_phone,
    numbers.score, numbers.ordinal, names.person_name, text.plain, text.free, text.code,
]  # fmt: skip


@pytest.mark.parametrize("parse", PARSERS)
@given(raw=CELLS)
def test_no_cell_breaks_a_parser(parse, raw):
    parse(raw, ON)


@given(st.integers(0, 9_999_999), st.sampled_from(["{:,}", "{}人", "{:,}人次", "{}"]))
def test_every_count_is_read_in_every_style(number, style):
    assert numbers.read_number(style.format(number)) == number


@pytest.mark.parametrize("parse", [text.plain, text.code])
@pytest.mark.parametrize("raw", ["3.10107E+11", "2e+15", 2.0260305e16])
def test_a_number_that_lost_its_last_digits_is_asked(parse, raw):
    parsed = parse(raw, ON)
    assert (parsed.value, [code for code, _ in parsed.findings]) == (None, ["cell_unreadable"])


@given(
    st.text("王李张·欧阳𠅤䶮", min_size=1, max_size=8).filter(lambda name: name != "·"),
    st.text(" \u3000\u200b", max_size=3),
)
def test_name_survives_any_space_in_it(name, space):
    assert names.person_name(space.join(name) + space, ON).value == name


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["{}", "+86 {}", "0086-{}", "{} ", "(+86){}"]),
    st.sampled_from(["", " ", "-"]),
)
def test_mobile_is_read_however_it_is_grouped(number, style, gap):
    assert identity.mobile(style.format(gap.join((number[:3], number[3:7], number[7:]))), ON).value == number


@pytest.mark.parametrize(
    ("parse", "value", "found"),
    [
        (text.plain, "张三 138-0013-8000", ["personal_number"]),
        (names.person_name, "张三138-0013-8000", ["name_spaces", "personal_number", "name_odd"]),
        (text.free, "张三 138-0013-8000", ["pii_in_text"]),
        (text.blotted, "张三 ＊", ["pii_in_text"]),
        (text.public, "张三 ＊", ["pii_in_text"]),
        (identity.office_phone, None, ["mobile_in_contact"]),
    ],
)
def test_personal_number_is_noticed_in_every_kind_of_text(parse, value, found):
    parsed = parse("张三 138-0013-8000", ON)
    assert (parsed.value, codes(parsed)) == (value, found)


def test_a_personal_number_where_none_belongs_waits_for_a_decision():
    assert LEVELS["personal_number"] == Level.REVIEW


@pytest.mark.parametrize("office", ["021-52564588", "52564588", "12348", "021-52564588转8012"])
def test_an_office_telephone_is_taken(office):
    assert identity.office_phone(office, ON).value == office
