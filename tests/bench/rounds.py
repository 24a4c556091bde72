"""A round of 200 agencies by 60 indicators out of the database; held to two seconds."""

import time
from datetime import date, datetime
from decimal import Decimal

AGENCIES, INDICATORS, ASSESSORS = 200, 60, 30
LIMIT = 2.0


def run(size: int) -> None:
    """`size` is the number of activities of the year."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cms.assessment.outcomes import computed
    from cms.reviews.queries.documents import document_of

    held = _round(size)
    on = date(2027, 1, 1)
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        document = document_of(held, on)
    read = time.perf_counter()
    outcome = computed(document)
    ended = time.perf_counter()
    assert outcome.incomplete == []
    assert all(len(sheet.lines) == INDICATORS for sheet in outcome.sheets())
    seconds, alone = ended - started, ended - read
    print(f"{AGENCIES} 个单位 × {INDICATORS} 项指标，评委 {ASSESSORS} 人，活动 {size} 场")
    print(f"从数据库写成文件 {read - started:.2f} 秒（{len(queries)} 次查询），核对与计算 {alone:.2f} 秒")
    print(f"共 {seconds:.2f} 秒，为只算同一份文件的 {seconds / alone:.1f} 倍")
    print(f"限 {LIMIT:.0f} 秒：{'通过' if seconds < LIMIT else '超过'}")


def _round(size: int):
    from django.utils import timezone

    from cms.agencies.models import Agency
    from cms.duties.models import ActivityRecord
    from cms.reviews.models import (
        Assessor,
        Band,
        Entry,
        Group,
        Indicator,
        PanelScore,
        Participant,
        Round,
        Scheme,
    )

    agencies = Agency.objects.bulk_create(
        [Agency(code=f"R{n:03d}", name=f"测速单位{n}", kind="department") for n in range(AGENCIES)]
    )
    scheme = Scheme.objects.create(year=2026, name="测速方案")
    kinds = (
        {"kind": "points", "max": Decimal(2)},
        {
            "kind": "deduct", "max": Decimal(6), "per": Decimal("0.3"), "source": "short_quarters",
            "per_quarter": 2,
        },
        {"kind": "quota", "max": Decimal(8), "required": 9, "source": "activities", "form": "lecture"},
        {"kind": "bonus", "per": Decimal("0.15"), "cap": Decimal(1), "source": "activities"},
    )  # fmt: skip
    indicators = Indicator.objects.bulk_create(
        [
            Indicator(
                scheme=scheme,
                position=n,
                dimension=f"方面{n // 10}",
                key=f"A{n}",
                name=f"指标{n}",
                **kinds[n % 4],
            )
            for n in range(INDICATORS)
        ]
    )
    Group.objects.create(scheme=scheme, name="核分", kind="indicators", weight=60)
    Group.objects.create(scheme=scheme, name="评议团", kind="panel", weight=40, drop_extremes=True)
    Band.objects.create(scheme=scheme, name="合格", least=0)
    held = Round.objects.create(scheme=scheme, self_until=date(2026, 12, 1), scoring_until=date(2026, 12, 31))
    parts = Participant.objects.bulk_create(
        [Participant(round=held, agency=each, code=each.code) for each in agencies]
    )
    Entry.objects.bulk_create(
        [
            Entry(participant=part, indicator=each, office_score=Decimal("1.5"))
            for part in parts
            for each in indicators
            if each.kind == "points"
        ]
    )
    assessors = Assessor.objects.bulk_create(
        [Assessor(round=held, name=f"评委{n}") for n in range(ASSESSORS)]
    )
    PanelScore.objects.bulk_create(
        [
            PanelScore(assessor=who, participant=part, score=80 + (who.pk + part.pk) % 20)
            for who in assessors
            for part in parts
        ]
    )
    begin = timezone.make_aware(datetime(2026, 1, 5, 9))
    ActivityRecord.objects.bulk_create(
        [
            ActivityRecord(
                name=f"第{n}场",
                host=agencies[n % AGENCIES],
                form="lecture" if n % 2 else "exhibition",
                starts_at=begin + timezone.timedelta(days=n % 350),
                ends_at=begin + timezone.timedelta(days=n % 350, hours=1),
                address="青桥路8号",
                summary="小结",
                onsite=30,
                online=0,
                state="approved",
            )
            for n in range(size)
        ],
        batch_size=500,
    )
    return held
