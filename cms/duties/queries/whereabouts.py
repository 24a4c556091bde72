"""When and where a photo was taken, beside what its activity says."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.duties.models import Evidence
from cms.places.queries.distances import kilometres
from cms.places.queries.whereabouts import usual_system, whereabouts
from search.chinese.dates import chinese_date


def kilometres_away(photo: Evidence) -> float | None:
    """From where the photo was taken to the activity's venue; None where one of them is not known.

    A phone tells its place in WGS-84; so the venue is asked.
    """
    venue = photo.activity.venue
    there = whereabouts(venue, usual_system()) if venue else None
    if there is None or photo.longitude is None or photo.latitude is None:
        return None
    return kilometres((float(photo.longitude), float(photo.latitude)), there)


def _is_of_the_days(photo: Evidence, day: date) -> bool:
    """Whether a photo of this day may be of its activity; yes where the activity does not tell its days."""
    held = [timezone.localdate(each) for each in (photo.activity.starts_at, photo.activity.ends_at) if each]
    return not held or held[0] <= day <= held[-1]


def told_by_camera(photo: Evidence) -> str:
    """拍摄于2026年11月24日 09:30，距活动地点约 3 公里; "" where the photo told nothing."""
    told = []
    if photo.taken_at:
        moment = timezone.localtime(photo.taken_at)
        told.append(_("拍摄于%(moment)s") % {"moment": f"{chinese_date(moment)} {moment:%H:%M}"})
        if not _is_of_the_days(photo, moment.date()):
            told.append(_("不在活动当天"))
    away = kilometres_away(photo)
    if away is not None:
        told.append(
            _("距活动地点约 %(away)d 公里") % {"away": round(away)}
            if away >= 1
            else _("距活动地点不到 1 公里")
        )
    elif photo.latitude is not None:
        lacking = _("阵地还没有坐标") if photo.activity.venue else _("活动没有选阵地")
        told.append(_("有拍摄位置，%(lacking)s，不能比较距离") % {"lacking": lacking})
    return "，".join(told)
