"""More venues, and the service network down to every community: 区中心, 工作站, 片区客厅, 工作室."""

from datetime import date, timedelta
from random import Random

from cms.places.enums import ServiceTier, VenueLevel
from cms.places.models import Place, ServicePoint, Venue
from cms.places.services import SERVICE_POINTS, VENUES
from sites.demo.office import Office
from sites.demo.venues import SYSTEM
from sites.demo.year import WORDS
from sites.demo.year.places import spot_in
from sites.demo.year.scale import Scale

HOURS = ("9:00-16:30（周一闭馆）", "8:30-20:00", "全天开放", "周一至周五 9:00-17:00")
BARRIER_FREE = ("坡道、盲道", "电梯、无障碍卫生间", "坡道、低位读栏", "")


def build_network(office: Office, communities: list[Place], scale: Scale, today: date) -> None:
    admin = office.accounts["admin"]
    draw = Random(scale.seed)  # noqa: S311
    _venues(communities, scale.venues - Venue.objects.count(), draw, today, admin)
    centre = ServicePoint.objects.get(tier=ServiceTier.CENTRE)
    by_town: dict[Place, list[Place]] = {}
    for community in communities:
        by_town.setdefault(community.parent, []).append(community)
    for town, held in by_town.items():
        station = _point(town, ServiceTier.STATION, centre, draw, today, admin)
        lounge = _point(town, ServiceTier.LOUNGE, station, draw, today, admin)
        for number, community in enumerate(held):
            # The first half of a town goes to the lounge of its quarter, the others to the station itself.
            parent = lounge if number < len(held) // 2 else station
            _point(community, ServiceTier.STUDIO, parent, draw, today, admin)


def _venues(communities: list[Place], wanted: int, draw: Random, today: date, admin) -> None:
    for number, place in enumerate(draw.sample(communities, wanted)):
        word, kind, facilities = WORDS["venues"][number % len(WORDS["venues"])]
        VENUES.add(
            actor=admin,
            code=f"V-{number + 101}",
            name=f"{place.short_name}{word}",
            place=place,
            address=f"{place.short_name}路 {draw.randint(1, 300)} 号",
            level=VenueLevel.SUBDISTRICT if number % 4 == 0 else VenueLevel.COMMUNITY,
            kind=kind,
            facilities=facilities,
            introduction=f"居民家门口的{word}，可参观，也可预约小型普法活动。",
            responsible_unit=place.parent.name,
            built_on=f"{draw.randint(2015, 2024)}-{draw.randint(1, 12):02d}",
            area=draw.randint(4, 120) * 10,
            opening_hours=draw.choice(HOURS),
            **_common(place, draw, today),
        )


def _point(place: Place, tier: ServiceTier, parent: ServicePoint, draw: Random, today, admin) -> ServicePoint:
    name = {
        ServiceTier.STATION: "公共法律服务工作站",
        ServiceTier.LOUNGE: "片区法律服务客厅",
        ServiceTier.STUDIO: "公共法律服务工作室",
    }[tier]
    is_studio = tier == ServiceTier.STUDIO
    return SERVICE_POINTS.add(
        actor=admin,
        code=f"S-{tier.value}-{place.code}",
        name=f"{place.short_name}{name}",
        place=place,
        tier=tier,
        parent=parent,
        address=f"{place.name}活动室" if is_studio else f"{place.short_name}路 {draw.randint(1, 300)} 号一楼",
        services="法律咨询、人民调解" if is_studio else "法律咨询、人民调解、法律援助申请",
        opening_hours="每周三 14:00-16:00" if is_studio else "周一至周六 9:00-17:00",
        duty_timetable="律师每月第一个周三下午" if is_studio else "律师每周三下午",
        **_common(place, draw, today),
    )


def _common(place: Place, draw: Random, today: date) -> dict:
    return {
        "barrier_free": draw.choice(BARRIER_FREE),
        "office_phone": f"021-7{draw.randint(0, 9_999_999):07d}",
        # Most were looked at this year; one in twelve is old, and the desk says so.
        "checked_on": today - timedelta(days=draw.choice([*range(10, 340, 30), 500])),
        **SYSTEM,
        **spot_in(place, draw),
    }
