"""Laws as office files name them."""

from datetime import date

import pytest

from cms.statutes.enums import LawLevel
from cms.statutes.imports.matching import LawMatcher
from cms.statutes.models import Law
from cms.statutes.services import know_by_title
from tests.cms.statutes.factories import LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db

STATE = "中华人民共和国"


def titles(text):
    return [law.title.removeprefix(STATE) for law in LawMatcher().named_in(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("《宪法》、《中华人民共和国民法典》", ["宪法", "民法典"]),
        ("《宪法》《民法典》", ["宪法", "民法典"]),
        ("《宪法》\n《民法典》\n《宪法》", ["宪法", "民法典"]),
        ("宪法、民法典和刑法", ["宪法", "民法典", "刑法"]),
        ("1.《宪法》2.《民法典》", ["宪法", "民法典"]),
        ("学习宣传民法典", ["民法典"]),
        ("《民法典》等法律法规", ["民法典"]),
        ("《民法典》第一千二百五十四条", ["民法典"]),
        ("《公司法》（2023年修订）", ["公司法"]),
        ("新修订的《治安管理处罚法》", ["治安管理处罚法"]),
        ("《法治宣传教育法》：普法责任制与以案释法", ["法治宣传教育法"]),
        ("谁执法谁普法、学法用法，学习立法法", ["立法法"]),
        ("<<民法典>>", ["民法典"]),
        ("《民法典", ["民法典"]),
        ("上海市住宅物业管理规定、住房租赁条例", ["上海市住宅物业管理规定", "住房租赁条例"]),
        (
            "《最高人民法院关于适用《民法典》婚姻家庭编的解释（一）》",
            ["最高人民法院关于适用〈民法典〉婚姻家庭编的解释（一）"],
        ),
        ("党内法规、习近平法治思想", []),
        (None, []),
    ],
)
def test_laws_are_named_in_their_order(text, named):
    assert titles(text) == named


def test_statute_of_the_state_has_its_name_in_full_and_a_regulation_has_not():
    found = [
        law.title for law in LawMatcher().named_in("增值税法、婚姻登记条例、社会救助暂行办法、反分裂国家法")
    ]
    assert found == [f"{STATE}增值税法", "婚姻登记条例", "社会救助暂行办法", "反分裂国家法"]


def test_known_law_is_found_by_title_short_title_alias_and_number():
    law = LawFactory(title="物业管理条例", short_title="物业管理条例", aliases=["物管条例"])
    LawVersionFactory(law=law, history=["2003年6月8日 中华人民共和国国务院令第379号公布"])
    names = "《物业管理条例》", "物管条例", "中华人民共和国物业管理条例", "国务院令第379号"
    assert [[named.law for named in LawMatcher().named_in(name)] for name in names] == [[law]] * 4


@pytest.mark.parametrize(
    ("name", "on", "ended"),
    [
        ("《婚姻法》", date(2026, 1, 1), True),
        ("《婚姻法》", date(2020, 12, 31), False),
        ("《民法典》", date(2026, 1, 1), False),
    ],
)
def test_law_no_longer_in_force_is_told(name, on, ended):
    assert [law.is_repealed(on) for law in LawMatcher().named_in(name)] == [ended]


def test_day_in_the_record_goes_before_the_list():
    LawFactory(title=f"{STATE}婚姻法", short_title="婚姻法", repealed_on=date(2030, 1, 1))
    assert not LawMatcher().named_in("婚姻法")[0].is_repealed(date(2026, 1, 1))


def test_law_named_first_is_known_by_title_and_once():
    for _ in range(2):
        know_by_title([f"{STATE}增值税法", "婚姻登记条例", f"{STATE}婚姻法"], actor=None)
    assert sorted(Law.objects.values_list("title", "short_title", "level", "repealed_on")) == [
        (f"{STATE}增值税法", "增值税法", LawLevel.LAW, None),
        (f"{STATE}婚姻法", "婚姻法", LawLevel.LAW, date(2021, 1, 1)),
        ("婚姻登记条例", "婚姻登记条例", LawLevel.OTHER, None),
    ]
