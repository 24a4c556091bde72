"""The columns tables of venues and service points share, and the fields they fill."""

from datetime import date
from decimal import Decimal
from typing import Any

from cms.core.coordinates import CoordinateSystem
from cms.intake.cells.dates import day
from cms.intake.cells.identity import office_phone
from cms.intake.cells.measures import degrees
from cms.intake.cells.text import blotted, choice, code, plain, public, up_to
from cms.intake.spec import Column, Question
from cms.places.imports.matching import PlaceMatcher

OPEN, RUNNING, CLOSED = "开放", "正常", "停用"
_OPEN_TOO = ("使用中", "对外开放", "正常开放", "正常使用", "在用")
_CLOSED_TOO = ("关闭", "暂停", "暂停开放", "停止使用", "撤销", "已撤销", "闭馆", "维修", "维修中")
VENUE_STATES = {OPEN: (RUNNING, *_OPEN_TOO), CLOSED: _CLOSED_TOO}
POINT_STATES = {RUNNING: (OPEN, *_OPEN_TOO), CLOSED: _CLOSED_TOO}


def _known_community():
    """What tells whether a text is a 居村 on record."""
    matcher = PlaceMatcher()

    def is_known(text: str) -> bool:
        found = matcher.community(text, None)
        return bool(found.place or found.several)

    return is_known


CODE = Column("编号", up_to(30, code), ("编码", "代码", "阵地编号", "站点编码"), required=True)
NAME = Column("名称", up_to(80, public), ("阵地名称", "站点名称"), required=True)
TOWN = Column(
    "所属街镇",
    plain,
    ("街镇", "街道", "街道镇", "所在街镇", "所属街道", "所属街道镇"),
    groups=True,
    looks=r"[\u4e00-\u9fff]{2,10}(?:街道|街道办|街道办事处|镇|乡)",
)
COMMUNITY = Column(
    "所属居村",
    plain,
    (
        "居村", "居委", "居委会", "所在居村", "所属居委", "所在居委", "所属居委会", "村居",
        "所属村居", "社区", "所在社区", "所属社区", "居村名称", "居（村）委会名称",
        "居村委会", "居（村）委", "居（村）", "所属居（村）", "所属居（村）委会",
    ),
    looks=r"[\u4e00-\u9fff\d]{2,14}(?:居委会?|村委会?|居民委员会|村民委员会|居民区|社区)",
    known=_known_community,
)  # fmt: skip
ADDRESS = Column("地址", up_to(120, blotted), ("详细地址", "具体地址", "地点"))
LONGITUDE = Column("经度", degrees, ("东经", "lng", "lon", "longitude"))
LATITUDE = Column("纬度", degrees, ("北纬", "lat", "latitude"))
SYSTEMS = {
    "WGS-84": ("WGS84", "GPS", "天地图", "CGCS2000", "国家2000"),
    "GCJ-02": ("GCJ02", "高德", "高德地图", "腾讯", "腾讯地图", "火星坐标", "国测局"),
    "BD-09": ("BD09", "BD09LL", "百度", "百度地图"),
}
_SYSTEM_OF = dict(zip(SYSTEMS, CoordinateSystem, strict=True))
SYSTEM = Column(
    "坐标系",
    choice(SYSTEMS),
    ("坐标系统", "坐标类型", "坐标来源"),
    asks=Question(
        "经纬度的坐标系",
        "coordinate-system",
        tuple(SYSTEMS),
        "阵地、站点表里有经纬度的请选：GPS、天地图是 WGS-84，高德、腾讯地图是 GCJ-02，百度地图是 BD-09。"
        "没有说明的，按“地点设置”里的坐标系。",
    ),
)
HOURS = Column("开放时间", up_to(120, blotted), ("服务时间", "营业时间"))
BARRIER_FREE = Column("无障碍设施", up_to(120, blotted), ("无障碍", "无障碍服务"))
PHONE = Column("预约电话", office_phone, ("电话", "联系电话", "办公电话", "咨询电话"))
CHECKED = Column("最近检查日期", day, ("核验日期", "检查日期", "最近核验日期", "巡查日期"))
STATE = Column("状态", choice(VENUE_STATES), ("开放状态", "使用状态", "运行状态"))


def location_fields(values: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    """The fields of a Location from a row's values; `columns` maps field to column."""
    fields = {field: values[column] for field, column in columns.items()}
    for side in ("longitude", "latitude"):
        fields[side] = Decimal(fields[side]) if fields[side] else None
    # What is said of coordinates means nothing where there are none.
    is_located = fields["longitude"] is not None and fields["latitude"] is not None
    fields["coordinate_system"] = system_of(values) if is_located else ""
    if fields["checked_on"]:
        fields["checked_on"] = date.fromisoformat(fields["checked_on"])
    if fields.pop("state", None) is not None:
        fields["is_open"] = values[columns["state"]] != CLOSED
    return fields


def system_of(values: dict[str, Any]) -> str:
    """The coordinate system a row says; "" where it does not."""
    return _SYSTEM_OF[values["坐标系"]] if values.get("坐标系") else ""
