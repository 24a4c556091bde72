"""Legal-culture venues (法治文化阵地) from a table, which names the agency that answers for each."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from cms.agencies.imports.matching import AgencyMatcher
from cms.agencies.models import Agency
from cms.intake.cells.dates import month
from cms.intake.cells.measures import area
from cms.intake.cells.text import blotted, choice, public, up_to
from cms.intake.codes import judge_codes
from cms.intake.journal import Journal, given
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Other, Outcome, Row, Verdict
from cms.places.enums import VenueLevel
from cms.places.imports import locations
from cms.places.imports.judging import (
    COORDINATES,
    PlaceFinder,
    PlaceJudge,
    Spot,
    judge_checked,
    judge_coordinates,
    spot_of,
    spot_stored,
)
from cms.places.imports.locations import location_fields
from cms.places.models import Venue
from cms.places.permissions import can_manage_places
from cms.places.queries.whereabouts import usual_system

LEVELS = {
    "国家级": ("全国", "国家"),
    "市级": ("市",),
    "区级": ("区",),
    "街镇级": ("街镇", "街道级", "镇级", "街道"),
    "居村级": ("居村", "居委级", "村级", "社区级"),
}
_LEVEL_OF = {str(level.label): level for level in VenueLevel}
_FIELDS = {
    "code": "编号",
    "name": "名称",
    "kind": "类型",
    "address": "地址",
    "longitude": "经度",
    "latitude": "纬度",
    "built_on": "建成时间",
    "area": "面积",
    "facilities": "主要设施",
    "introduction": "简介",
    "titles": "命名情况",
    "opening_hours": "开放时间",
    "barrier_free": "无障碍设施",
    "office_phone": "预约电话",
    "checked_on": "最近检查日期",
    "state": "状态",
}
# Two venues nearer than this with names this much alike are asked about.
NEAR_KILOMETRES = 0.05
ALIKE = 0.75
_REMARK = re.compile(r"[（(][^（）()]*[）)]")


class VenueSpec(ImportSpec):
    """Columns as published; `owner` is the code of the agency that answers for the venue."""

    kind = "venues"
    label = "法治文化阵地"
    columns = (
        locations.CODE,
        locations.NAME,
        Column("层级", choice(LEVELS), ("级别", "阵地级别"), required=True),
        Column("类型", up_to(30, public), ("类别", "阵地类型"), required=True),
        locations.TOWN,
        locations.COMMUNITY,
        locations.ADDRESS,
        locations.LONGITUDE,
        locations.LATITUDE,
        locations.SYSTEM,
        Column("建成时间", month, ("建成年月", "建成日期", "建设时间")),
        Column("面积", area, ("面积平方米", "占地面积", "建筑面积")),
        Column("主要设施", up_to(200, blotted), ("设施", "设施设备")),
        Column("简介", up_to(100, blotted), ("介绍", "阵地简介")),
        Column("责任单位", public, ("管理单位", "主管单位", "负责单位")),
        Column("命名情况", up_to(200, blotted), ("命名", "称号", "获得称号")),
        locations.HOURS,
        locations.BARRIER_FREE,
        locations.PHONE,
        locations.CHECKED,
        locations.STATE,
    )

    def may_import(self, user) -> bool:
        return can_manage_places(user)

    def judge(self, rows: list[Row], on) -> None:
        judge_codes(rows, "编号")
        judge_coordinates(rows)
        judge_checked(rows, "最近检查日期", on)
        places, agencies = PlaceJudge(), AgencyMatcher()
        for row in rows:
            places.judge(row)
            self._judge_row(row, agencies)
        self._judge_twins(rows)

    def _judge_row(self, row: Row, agencies: AgencyMatcher) -> None:
        values = row.values
        if not values["名称"]:
            row.find("name_missing", "名称", "没有名称，请补填")
        if not values["层级"]:
            row.find("kind_unknown", "层级", f"请填：{'、'.join(LEVELS)}")
        if not values["类型"]:
            row.find("kind_unknown", "类型", "请填类型，如展馆、主题公园、主题广场、长廊")
        named = values["责任单位"]
        agency = agencies.settle(row, "责任单位", named) if named else None
        values["owner"] = agency.code if agency else None

    def _judge_twins(self, rows: list[Row]) -> None:
        """Ask about rows that look like an earlier row or a stored venue under another code."""
        usual = usual_system()
        venues = Venue.objects.only("code", "name", "address", *COORDINATES)
        stored = [(venue, _Looks.of_venue(venue, usual)) for venue in venues]
        earlier: list[tuple[Row, _Looks]] = []
        for row in rows:
            looks = _Looks.of_row(row, usual)
            twin = next((other for other, held in earlier if looks.is_like(held)), None)
            earlier.append((row, looks))
            if twin:
                other = Other(f"第{twin.number}行 {twin.values['名称']}", row=(twin.sheet, twin.number))
                told = f"与第{twin.number}行“{twin.values['名称']}”疑似同一阵地，请确认"
                row.find("dup_venue", "名称", told, other)
                continue
            known = next((venue for venue, held in stored if looks.is_like(held)), None)
            if known:
                told = f"与已有的“{known.name}”（{known.code}）疑似同一阵地，请确认"
                row.find("dup_venue", "名称", told, Other(f"已有的{known.name}", record=known.pk))

    def stored(self, records):
        return {
            venue.pk: {
                "编号": venue.code,
                "名称": venue.name,
                "层级": venue.get_level_display(),
                "类型": venue.kind,
                "地址": venue.address,
                "经度": venue.longitude,
                "纬度": venue.latitude,
                "坐标系": venue.get_coordinate_system_display(),
                "预约电话": venue.office_phone,
            }
            for venue in Venue.objects.filter(pk__in=records)
        }

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        places = PlaceFinder()
        agencies = {agency.code: agency for agency in Agency.objects.all()}
        stored = Venue.objects.in_bulk([row.values["编号"] for row in rows], field_name="code")
        done, records = [], []
        for row in rows:
            if row.verdict is Verdict.SAME:
                # The venue is there already, under its own code.
                done.append("unchanged")
                records.append(None)
                continue
            venue = stored.setdefault(row.values["编号"], Venue())
            owner = agencies.get(row.values["owner"])
            fields = location_fields(row.values, _FIELDS)
            fields |= {
                "level": _LEVEL_OF[row.values["层级"]],
                "place": places.find(row.values),
                "responsible_unit": owner.name if owner else None,
            }
            done.append(journal.keep(venue, given(fields)))
            records.append(venue.pk)
        return Outcome(tuple(done), tuple(records))


@dataclass(frozen=True)
class _Looks:
    """By what one tells that two venues under two codes are one."""

    code: str
    name: str
    address: str
    spot: Spot | None

    @classmethod
    def of_row(cls, row: Row, usual: str) -> "_Looks":
        return cls(row.values["编号"], row.values["名称"], row.values["地址"], spot_of(row, usual))

    @classmethod
    def of_venue(cls, venue: Venue, usual: str) -> "_Looks":
        return cls(venue.code, venue.name, venue.address, spot_stored(venue, usual))

    def is_like(self, other: "_Looks") -> bool:
        """In the same spot under much the same name."""
        if self.code == other.code or not self.name or not other.name or not self._is_where(other):
            return False
        bare, bare2 = _REMARK.sub("", self.name), _REMARK.sub("", other.name)
        return SequenceMatcher(None, bare, bare2).ratio() >= ALIKE

    def _is_where(self, other: "_Looks") -> bool:
        if self.spot and other.spot and self.spot.kilometres_to(other.spot) < NEAR_KILOMETRES:
            return True
        return bool(self.address) and self.address == other.address


register(VenueSpec())
