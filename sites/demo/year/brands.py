"""Two more brands with the series that carry them: held for months, gone on with, once left out and once
called off."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import yaml
from django.utils import timezone

from cms.campaigns.models import Audience, BrandPage, HomePage, Setting
from cms.events.enums import Clarity, Usefulness
from cms.events.models import Series
from cms.events.queries.rhythms import days_of, fits
from cms.events.services import cancel_event, create_event, publish_event
from cms.events.services.attending import is_asked_about, tell
from cms.events.services.series import repeat_event, set_brand
from cms.places.models import Venue
from cms.statutes.models import Law
from sites.demo.office import Office
from sites.demo.pages import publish

BRANDS = yaml.safe_load((Path(__file__).parent / "brands.yaml").read_text(encoding="utf-8"))
BEFORE, AFTER = timedelta(days=120), timedelta(days=140)
EVERY_DAY = range(7)


def build_brands(office: Office, today: date) -> None:
    laws = {law.short_title: law for law in Law.objects.all()}
    laws |= {law.title: law for law in laws.values()}
    venues = list(Venue.objects.order_by("code"))
    for words in BRANDS:
        page = BrandPage(
            title=words["title"],
            summary=words["summary"],
            host=office.agencies[words["host"]],
            since=words["since"],
            body=[("paragraph", f"<p>{words['words']}</p>")],
        )
        brand = publish(office, HomePage.objects.get(), page)
        for plan in words["series"]:
            values = {
                "title": plan["title"],
                "host": brand.host,
                "venue": venues[len(plan["title"]) % len(venues)],
                "introduction": plan["words"],
                "settings": [Setting.objects.get(name=plan["setting"])],
                "audiences": [Audience.objects.get(name=plan["audience"])],
                "laws": [laws[plan["law"]]],
                "takes_registrations": "capacity" in plan,
                "capacity": plan.get("capacity"),
            }
            _series(office, brand, plan, values, today)


def _series(office: Office, brand: BrandPage, plan: dict, values: dict, today: date) -> None:
    """All that is past was held, but for one that was called off; of what comes one day is left out."""
    rhythm, first = plan["rhythm"], _first_day(plan, today - BEFORE)
    begins, ends = (timezone.make_aware(datetime.combine(first, time(hour))) for hour in plan["hours"])
    editor, other = office.accounts["editor"], office.accounts["office"]
    event = create_event({**values, "starts_at": begins, "ends_at": ends}, actor=editor)
    days = days_of(Series(rhythm=rhythm, starts_on=first, ends_on=today + AFTER, rests_on_holidays=True))
    coming = [day for day in days if day > today]
    series = repeat_event(
        event,
        rhythm=rhythm,
        ends_on=days[-1],
        left_out=coming[1:2],
        rests_on_holidays=True,
        actor=editor,
    )
    set_brand(series, brand=brand, actor=editor)
    # The last waits to be looked at.
    occasions = list(series.events.order_by("starts_at"))
    for occasion in occasions[:-1]:
        publish_event(occasion, actor=other)
    cancel_event(series.events.get(pk=occasions[1].pk), actor=other)
    _feedback(series)


def _first_day(plan: dict, start: date) -> date:
    """The first day from `start` on that is one of the rhythm, such a weekday, so late in its month."""
    weekdays = [plan["weekday"]] if "weekday" in plan else EVERY_DAY
    first, last = plan["days"]
    days = (start + timedelta(days=number) for number in range(70))
    return next(
        day
        for day in days
        if day.weekday() in weekdays and first <= day.day <= last and fits(plan["rhythm"], day)
    )


def _feedback(series: Series) -> None:
    now = timezone.now()
    for event in series.events.filter(takes_registrations=False):
        if is_asked_about(event, now):
            tell(event, useful=Usefulness.VERY, clear=Clarity.ALL, words="一次只讲一件，记得住")
            tell(event, useful=Usefulness.SOME, clear=Clarity.MOST, words="")
