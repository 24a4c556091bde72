"""The demo's work: a duty list, activities in every state, events to come."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.campaigns.models import Audience, BrandPage, CampaignPage, Setting
from cms.duties.enums import ActivityForm, ItemKind
from cms.duties.models import ActivityRecord, DutyItem
from cms.duties.services.activities import (
    approve_activity,
    publish_activity,
    return_activity,
    save_activity,
    start_activity,
    submit_activity,
)
from cms.duties.services.lists import add_item, approve_list, draw_up_list, publish_list
from cms.events.enums import Clarity, EventState, Rhythm, Usefulness
from cms.events.models import Event
from cms.events.services import create_event, publish_event
from cms.events.services.attending import tell
from cms.events.services.series import repeat_event, set_brand
from sites.demo.office import Office

# Beside the number of activities.
TARGETS = {
    "R-01": {"required_people": 200, "required_products": 1, "product": "短视频"},
    "P-01": {"required_people": 500},
}


def build_work(office: Office, laws, campaign: CampaignPage, today: date) -> None:
    items = _duty_list(office, laws, today)
    _activities(office, laws, items, campaign, today)
    _events(office, laws, campaign, today)


def _duty_list(office: Office, laws, today: date) -> dict[str, DutyItem]:
    year = today.year
    writer, approver = office.accounts["office"], office.accounts["admin"]
    duty_list = draw_up_list(year, actor=writer)
    whole = (date(year, 1, 1), date(year, 12, 31))
    soon = (date(year, 1, 1), min(today + timedelta(days=9), whole[1]))
    past = (date(year, 1, 1), max(today - timedelta(days=20), whole[0]))
    rows = (
        ("G-01", ItemKind.COMMON, None, "学习宣传宪法和法治宣传教育法", ["宪法", "法治宣传教育法"], whole, 1),
        ("R-01", ItemKind.INDIVIDUAL, "QQ-RS", "工资支付条例进工地", ["保障农民工工资支付条例"], whole, 2),
        ("R-02", ItemKind.TIME_NODE, "QQ-RS", "劳动合同法进企业", ["劳动合同法"], soon, 1),
        ("R-03", ItemKind.SPECIAL_TOPIC, "QQ-RS", "新就业形态劳动者权益专题", ["劳动合同法"], past, 1),
        ("S-01", ItemKind.TIME_NODE, "QQ-SC", "消费与食品安全", ["消费者权益保护法", "食品安全法"], whole, 2),
        ("P-01", ItemKind.SPECIAL_TOPIC, "QQ-GA", "防范电信网络诈骗", ["反电信网络诈骗法"], whole, 3),
        ("J-01", ItemKind.INDIVIDUAL, "QQ-JY", "家庭教育与未成年人保护", ["家庭教育促进法"], whole, 2),
    )  # fmt: skip
    items = {}
    for key, kind, agency, content, titles, (starts, ends), count in rows:
        items[key] = add_item(
            duty_list,
            actor=writer,
            key=key,
            kind=kind,
            agency=office.agencies.get(agency),
            content=content,
            starts_on=starts,
            ends_on=ends,
            required_count=count,
            measures="讲座、咨询、展览",
            laws=[laws[title] for title in titles],
            **TARGETS.get(key, {}),
        )
    publish_list(approve_list(duty_list, actor=approver), actor=writer)
    return items


def _activities(office: Office, laws, items, campaign, today: date) -> None:
    reviewer, publisher = office.accounts["reviewer"], office.accounts["office"]
    wages, contracts = laws["保障农民工工资支付条例"], laws["劳动合同法"]
    done = _written(office, "agency", "QQ-RS", "工资支付知识送到塔吊下", [items["R-01"]], [wages], today, 40)
    done = submit_activity(done, actor=office.accounts["agency"], seen=done.lock_version)
    done = approve_activity(done, actor=reviewer, seen=done.lock_version)
    publish_activity(done, actor=publisher, seen=done.lock_version)

    market = _written(
        office, "agency2", "QQ-SC", "菜场里的消费维权课", [items["S-01"], items["G-01"]],
        [laws["消费者权益保护法"]], today, 25,
    )  # fmt: skip
    market = submit_activity(market, actor=office.accounts["agency2"], seen=market.lock_version)
    market = approve_activity(market, actor=reviewer, seen=market.lock_version)
    publish_activity(market, actor=publisher, seen=market.lock_version)

    waiting = _written(
        office, "agency", "QQ-RS", "劳动合同怎么签：企业人事开放课", [items["R-02"]], [contracts], today, 6
    )
    submit_activity(waiting, actor=office.accounts["agency"], seen=waiting.lock_version)

    back = _written(office, "agency", "QQ-RS", "骑手驿站的午间普法", [items["R-03"]], [contracts], today, 12)
    back = submit_activity(back, actor=office.accounts["agency"], seen=back.lock_version)
    return_activity(back, actor=reviewer, seen=back.lock_version, reason="请补充现场照片，并写明讲了哪几条。")

    start_activity(
        office.agencies["QQ-RS"],
        actor=office.accounts["agency"],
        name="宪法宣传周进园区",
        items=[items["G-01"]],
    )


def _written(office, account, agency, name, items, laws, today, days_ago) -> ActivityRecord:
    actor = office.accounts[account]
    day = max(today - timedelta(days=days_ago), date(today.year, 1, 2))
    activity = start_activity(office.agencies[agency], actor=actor, name=name, items=items)
    return save_activity(
        activity,
        actor=actor,
        seen=activity.lock_version,
        form=ActivityForm.LECTURE,
        starts_at=_at(day, 14),
        ends_at=_at(day, 16),
        venue=office.square,
        settings=list(Setting.objects.all()[1:3]),
        audiences=list(Audience.objects.all()[4:6]),
        laws=laws,
        onsite=60 + days_ago,
        online=0,
        materials=120,
        summary="现场讲解后分组答疑，大家最关心的是凭证怎么留、找谁说、多久有回音。",
    )


QUESTIONS = "*想听哪一类（工资/工伤/合同）\n要轮椅位吗（是/否）\n想请律师讲什么"


# As its brand says.
MORNING, SATURDAY = "宪法广场晨读", 5


def _events(office: Office, laws, campaign, today: date) -> None:
    plans = (
        (MORNING, "QQ-SF", 8, 8, None),
        ("劳动争议面对面：律师在现场", "QQ-RS", 10, 14, 40),
        ("租房那些事：邻里法律沙龙", "QQ-SF", -4, 9, None),
        ("模拟法庭开放日", "QQ-FY", 12, 9, 60),
    )
    for title, agency, days, hour, capacity in plans:
        day = today + timedelta(days=days)
        if title == MORNING:
            day += timedelta(days=(SATURDAY - day.weekday()) % 7)
        values = dict(  # noqa: C408
            title=title,
            host=office.agencies[agency],
            campaign=campaign,
            venue=office.square if capacity is None else None,
            address="" if capacity is None else "青桥区公共法律服务中心一楼",
            starts_at=_at(day, hour),
            ends_at=_at(day, hour + 2),
            introduction="免费参加。现场有轮椅通道，可以带孩子一起来。",
            capacity=capacity,
            takes_registrations=capacity is not None,
            questions="*想听哪一类（工资/工伤/合同）\n要轮椅位吗（是/否）\n想请律师讲什么"
            if capacity == 40
            else "",
            laws=[laws["宪法"]],
        )
        event = create_event(values, actor=office.accounts["editor"])
        event = publish_event(event, actor=office.accounts["office"])
        if days < 0:
            _feedback(event)
        elif capacity is None:
            _series(office, event, day)


def _feedback(event: Event) -> None:
    for useful, clear, words in (
        (Usefulness.VERY, Clarity.ALL, "下次讲讲押金怎么退"),
        (Usefulness.VERY, Clarity.MOST, ""),
        (Usefulness.SOME, Clarity.MOST, "后排听不清，请带话筒"),
        (Usefulness.LITTLE, Clarity.ALL, ""),
    ):
        tell(event, useful=useful, clear=clear, words=words)


def _series(office: Office, event: Event, first: date) -> None:
    """Every second week; the next ones are published, the last waits."""
    made = repeat_event(
        event,
        rhythm=Rhythm.FORTNIGHTLY,
        ends_on=first + timedelta(weeks=8),
        left_out=[first + timedelta(weeks=4)],
        rests_on_holidays=True,
        actor=office.accounts["editor"],
    )
    set_brand(made, brand=BrandPage.objects.first(), actor=office.accounts["editor"])
    for draft in made.events.filter(state=EventState.DRAFT).order_by("starts_at")[:2]:
        publish_event(draft, actor=office.accounts["office"])


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
