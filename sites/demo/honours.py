"""Model communities of the demo district: titles of before, one taken away, and two cycles under way."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services.accounts import CREATE
from cms.accounts.services.roles import groups_of
from cms.core.writing import write
from cms.honours.enums import Level
from cms.honours.models import Application, Cycle, Indicator
from cms.honours.services.applications import assess, begin_application, fill_in
from cms.honours.services.cycles import add_indicator, draw_up_cycle
from cms.honours.services.steps import take_step
from cms.honours.services.titles import recheck, register_title
from cms.places.models import Place
from cms.places.services import COORDINATORS
from sites.demo.office import Office

INDICATORS = (
    ("基层组织", "A1", "居民代表会议按时召开、记录完整", "points",
     {"max": 30, "standard": "每季度一次，有议题、有记录、有公布。"}),
    ("民主管理", "A2", "居民公约由居民议定，三年内修订过", "points",
     {"max": 25, "standard": "全文张贴，居民知道。"}),
    ("法治建设", "B1", "在册法律明白人", "quota", {"max": 10, "required": 3, "source": "literate"}),
    ("法治建设", "B2", "普法活动", "quota", {"max": 10, "required": 4, "source": "activities"}),
    ("法治建设", "B3", "聘有法律顾问", "quota", {"max": 15, "required": 1, "source": "adviser"}),
    ("居务公开", "C1", "未按期公开的事项", "deduct", {"max": 10, "per": 2}),
    ("加分", "D1", "做法被市级以上推广", "bonus", {"per": 1, "cap": 3}),
    ("否决", "V1", "当年发生有影响的群体性事件", "veto", {}),
)  # fmt: skip
# The community by its place among those of the small district, level, batch, paper, days ago.
TITLES = (
    (3, Level.DISTRICT, "第一批", "青司〔2024〕18 号", 800),
    (4, Level.CITY, "第二批", "市普法办〔2025〕6 号", 420),
    (5, Level.NATIONAL, "第九批", "司法通〔2025〕31 号", 300),
    (6, Level.DISTRICT, "第一批", "青司〔2024〕18 号", 800),
    (8, Level.DISTRICT, "第一批", "青司〔2024〕18 号", 800),
    (9, Level.CITY, "第二批", "市普法办〔2025〕6 号", 420),
)
KEPT, REVOKED = 6, 8
OF_THE_CITY = (1, 3)


def build_honours(office: Office, today: date) -> None:
    clerk = office.accounts["office"]
    titles = {
        place: register_title(
            community=office.communities[place], level=level, batch=batch, number=number,
            conferred_on=today - timedelta(days=days), actor=clerk,
        )
        for place, level, batch, number, days in TITLES
    }  # fmt: skip
    recheck(titles[KEPT], verb="keep", actor=clerk, done_on=today - timedelta(days=30))
    recheck(
        titles[REVOKED], verb="revoke", actor=clerk, done_on=today - timedelta(days=20),
        reason="复核发现居民公约未经居民会议议定，整改期满没有改正",
    )  # fmt: skip
    cycle = _cycle(office, Level.DISTRICT, "第二批", today - timedelta(days=40), today + timedelta(days=20))
    own = _applications(office, cycle)
    _of_the_city(office, _cycle(office, Level.CITY, "第三批", today - timedelta(days=25), today), own)


def _cycle(office: Office, level: str, batch: str, opens_on: date, closes_on: date) -> Cycle:
    clerk = office.accounts["office"]
    cycle = draw_up_cycle(
        actor=clerk, level=level, year=opens_on.year, batch=batch, opens_on=opens_on, closes_on=closes_on,
        records_from=opens_on - timedelta(days=365), notice_days=7, pass_score=Decimal(75),
    )  # fmt: skip
    for position, (dimension, key, name, kind, values) in enumerate(INDICATORS, start=1):
        add_indicator(
            cycle,
            actor=clerk,
            position=position,
            dimension=dimension,
            key=key,
            name=name,
            kind=kind,
            **values,
        )
    return cycle


def _applications(office: Office, cycle: Cycle) -> User:
    """One in draft, one that waits for the 街镇, one on public notice; returns who applied."""
    draft, waiting, noticed = office.communities[:3]
    town, clerk = office.accounts["community"], office.accounts["office"]
    held = begin_application(cycle, draft, actor=town)
    fill_in(held, statement="居民议事会每月一次，公约今年修订。", values={}, actor=town)
    own = _keeper(office, waiting, noticed)
    _handed_in(cycle, waiting, own)
    held = _handed_in(cycle, noticed, own)
    take_step(held, "support", actor=town, opinion="材料齐全，走访属实，同意上报。")
    found = {each: {"office_score": score} for each, score in _scores(cycle, Decimal(28), Decimal(24))}
    assess(held, found, actor=clerk)
    take_step(held, "approve", actor=clerk, opinion="评审组实地查看，同意。")
    take_step(held, "announce", actor=clerk)
    return own


def _of_the_city(office: Office, cycle: Cycle, own: User) -> None:
    """On its last day: one sent back by the 街镇, one that waits for the district's scores."""
    returned, waiting = (office.communities[place] for place in OF_THE_CITY)
    town = office.accounts["community"]
    COORDINATORS.add(actor=office.accounts["admin"], user=own, place=waiting)
    held = _handed_in(cycle, returned, own)
    take_step(held, "send_back", actor=town, opinion="公约是四年前议定的，请写明今年修订的情况。")
    held = _handed_in(cycle, waiting, own)
    take_step(held, "support", actor=town, opinion="区级称号有效，做法值得推广，同意上报。")


def _handed_in(cycle: Cycle, community: Place, own: User) -> Application:
    held = begin_application(cycle, community, actor=own)
    said = {each: {"self_score": score, "words": "见会议记录本"} for each, score in _scores(cycle, 29, 25)}
    fill_in(
        held,
        statement=f"“{community.short_name}议事亭”两年议成加装电梯、停车等十七件事，法律顾问全程参加；公约写进楼组。",
        values=said,
        actor=own,
    )
    return take_step(held, "submit", actor=own, opinion="居民代表会议讨论通过，同意申报。")


def _scores(cycle: Cycle, *scores: Decimal | int) -> Iterable[tuple[Indicator, Decimal]]:
    judged = cycle.indicators.filter(kind="points")
    return [(each, Decimal(score)) for each, score in zip(judged, scores, strict=True)]


def _keeper(office: Office, *places: Place) -> User:
    """Who coordinates these; signs in with the demo's own password too."""
    user, admin = User(), office.accounts["admin"]
    given = {
        "username": "community2", "name": "桥语棠", "password": admin.password,
        "groups": groups_of([Role.COMMUNITY_COORDINATOR]),
    }  # fmt: skip
    write(user, CREATE, given, actor=admin)
    for place in places:
        COORDINATORS.add(actor=admin, user=user, place=place)
    return user


def more_titles(office: Office, communities: list[Place], today: date) -> None:
    """Of the larger district every seventh holds a title of the first batch; some are due, one is gone."""
    clerk = office.accounts["office"]
    held = [
        register_title(
            community=community, level=Level.DISTRICT, batch="第一批", number="青司〔2024〕18 号",
            conferred_on=today - timedelta(days=800 if place % 3 else 700), actor=clerk,
        )
        for place, community in enumerate(communities[::7])
        if not community.titles.exists() and not community.honour_applications.exists()
    ]  # fmt: skip
    recheck(held[-1], verb="cancel", actor=clerk, reason="居村撤并，称号随之注销")
