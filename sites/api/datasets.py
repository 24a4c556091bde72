"""What is open: each dataset by what the public pages show, and by nothing else.

A dataset is a public query of the office and how its records are told. Whoever is on the directory may
withdraw at any moment, so it has no files of the night.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from cms.advisers.queries import public_agreements
from cms.duties.queries import public_items, public_lists, published_activities
from cms.events.queries import published_events
from cms.honours.queries import public_titles
from cms.people.queries import listed_appointments
from cms.places.queries.finding import open_points, open_venues
from cms.statutes.queries import articles_of_today, laws_to_read
from sites.api import rows, telling
from sites.api.operations import Told


@dataclass(frozen=True)
class Dataset:
    """`records` are public at the moment of asking; `told` makes rows of some of them."""

    name: str
    label: str
    about: str
    row: type[Told]
    records: Callable[[], QuerySet]
    told: Callable[[Iterable, str], list]
    has_files: bool = True


def _events() -> QuerySet:
    return published_events().prefetch_related("settings", "audiences", "laws")


def _activities() -> QuerySet:
    found = published_activities()
    return found.prefetch_related("settings", "audiences", "laws", "co_hosts", "co_host_answers")


LAWS = Dataset("laws", "法规", "有文本的法规，今天的版本与时效。", rows.LawRow, laws_to_read, telling.laws)
ARTICLES = Dataset(
    "articles", "条文", "各部法规今天的条文。", rows.ArticleRow, articles_of_today, telling.articles
)
VENUES = Dataset("venues", "法治文化阵地", "开放中的阵地。", rows.VenueRow, open_venues, telling.venues)
POINTS = Dataset(
    "service-points",
    "公共法律服务站点",
    "开放中的四级服务站点。",
    rows.PointRow,
    open_points,
    telling.points,
)
EVENTS = Dataset(
    "events", "活动预告", "已发布的普法活动，含已经结束的。", rows.EventRow, _events, telling.events
)
ACTIVITIES = Dataset(
    "activities",
    "活动记录",
    "审核并公开的普法活动记录。",
    rows.ActivityRow,
    _activities,
    telling.activities,
)
DUTY_LISTS = Dataset(
    "duty-lists",
    "普法责任清单",
    "公布过的各年、各版清单。",
    rows.DutyListRow,
    public_lists,
    telling.duty_lists,
)
DUTY_ITEMS = Dataset(
    "duty-items",
    "普法责任项",
    "公布过的清单里的各项，用公布时的文字。",
    rows.DutyItemRow,
    public_items,
    telling.duty_items,
)
PEOPLE = Dataset(
    "people",
    "法律明白人与志愿者",
    "只有同意公开的人：姓名、身份、居村。",
    rows.PersonRow,
    lambda: listed_appointments(timezone.localdate()),
    telling.people,
    has_files=False,
)
ADVISERS = Dataset(
    "advisers",
    "居村法律顾问",
    "在聘而且同意公开的法律顾问：姓名、执业机构、办公电话、值班时间。",
    rows.AdviserRow,
    lambda: public_agreements(timezone.localdate()),
    telling.advisers,
    has_files=False,
)
TITLES = Dataset(
    "model-communities",
    "民主法治示范村（社区）",
    "现在有效的称号；撤销、注销的不在其中。",
    rows.TitleRow,
    public_titles,
    telling.titles,
)
DATASETS = {
    each.name: each
    for each in (
        LAWS,
        ARTICLES,
        VENUES,
        POINTS,
        EVENTS,
        ACTIVITIES,
        DUTY_LISTS,
        DUTY_ITEMS,
        PEOPLE,
        ADVISERS,
        TITLES,
    )
}
