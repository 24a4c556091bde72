"""An event that comes again: each occasion is drawn up as a draft, and published like any other."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.campaigns.models import BrandPage
from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, writing
from cms.events.enums import EventState
from cms.events.models import Event, Series
from cms.events.permissions import can_manage_events
from cms.events.queries.rhythms import days_of, fits
from cms.events.services import CREATE, WORDS

# A slip in the year would draw up hundreds.
MOST = 60
MANY = ("settings", "audiences", "laws")
RHYTHM = ("rhythm", "ends_on", "left_out", "rests_on_holidays")

REPEAT = Action[Event](
    "events.event.repeat",
    _("定期举办"),
    can_manage_events,
    writes=("series",),
    when=lambda event: event.series_id is None and event.state != EventState.CANCELLED,
    otherwise=_("这场活动已经属于一个系列，或者已经取消。"),
)
START = Action[Series]("events.series.start", "", anyone)
EXTEND = Action[Series](
    "events.series.extend", _("接着往后排"), can_manage_events, writes=("ends_on", "left_out")
)
BRAND = Action[Series]("events.series.brand", _("归入品牌"), can_manage_events, writes=("brand",))


@transaction.atomic
def repeat_event(
    event: Event,
    *,
    rhythm: str,
    ends_on: datetime.date,
    left_out: list[datetime.date],
    rests_on_holidays: bool,
    actor,
    seen: str | None = None,
) -> Series:
    """Make an event the first of a series, and draw up the others as drafts with the same words.

    Raises RuleBroken where the event is no day of the rhythm, none follows, or more than `MOST` would.
    """
    first = timezone.localdate(event.starts_at)
    if not fits(rhythm, first):
        raise RuleBroken({"rhythm": _("这场活动不在这样的日子上，请改选，或先改活动的日期。")})
    series = Series(
        name=event.title,
        rhythm=rhythm,
        starts_on=first,
        ends_on=ends_on,
        left_out=_as_text(left_out),
        rests_on_holidays=rests_on_holidays,
    )
    with writing(event, REPEAT, actor=actor, seen=seen) as held:
        with writing(series, START, actor=actor):
            pass
        held.series = series
    _draw_up(series, held, after=first, actor=actor)
    return series


@transaction.atomic
def extend_series(
    series: Series,
    *,
    ends_on: datetime.date,
    left_out: list[datetime.date],
    actor,
    seen: str | None = None,
) -> Series:
    """Go on to a later day, with the words of the latest occasion. What is drawn up already stays."""
    with writing(series, EXTEND, actor=actor, seen=seen) as held:
        before = held.ends_on
        if ends_on <= before:
            raise RuleBroken({"ends_on": _("要晚于现在排到的那一天。")})
        held.ends_on = ends_on
        held.left_out = sorted({*held.left_out, *_as_text(left_out)})
    model = held.events.exclude(state=EventState.CANCELLED).order_by("-starts_at").first()
    if model is None:
        raise RuleBroken(_("这个系列没有可以照着排的活动，请另建一场再定期举办。"))
    _draw_up(held, model, after=before, actor=actor)
    return held


def set_brand(series: Series, *, brand: BrandPage | None, actor, seen: str | None = None) -> Series:
    """Say of which brand a series is; None takes it out. The page of the brand tells of its occasions."""
    with writing(series, BRAND, actor=actor, seen=seen) as held:
        held.brand = brand
    return held


def _draw_up(series: Series, model: Event, *, after: datetime.date, actor) -> None:
    days = [day for day in days_of(series) if day > after]
    if not days:
        raise RuleBroken({"ends_on": _("到这一天为止没有下一场，请改晚一些。")})
    if len(days) > MOST:
        told = _("一次最多排 %(most)s 场，这样要排 %(count)s 场，请把日子改近一些。")
        raise RuleBroken({"ends_on": told % {"most": MOST, "count": len(days)}})
    values = {name: getattr(model, name) for name in WORDS if name not in (*MANY, "starts_at", "ends_at")}
    many = {name: list(getattr(model, name).all()) for name in MANY}
    begins = timezone.localtime(model.starts_at).timetz()
    for day in days:
        starts_at = datetime.datetime.combine(day, begins)
        occasion = Event(
            series=series,
            starts_at=starts_at,
            ends_at=starts_at + (model.ends_at - model.starts_at),
            **values,
        )
        with writing(occasion, CREATE, actor=actor, relations=many):
            pass


def _as_text(days: list[datetime.date]) -> list[str]:
    return sorted({day.isoformat() for day in days})
