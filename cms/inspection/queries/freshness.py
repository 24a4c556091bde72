"""Whether what is shown is still alive: the home page, the columns, the letters."""

import datetime
from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.campaigns.models import CasePage, HomePage, NoticePage, TopicPage
from cms.campaigns.queries import newest_entries
from cms.duties.queries import published_activities
from cms.events.models import Event
from cms.inspection.enums import FindingKind
from cms.inspection.models import InspectionSetting
from cms.inspection.queries.found import Found, about
from cms.letters.queries import overdue_letters, published_letters


def stale_home(on: datetime.date, limits: InspectionSetting) -> Iterator[Found]:
    """The home page shows what is newest of everything: it is as old as that."""
    home = HomePage.objects.live().first()
    if home is None:
        return
    newest = max(filter(None, _publications(home)), default=None)
    if newest is None:
        yield about(FindingKind.HOME_STALE, home, _("首页还没有任何内容。"))
    elif (days := (on - newest).days) > limits.home_days:
        told = _("首页 %(days)s 天没有新内容，限 %(limit)s 天。") % {"days": days, "limit": limits.home_days}
        yield about(FindingKind.HOME_STALE, home, told)


def stale_columns(on: datetime.date, limits: InspectionSetting) -> Iterator[Found]:
    """A column is as old as the newest below it, and has the limit of the kind of that."""
    for column in TopicPage.objects.live().public().select_related("owner").order_by("path"):
        newest = newest_entries(column).first()
        if newest is None:
            yield about(FindingKind.COLUMN_EMPTY, column, _("这个栏目下面没有内容。"))
            continue
        days = (on - timezone.localdate(newest.first_published_at)).days
        limit = _limit_of(newest, limits)
        if days > limit:
            told = _("%(days)s 天没有新内容，限 %(limit)s 天；最近一篇是“%(title)s”。")
            yield about(
                FindingKind.COLUMN_STALE, column, told % {"days": days, "limit": limit, "title": newest.title}
            )


def late_letters(on: datetime.date) -> Iterator[Found]:
    for letter in overdue_letters(on):
        told = _("三个月没有答复。") if letter.is_far_overdue(on) else _("已过答复期限 %(day)s。")
        yield about(FindingKind.LETTER_LATE, letter, told % {"day": letter.due_on})


def _publications(home: HomePage) -> Iterator[datetime.date | None]:
    moments = (
        newest_entries(home).aggregate(at=Max("first_published_at")),
        Event.objects.published().aggregate(at=Max("published_at")),
        published_activities().aggregate(at=Max("published_at")),
        published_letters().aggregate(at=Max("published_at")),
    )
    for found in moments:
        yield timezone.localdate(found["at"]) if found["at"] else None


def _limit_of(page: Page, limits: InspectionSetting) -> int:
    kinds = {NoticePage: limits.notice_days, CasePage: limits.case_days}
    return kinds.get(page.specific_class, limits.news_days)
