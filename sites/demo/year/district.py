"""The rest of the district around the small demo, part by part, telling how long each took."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from time import monotonic

from django.conf import settings

from cms.agencies.models import Agency
from cms.places.models import Place
from cms.statutes.imports.storing import import_statutes
from sites.demo.honours import more_titles
from sites.demo.office import Office
from sites.demo.year.activities import build_activities
from sites.demo.year.bodies import build_bodies
from sites.demo.year.borders import build_borders
from sites.demo.year.brands import build_brands
from sites.demo.year.campaigns import build_campaigns
from sites.demo.year.desks import build_desks
from sites.demo.year.duties import build_duty_lists
from sites.demo.year.events import build_events
from sites.demo.year.ledgers import build_ledgers
from sites.demo.year.library import PICTURES, fill_library
from sites.demo.year.network import build_network
from sites.demo.year.people import build_people
from sites.demo.year.pictures import Album
from sites.demo.year.places import build_places
from sites.demo.year.reports import build_reports
from sites.demo.year.scale import Scale
from sites.demo.year.teaching import Calendar
from sites.demo.year.traces import build_traces


def enlarge(office: Office, scale: Scale, today: date, tell: Callable[[str], None]) -> None:
    @contextmanager
    def part(name: str) -> Iterator[None]:
        began = monotonic()
        yield
        tell(f"　{name}：{monotonic() - began:.0f} 秒")

    if settings.SAMPLE_DATA_DIR and (folder := settings.SAMPLE_DATA_DIR / "statutes").is_dir():
        with part("样例文件夹里的法规"):
            import_statutes(folder, source="样例文件夹", checked_on=today)
    album = Album(len(PICTURES) + scale.written // 4, scale.seed)
    calendar = Calendar(Random(scale.seed), today)  # noqa: S311
    with part("街镇、居村与轮廓"):
        communities = build_places(office, scale)
        build_borders(scale.seed)
    with part("单位、账号、阵地与站点"):
        build_bodies(office)
        build_network(office, communities, scale, today)
        agencies = list(Agency.objects.order_by("code"))
        desks = build_desks(office, agencies)
    communities = list(Place.objects.communities().select_related("parent").order_by("code"))
    with part("两年的责任清单"):
        build_duty_lists(office, agencies, today)
    # The laws they are about came with the lists.
    with part("三季的主题活动与案例"):
        fill_library(office, album)
        build_campaigns(office, today)
    with part("各单位填报的活动"):
        build_activities(office, desks, communities, calendar, album, scale.written)
    with part("四个季度的台账"):
        build_ledgers(office, agencies, communities, calendar, scale.reported)
    with part("法律明白人、志愿者、时长与培训"):
        build_people(office, communities, scale, today)
    with part("民主法治示范称号"):
        more_titles(office, communities, today)
    with part("活动预告与报名"):
        build_events(office, agencies, communities, scale, today)
    with part("品牌与系列活动"):
        build_brands(office, today)
    with part("履职报告"):
        build_reports(office, desks, today)
    with part("来信、检索与提醒"):
        build_traces(office, today)
