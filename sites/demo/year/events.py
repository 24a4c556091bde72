"""Events of the whole district, past and to come, with who registered, came and said how it was."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import yaml
from django.utils import timezone

from cms.agencies.models import Agency
from cms.campaigns.models import Audience, CampaignPage, Setting
from cms.events.enums import Clarity, Usefulness
from cms.events.models import Event
from cms.events.services import cancel_event, create_event, publish_event
from cms.events.services.attending import tell
from cms.events.services.registering import cancel_registration, register
from cms.places.models import Place, Venue
from cms.statutes.models import Law
from sites.demo.office import Office
from sites.demo.year.names import full_name
from sites.demo.year.scale import Scale
from sites.demo.year.teaching import THEMES, themes_of

PLANS = yaml.safe_load((Path(__file__).parent / "occasions.yaml").read_text(encoding="utf-8"))
OPINIONS = (
    (Usefulness.VERY, Clarity.ALL, "例子就在身边，听得懂"),
    (Usefulness.VERY, Clarity.MOST, ""),
    (Usefulness.SOME, Clarity.MOST, "希望多留一点提问时间"),
    (Usefulness.VERY, Clarity.ALL, "下次想听物业费的事"),
    (Usefulness.LITTLE, Clarity.MOST, "场地有点小"),
)


def build_events(
    office: Office, agencies: list[Agency], communities: list[Place], scale: Scale, today: date
) -> None:
    draw = Random(scale.seed + 2)  # noqa: S311
    held = {
        "laws": {law.title: law for law in Law.objects.all()},
        "settings": {each.name: each for each in Setting.objects.all()},
        "audiences": {each.name: each for each in Audience.objects.all()},
        "venues": list(Venue.objects.order_by("code")),
    }
    campaigns = list(CampaignPage.objects.live())
    for number in range(scale.events - Event.objects.count()):
        plan = PLANS[number % len(PLANS)]
        theme = next(each for each in THEMES if each.law == plan["law"])
        # Six of ten are over; the others come within seven weeks.
        ahead = number % 5 in (1, 3)
        day = today + timedelta(days=draw.randint(1, 48) if ahead else -draw.randint(2, 300))
        hosts = [agency for agency in agencies if theme in themes_of(agency)] or agencies
        values = _values(plan, theme, draw.choice(hosts), draw.choice(communities), day, held, draw)
        values["campaign"] = next((each for each in campaigns if each.starts_on <= day <= each.ends_on), None)
        event = create_event(values, actor=office.accounts["editor"])
        if number % 13 == 8 and ahead:
            # Drawn up, and not yet announced.
            continue
        event = publish_event(event, actor=office.accounts["office"])
        if ahead:
            _sign_up(event, number, draw)
        elif day > today - timedelta(days=28) and not event.takes_registrations:
            for useful, clear, words in OPINIONS[: draw.randint(3, 5)]:
                tell(event, useful=useful, clear=clear, words=words)
        if number % 19 == 16:
            cancel_event(event, actor=office.accounts["office"])


def _values(plan, theme, host: Agency, community: Place, day: date, held, draw: Random) -> dict:
    near = [each for each in held["venues"] if each.place.parent_id == community.parent_id]
    venue = draw.choice(near) if near and draw.random() < 0.5 else None
    hour = draw.choice((9, 10, 14, 15, 19))
    seats = draw.choice((None, 20, 30, 40)) if day > timezone.localdate() else None
    return {
        "title": f"{plan['title']}（{community.short_name}专场）",
        "host": host,
        "venue": venue,
        "address": "" if venue else f"{community.name}活动室",
        "starts_at": _at(day, hour),
        "ends_at": _at(day, hour + 2),
        "introduction": plan["words"],
        "settings": [held["settings"][theme.setting]],
        "audiences": [held["audiences"][theme.audience]],
        "laws": [held["laws"][theme.law_title]],
        "takes_registrations": seats is not None,
        "capacity": seats,
    }


def _sign_up(event: Event, number: int, draw: Random) -> None:
    """Some are nearly full, one in three has a waiting list; one person gives the place back."""
    if not event.takes_registrations:
        return
    wanted = event.capacity // 2 + 3 if number % 3 == 0 else draw.randint(3, 9)
    seats = 2 if number % 3 == 0 else 1
    made = [
        register(
            event,
            name=full_name(3000 + 40 * number + place),
            phone=f"199007{number:03d}{place:02d}",
            agreed=True,
            seats=seats,
            waits=True,
        )
        for place in range(wanted)
    ]
    if number % 4 == 1:
        cancel_registration(event, code=made[0].cancel_code)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
