"""What agencies reported in the ledgers of the last four quarters, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

from cms.agencies.models import Agency
from cms.duties.enums import ActivityState
from cms.duties.models import ActivityRecord
from cms.duties.services.activities import approve_activity, publish_activity, return_activity
from cms.places.models import Place
from sites.demo.office import Office
from sites.demo.year.tables import take_in
from sites.demo.year.teaching import FORMS, Calendar, themes_of

NUMERALS = "一二三四"
WHY = (
    "请写明讲了哪几条。",
    "人次与上季度同一场地相差很大，请核对。",
    "地点只写到街镇，请补充具体场所。",
)


def build_ledgers(
    office: Office, agencies: list[Agency], communities: list[Place], calendar: Calendar, wanted: int
) -> None:
    quarters: dict[tuple[int, int], list[dict]] = defaultdict(list)
    draw = calendar.draw
    for number in range(wanted):
        agency = agencies[number % len(agencies)]
        theme = draw.choice(themes_of(agency))
        near = [each for each in communities if agency.place_id in (None, each.parent_id)]
        community = draw.choice(near)
        name, day = calendar.activity(theme, community)
        quarters[day.year, (day.month - 1) // 3].append(
            {
                "活动名称": name,
                "时间": day.isoformat(),
                "地点": f"{community.name}活动室",
                "主办单位": agency.name,
                "活动形式": draw.choice(FORMS),
                "八进类型": f"进{theme.setting}",
                "受众对象": theme.audience,
                "现场人次": draw.randint(4, 60) * 5,
                "线上受众": draw.choice((0, 0, 0, draw.randint(2, 90) * 100)),
                "发放资料": draw.randint(2, 30) * 10,
                "解答咨询": draw.randint(0, 40),
                "涉及法律法规": f"《{theme.law_title}》",
            }
        )
    for (year, quarter), rows in sorted(quarters.items()):
        title = f"青桥区{year}年第{NUMERALS[quarter]}季度普法活动台账"
        rows.sort(key=lambda row: (row["主办单位"], row["时间"]))
        take_in("activities", title, rows, actor=office.accounts["clerk"], on=calendar.today)
    _judge(office, ActivityRecord.objects.exclude(ledger="").order_by("starts_at", "pk"), draw)


def _judge(office: Office, reported: Iterable[ActivityRecord], draw: Random) -> None:
    """The older ones are settled; of the latest most still wait."""
    reported = list(reported)
    late = len(reported) - len(reported) // 8
    for place, activity in enumerate(reported):
        settled = place < late or draw.random() < 0.2
        if not settled:
            continue
        if draw.random() < 0.03:
            return_activity(activity, actor=office.accounts["reviewer"], reason=draw.choice(WHY))
            continue
        activity = approve_activity(activity, actor=office.accounts["reviewer"])
        if activity.state == ActivityState.APPROVED and draw.random() < 0.5:
            publish_activity(activity, actor=office.accounts["office"])
