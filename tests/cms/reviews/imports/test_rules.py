"""Scoring rules in the words of offices."""

from decimal import Decimal

import pytest

from cms.assessment.enums import IndicatorKind as K
from cms.reviews.imports.rules import Rule, read_rule

D = Decimal


@pytest.mark.parametrize(
    ("words", "dimension", "rule"),
    [
        ("成立领导小组，有专人负责。", "组织领导", Rule(K.POINTS)),
        ("每少1次扣0.5分，扣完为止。", "普法责任", Rule(K.DEDUCT, D("0.5"))),
        ("每季度不少于1场，每少一场扣2分，最多扣4分", "普法责任", Rule(K.DEDUCT, D(2), D(4))),
        ("每少1次扣0.5分，累计不超过10分", "普法责任", Rule(K.DEDUCT, D("0.5"))),
        ("未报送的，每次扣１分。", "信息报送", Rule(K.DEDUCT, D(1))),
        ("每年不少于4场，按完成比例计分", "社会普法", Rule(K.QUOTA, required=4)),
        ("每少一次扣0.5分；每缺一项资料扣1分", "档案", Rule(K.POINTS, several=True)),
        ("获国家级表彰的，每项加2分", "加分项", Rule(K.BONUS, D(2), D(10))),
        ("获国家级表彰每项加2分，市级每项加1分", "创新", Rule(K.BONUS, None, D(10), several=True)),
        ("视情况加分", "加分项目", Rule(K.BONUS, None, D(10), several=True)),
        ("发生重大舆情的，一票否决", "其他", Rule(K.VETO)),
        ("", "一票否决事项", Rule(K.VETO)),
        ("每年制定计划并报备案", "组织领导", Rule(K.POINTS)),
    ],
)
def test_rule_is_read(words, dimension, rule):
    assert read_rule(words, dimension, D(10)) == rule
