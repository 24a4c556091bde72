"""Where one can go in the demo: venues of legal culture, and the tiers of the service network."""

from datetime import timedelta

from django.utils import timezone

from cms.accounts.models import User
from cms.core.coordinates import CoordinateSystem
from cms.places.enums import ServiceTier, VenueLevel
from cms.places.models import Place, ServicePoint, Venue
from cms.places.services import SERVICE_POINTS, VENUES

ROWS = (
    {
        "code": "V-01",
        "name": "青桥宪法广场",
        "address": "清溪路 1 号",
        "level": VenueLevel.DISTRICT,
        "kind": "广场",
        "opening_hours": "全天开放",
        "barrier_free": "坡道、盲道、低位读栏",
        "area": 1200,
        "introduction": "以宪法条文长卷和国家机构图为主，常办宣誓、集市与展览。",
        "responsible_unit": "区司法局",
        "longitude": "121.398000",
        "latitude": "31.2615",
        "built_on": "2019-12",
    },
    {
        "code": "V-02",
        "name": "枕河法治长廊",
        "address": "枕河步道西段",
        "level": VenueLevel.SUBDISTRICT,
        "kind": "长廊",
        "opening_hours": "6:00–22:00",
        "barrier_free": "坡道",
        "longitude": "121.389",
        "latitude": "31.2522",
        "introduction": "沿河三百米，讲相邻、养犬和高空抛物。",
        "built_on": "2021-05",
    },
    {
        "code": "V-03",
        "name": "青桥法治图书角",
        "address": "书院路 9 号二楼",
        "level": VenueLevel.SUBDISTRICT,
        "kind": "图书角",
        "opening_hours": "9:00-16:30（周一闭馆）",
        "barrier_free": "电梯、助听设备",
        "longitude": "121.428",
        "latitude": "31.2585",
        "facilities": "法律图书两千册、阅览桌、自助查询机",
        "office_phone": "021-60000018",
    },
    {
        "code": "V-04",
        "name": "稻香法治小院",
        "address": "稻香村文化礼堂旁",
        "level": VenueLevel.COMMUNITY,
        "kind": "小院",
        "opening_hours": "周一至周日 8:30-20:00",
        "longitude": "121.402",
        "latitude": "31.3018",
        "introduction": "村民议事、调解和夜校都在这里。",
    },
)
# As the outlines are.
SYSTEM = {"coordinate_system": CoordinateSystem.WGS84}
# Months since each fact was checked last: one is old.
CHECKED = (2, 14, 5, 3)
CENTRE = {
    "code": "S-01",
    "name": "青桥区公共法律服务中心",
    "address": "明理路 18 号",
    "office_phone": "021-60000012",
    "services": "法律咨询、人民调解、法律援助申请、公证指引",
    "opening_hours": "周一至周五 9:00-11:30，13:30-17:00",
    "barrier_free": "坡道、无障碍卫生间、低位服务台",
    "duty_timetable": "律师工作日全天，公证员每周二上午",
    "longitude": "121.4052",
    "latitude": "31.2662",
}
STATIONS = (("121.3955", "31.2568"), ("121.4312", "31.2655"), ("121.4088", "31.2952"))
STUDIOS = (
    ("121.3902", "31.2601"),
    ("121.3868", "31.2672"),
    ("121.3925", "31.2705"),
    ("121.3995", "31.2502"),
    ("121.4195", "31.2551"),
    ("121.4381", "31.2724"),
)


def build_venues(district: Place, communities: list[Place], admin: User) -> Venue:
    """The places, and the square that the demo's events are held on."""
    towns = list(dict.fromkeys(place.parent for place in communities))
    today = timezone.localdate()
    places = (towns[0], communities[0], towns[1], communities[-1])
    venues = [
        VENUES.add(actor=admin, place=place, checked_on=today - timedelta(days=31 * months), **SYSTEM, **row)
        for row, place, months in zip(ROWS, places, CHECKED, strict=True)
    ]
    centre = SERVICE_POINTS.add(
        actor=admin,
        place=district,
        tier=ServiceTier.CENTRE,
        checked_on=today - timedelta(days=20),
        **SYSTEM,
        **CENTRE,
    )
    stations = {
        town: _point(centre, town, ServiceTier.STATION, f"S-1{number}", spot, admin)
        for number, (town, spot) in enumerate(zip(towns, STATIONS, strict=True), 1)
    }
    for number, (community, spot) in enumerate(zip(communities, STUDIOS, strict=False), 1):
        _point(stations[community.parent], community, ServiceTier.STUDIO, f"S-4{number}", spot, admin)
    return venues[0]


def _point(parent: ServicePoint, place: Place, tier, code: str, spot, admin: User) -> ServicePoint:
    is_station = tier == ServiceTier.STATION
    return SERVICE_POINTS.add(
        actor=admin,
        code=code,
        name=f"{place.name}公共法律服务工作站" if is_station else f"{place.short_name}公共法律服务工作室",
        place=place,
        tier=tier,
        parent=parent,
        address=f"{place.name}便民服务中心一楼" if is_station else f"{place.name}活动室",
        services="法律咨询、人民调解、法律援助申请" if is_station else "法律咨询、人民调解",
        opening_hours="周一至周六 9:00-17:00" if is_station else "每周三 14:00-16:00",
        barrier_free="坡道、无障碍卫生间" if is_station else "",
        duty_timetable="律师每周三下午" if is_station else "律师每月第一个周三下午",
        longitude=spot[0],
        latitude=spot[1],
        checked_on=timezone.localdate() - timedelta(days=45),
        **SYSTEM,
    )
