"""The four-tier public legal service network (公共法律服务站点) from a table."""

from dataclasses import replace

from cms.intake.cells.text import blotted, choice, code, up_to
from cms.intake.codes import judge_codes, judge_parents
from cms.intake.journal import Journal, given
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.places.enums import ServiceTier
from cms.places.imports import locations
from cms.places.imports.judging import PlaceFinder, PlaceJudge, judge_checked, judge_coordinates
from cms.places.imports.locations import location_fields
from cms.places.models import ServicePoint
from cms.places.permissions import can_manage_places

TIERS = {
    "区中心": ("区级", "区公共法律服务中心", "中心"),
    "街镇工作站": ("街镇", "街镇级", "工作站", "街道工作站"),
    "片区客厅": ("片区", "客厅"),
    "居村工作室": ("居村", "居村级", "工作室", "居委工作室"),
}
_TIER_OF = {str(tier.label): tier for tier in ServiceTier}
_FIELDS = {
    "code": "编码",
    "name": "名称",
    "address": "地址",
    "longitude": "经度",
    "latitude": "纬度",
    "opening_hours": "服务时间",
    "barrier_free": "无障碍设施",
    "services": "服务事项",
    "duty_timetable": "值班安排",
    "office_phone": "电话",
    "checked_on": "核验日期",
    "state": "状态",
}


class ServicePointSpec(ImportSpec):
    """A parent of a higher tier stands in the file or is stored already."""

    kind = "service_points"
    label = "公共法律服务站点"
    columns = (
        replace(locations.CODE, name="编码", aliases=("编号", "代码", "站点编码")),
        locations.NAME,
        Column("层级", choice(TIERS), ("级别", "站点层级", "类型"), required=True),
        Column("上级编码", code, ("上级", "上级站点", "上级代码")),
        locations.TOWN,
        locations.COMMUNITY,
        locations.ADDRESS,
        locations.LONGITUDE,
        locations.LATITUDE,
        locations.SYSTEM,
        replace(locations.HOURS, name="服务时间", aliases=("开放时间", "工作时间")),
        locations.BARRIER_FREE,
        Column("服务事项", up_to(300, blotted), ("服务内容", "事项")),
        Column("值班安排", up_to(300, blotted), ("值班", "值班表")),
        replace(locations.PHONE, name="电话", aliases=("联系电话", "办公电话", "咨询电话")),
        replace(locations.CHECKED, name="核验日期", aliases=("最近核验日期", "检查日期", "最近检查日期")),
        replace(locations.STATE, parse=choice(locations.POINT_STATES)),
    )

    def may_import(self, user) -> bool:
        return can_manage_places(user)

    def judge(self, rows: list[Row], on) -> None:
        judge_codes(rows, "编码")
        judge_coordinates(rows)
        judge_checked(rows, "核验日期", on)
        places = PlaceJudge()
        stored = dict(ServicePoint.objects.values_list("code", "tier"))
        tiers = {row.values["编码"]: _TIER_OF.get(row.values["层级"]) for row in reversed(rows)}
        for row in rows:
            places.judge(row)
            self._judge_row(row, tiers, stored)
        judge_parents(rows, "编码", "上级编码", stored)

    def _judge_row(self, row: Row, tiers: dict, stored: dict) -> None:
        values = row.values
        if not values["名称"]:
            row.find("name_missing", "名称", "没有名称，请补填")
        tier = _TIER_OF.get(values["层级"])
        if tier is None:
            row.find("kind_unknown", "层级", f"请填：{'、'.join(TIERS)}")
            return
        parent = values["上级编码"]
        above = tiers.get(parent) or stored.get(parent)
        if not parent and tier != ServiceTier.CENTRE:
            row.find("parent_missing", "上级编码", "没有上级，请填上一级站点的编码")
        elif parent and (tier == ServiceTier.CENTRE or (above and above >= tier)):
            row.find("parent_tier", "上级编码", f"{parent} 不比{values['层级']}高一级，请改正")

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        places = PlaceFinder()
        codes = {row.values[column] for row in rows for column in ("编码", "上级编码")}
        stored = ServicePoint.objects.in_bulk(codes, field_name="code")
        done = {}
        # Parents first, whatever the order of the file.
        for place, row in sorted(enumerate(rows), key=lambda each: _TIER_OF[each[1].values["层级"]]):
            point = stored.setdefault(row.values["编码"], ServicePoint())
            fields = location_fields(row.values, _FIELDS)
            fields |= {
                "tier": _TIER_OF[row.values["层级"]],
                "parent": stored.get(row.values["上级编码"]),
                "place": places.find(row.values),
            }
            done[place] = journal.keep(point, given(fields))
        return Outcome(tuple(done[place] for place in range(len(rows))))


register(ServicePointSpec())
