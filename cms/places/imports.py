"""The tree 区→街镇→居村 from a table."""

from cms.intake.cells.text import choice, code, plain
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
        Column("编码", code, ("区划代码", "行政区划代码", "代码"), required=True),
        Column("名称", plain, ("地点名称", "单位名称"), required=True),
        Column("上级编码", code, ("上级代码", "上级")),
        Column("类型", choice(KINDS), ("类别", "级别"), required=True),
        Column("简称", plain, ("常用名",)),
    )

    def may_import(self, user) -> bool:
        return can_manage_places(user)

    def judge(self, rows, on) -> None:
        stored = dict(Place.objects.values_list("code", "kind"))
        given = {row.values["编码"]: row.values["类型"] for row in rows if row.values["编码"]}
        seen: dict[str, int] = {}
        for row in rows:
            self._judge_row(row, given, stored, seen)

    def _judge_row(self, row, given, stored, seen) -> None:
        values = row.values
        if not values["编码"]:
            row.find("code_missing", "编码", "没有编码，请补填")
        elif values["编码"] in seen:
            row.find("code_duplicate", "编码", f"与第{seen[values['编码']]}行编码相同，请核对")
        else:
            seen[values["编码"]] = row.number
        if not values["名称"]:
            row.find("name_missing", "名称", "没有名称，请补填")
        if not values["类型"]:
            row.find("kind_unknown", "类型", f"请填：{'、'.join(KINDS)}")
            return
        parent = values["上级编码"]
        parent_kind = _KIND_OF.get(given.get(parent)) or stored.get(parent)
        allowed = PARENT_KINDS[_KIND_OF[values["类型"]]]
        if parent and parent_kind is None:
            row.find("parent_missing", "上级编码", f"没有编码为 {parent} 的上级，请先导入上级或改正")
        elif parent_kind not in allowed and (parent or allowed):
            row.find("parent_missing", "上级编码", f"{values['类型']}不能设在这个上级之下，请改正")

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
