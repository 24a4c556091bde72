"""What one row of each dataset tells: flat, so that a table holds it as well."""

import datetime

from pydantic import Field

from sites.api.operations import Told

ADDRESS = Field(description="网页地址", json_schema_extra={"format": "uri"})
WGS84 = "WGS-84 坐标，没有登记的为空"


class LawRow(Told):
    id: str = Field(description="网址标识")
    title: str
    short_title: str
    level: str = Field(description="效力层级")
    group: str = Field(description="分类")
    aliases: list[str] = Field(description="其他简称")
    status: str = Field(description="时效性：今天的版本")
    version: datetime.date | None = Field(description="今天的版本的日期")
    effective_on: datetime.date | None = Field(description="施行日期")
    versions: list[str] = Field(description="收录的各个版本")
    source: str = Field(description="文本来源")
    checked_on: datetime.date = Field(description="核对日期")
    url: str = ADDRESS


class ArticleRow(Told):
    law: str = Field(description="法规的网址标识")
    law_title: str
    version: datetime.date | None
    ref: str = Field(description="条号，如 1254、291-2")
    label: str = Field(description="如 第一千二百五十四条")
    path: list[str] = Field(description="所在的编、章、节")
    text: str
    url: str = ADDRESS


class PlaceRow(Told):
    id: str = Field(description="编号")
    name: str
    subdistrict: str = Field(description="街镇")
    community: str = Field(description="居村，直属街镇的为空")
    address: str
    longitude: float | None = Field(description=WGS84)
    latitude: float | None = Field(description=WGS84)
    opening_hours: str
    barrier_free: str = Field(description="无障碍设施")
    office_phone: str
    checked_on: datetime.date | None = Field(description="最近核验日期")
    url: str = ADDRESS


class VenueRow(PlaceRow):
    level: str
    kind: str = Field(description="馆、公园、广场、长廊等")
    facilities: str
    introduction: str
    responsible_unit: str
    titles: str = Field(description="命名情况")


class PointRow(PlaceRow):
    tier: str = Field(description="区、街镇、片区、居村四级")
    parent: str = Field(description="上级站点的编号")
    services: str
    duty_timetable: str = Field(description="值班安排")


class EventRow(Told):
    id: int
    title: str
    host: str
    place: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    introduction: str
    settings: list[str] = Field(description="普法场所（八进）")
    audiences: list[str]
    laws: list[str]
    takes_registrations: bool = Field(description="需要报名")
    places_left: int | None = Field(description="剩余名额，不限的为空")
    url: str = ADDRESS


class ActivityRow(Told):
    id: int
    name: str
    host: str
    co_hosts: list[str]
    form: str = Field(description="活动形式")
    place: str
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    settings: list[str] = Field(description="普法场所（八进）")
    audiences: list[str]
    laws: list[str]
    onsite: int | None = Field(description="现场参加人次，与线上的不相加")
    online: int | None = Field(description="线上触达人次")
    summary: str
    published_at: datetime.datetime | None
    url: str = ADDRESS


class DutyListRow(Told):
    id: int
    year: int
    version: int
    is_current: bool = Field(description="现行的一版")
    reason: str = Field(description="更正理由")
    published_at: datetime.datetime | None
    url: str = ADDRESS


class DutyItemRow(Told):
    year: int
    version: int
    is_current: bool
    number: str = Field(description="编号，同一年各版不变")
    owed_by: str = Field(description="责任单位")
    content: str
    laws: str
    audience: str
    measures: str
    due: str = Field(description="时间节点")
    units: str = Field(description="牵头、配合单位")
    office: str = Field(description="责任科室")
    expected_result: str
    figures: str = Field(description="量化指标")
    url: str = ADDRESS


class AdviserRow(Told):
    name: str
    firm: str = Field(description="执业机构")
    office_phone: str
    hours: str = Field(description="值班时间")
    coming: list[datetime.date] = Field(description="已排定的值班日")
    community: str
    subdistrict: str
    url: str = ADDRESS


class TitleRow(Told):
    name: str = Field(description="称号，如 区级民主法治示范社区")
    level: str = Field(description="全国、市级、区级")
    batch: str = Field(description="批次")
    number: str = Field(description="命名文号")
    conferred_on: datetime.date = Field(description="命名日期")
    community: str
    subdistrict: str
    url: str = ADDRESS


class PersonRow(Told):
    name: str
    role: str
    community: str
    subdistrict: str
    url: str = ADDRESS
