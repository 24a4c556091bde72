"""Dates before the public that cannot be true."""

import datetime
from collections.abc import Iterator

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.duties.queries import published_activities
from cms.inspection.enums import FindingKind
from cms.inspection.queries.found import Found, about
from cms.places.queries.finding import open_points, open_venues


def false_dates(now: datetime.datetime) -> Iterator[Found]:
    """Published in the future, changed before it was published, done before it has been, checked tomorrow."""
    today = timezone.localdate(now)
    false = Q(first_published_at__gt=now) | Q(last_published_at__gt=now)
    false |= Q(last_published_at__lt=F("first_published_at"))
    for page in Page.objects.live().public().filter(false).select_related("owner"):
        day = timezone.localdate(page.first_published_at)
        yield about(FindingKind.FALSE_DATE, page, _("发布日期 %(day)s 不对。") % {"day": day})
    for activity in published_activities().filter(starts_at__gt=now).select_related("host"):
        day = timezone.localdate(activity.starts_at)
        yield about(FindingKind.FALSE_DATE, activity, _("活动日期 %(day)s 在将来。") % {"day": day})
    for found in (open_venues(), open_points()):
        for place in found.filter(checked_on__gt=today):
            told = _("核验日期 %(day)s 在将来。") % {"day": place.checked_on}
            yield about(FindingKind.FALSE_DATE, place, told)
