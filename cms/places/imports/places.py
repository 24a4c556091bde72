"""The tree 区→街镇→居村 from a table."""

from cms.intake.cells.text import choice, code, public, up_to
from cms.intake.codes import judge_codes, judge_parents
from cms.intake.journal import Journal, given
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Row
from cms.places.enums import PlaceKind
from cms.places.models import PARENT_KINDS, Place
from cms.places.permissions import can_manage_places

KINDS = {
    "区": ("市辖区", "区县"),
    "街道": ("街道办事处",),
    "镇": ("镇政府", "建制镇"),
    "片区": (),
    "居民委员会": ("居委会", "居委", "社区"),
    "村民委员会": ("村委会", "村委", "村"),
}
_KIND_OF = {str(kind.label): kind for kind in PlaceKind}


class PlaceSpec(ImportSpec):
    """Columns 编码, 名称, 上级编码, 类型, 简称. A parent stands in the file or is stored already."""

    kind = "places"
    label = "地点"
    columns = (
        Column("编码", up_to(20, code), ("区划代码", "行政区划代码", "代码"), required=True),
        Column("名称", up_to(60, public), ("地点名称", "单位名称"), required=True),
        Column("上级编码", code, ("上级代码", "上级")),
        Column("类型", choice(KINDS), ("类别", "级别"), required=True),
        Column("简称", up_to(30, public), ("常用名",)),
    )

    def may_import(self, user) -> bool:
        return can_manage_places(user)

    def judge(self, rows, on) -> None:
        stored = dict(Place.objects.values_list("code", "kind"))
        given = {row.values["编码"]: row.values["类型"] for row in rows if row.values["编码"]}
        judge_codes(rows, "编码")
        for row in rows:
            self._judge_row(row, given, stored)
        judge_parents(rows, "编码", "上级编码", stored)

    def _judge_row(self, row, given, stored) -> None:
        values = row.values
        if not values["名称"]:
            row.find("name_missing", "名称", "没有名称，请补填")
        if not values["类型"]:
            row.find("kind_unknown", "类型", f"请填：{'、'.join(KINDS)}")
            return
        parent = values["上级编码"]
        parent_kind = _KIND_OF.get(given.get(parent)) or stored.get(parent)
        allowed = PARENT_KINDS[_KIND_OF[values["类型"]]]
        if parent_kind not in allowed and (parent_kind or (allowed and not parent)):
            row.find("parent_tier", "上级编码", f"{values['类型']}不能设在这个上级之下，请改正")

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        depth = {kind: place for place, kind in enumerate(PlaceKind.values)}
        done = [""] * len(rows)
        # Parents first, whatever the order of the file.
        order = sorted(range(len(rows)), key=lambda place: depth[_KIND_OF[rows[place].values["类型"]]])
        for place in order:
            done[place] = self._store(rows[place].values, journal)
        return Outcome(tuple(done))

    def _store(self, values, journal: Journal) -> str:
        parent = Place.objects.get(code=values["上级编码"]) if values["上级编码"] else None
        place = Place.objects.filter(code=values["编码"]).first() or Place()
        return journal.keep(
            place,
            given(
                {
                    "code": values["编码"],
                    "name": values["名称"],
                    "short_name": values["简称"],
                    "kind": _KIND_OF[values["类型"]],
                    "parent": parent,
                }
            ),
        )


register(PlaceSpec())
