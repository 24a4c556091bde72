"""The demo's yearly assessment: a scheme with indicators of every kind, a round in self-assessment."""

from datetime import date, timedelta
from decimal import Decimal

from cms.reviews.models import Band, Group, Indicator
from cms.reviews.services.panels import add_assessor
from cms.reviews.services.rounds import open_round, prepare_round
from cms.reviews.services.schemes import add_part, draw_up_scheme
from sites.demo.office import Office

GROUPS = (
    {"name": "普法办核分", "kind": "indicators", "weight": 60},
    {"name": "评议团", "kind": "panel", "weight": 25, "drop_extremes": True},
    {"name": "社会评价", "kind": "vote", "weight": 15, "minimum_votes": 30},
)
BANDS = (("优秀", 90, "0.30"), ("良好", 80, None), ("合格", 60, None), ("不合格", 0, None))
INDICATORS = (
    (
        "组织领导", "A1", "有人管、有计划、有经费", "points",
        {"max": 10, "standard": "领导分管，年初有计划，经费列入预算。"},
    ),
    ("组织领导", "A2", "旁听庭审、领导干部学法", "points", {"max": 10, "standard": "每年至少两次，有记录。"}),
    (
        "日常普法", "B1", "每季度开展普法活动", "deduct",
        {"max": 20, "per": 2, "cap": 8, "source": "short_quarters", "per_quarter": 1,
         "standard": "每季度至少一场，少一场扣2分。"},
    ),
    (
        "日常普法", "B2", "法治讲座", "quota",
        {"max": 20, "required": 4, "source": "activities", "form": "lecture", "standard": "全年四场。"},
    ),
    (
        "责任清单", "C1", "责任项按期完成", "deduct",
        {"max": 40, "per": 10, "source": "late_items", "standard": "逾期一项扣10分，扣完为止。"},
    ),
    ("加分", "D1", "经验被市级以上推广", "bonus", {"per": 2, "cap": 4}),
    ("否决", "V1", "普法数据弄虚作假", "veto", {"at_best": "不合格"}),
)  # fmt: skip


def build_assessment(office: Office, today: date) -> None:
    clerk = office.accounts["office"]
    scheme = draw_up_scheme(
        actor=clerk,
        year=today.year,
        name=f"青桥区{today.year}年度普法责任制评议方案",
        bonus_cap=Decimal(5),
        total_cap=Decimal(100),
    )
    for position, values in enumerate(GROUPS, start=1):
        add_part(Group, scheme, actor=clerk, position=position, **values)
    for position, (name, least, share) in enumerate(BANDS, start=1):
        add_part(Band, scheme, actor=clerk, position=position, name=name, least=least, share=share)
    for position, (dimension, key, name, kind, values) in enumerate(INDICATORS, start=1):
        words = {"dimension": dimension, "key": key, "name": name, "kind": kind}
        add_part(Indicator, scheme, actor=clerk, position=position, **words, **values)
    held = prepare_round(
        actor=clerk,
        scheme=scheme,
        self_until=today + timedelta(days=21),
        scoring_until=today + timedelta(days=42),
        appeal_workdays=5,
    )
    add_assessor(held, actor=clerk, name="林律师（示范）")
    add_assessor(held, actor=clerk, name="何代表（示范）")
    open_round(held, actor=clerk)
