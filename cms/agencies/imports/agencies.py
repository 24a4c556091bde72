"""Responsible agencies from a table."""

import re

from cms.agencies.enums import AgencyKind
from cms.agencies.models import Agency, AgencyName
from cms.agencies.permissions import can_manage_agencies
from cms.intake.cells.identity import office_phone
from cms.intake.cells.text import choice, code, public, up_to
from cms.intake.codes import judge_codes
from cms.intake.journal import Journal, given
from cms.intake.registry import register
from cms.intake.spec import Column, ImportSpec, Outcome, Parsed, Row
from cms.places.models import Place

KINDS = {
    "党委部门": ("党委",),
    "政府部门": ("政府", "政府工作部门"),
    "垂直管理部门": ("垂管部门", "垂管单位"),
    "审判机关": ("法院",),
    "检察机关": ("检察院",),
    "群团组织": ("群团", "人民团体"),
    "街道办事处": ("街道",),
    "镇人民政府": ("镇政府", "镇"),
    "国有企业": ("国企",),
    "其他": (),
}
LONGEST_NAME = 60
_KIND_OF = {str(kind.label): kind for kind in AgencyKind}


def split_names(text: str | None) -> list[str]:
    """Other names, however they are separated, each once."""
    names = (name.strip() for name in re.split(r"[；;、,，/\n]+", text or ""))
    return list(dict.fromkeys(filter(None, names)))


def names(raw, on) -> Parsed:
    """Other names as they stand; none longer than a name may be."""
    parsed = public(raw, on)
    long = [name for name in split_names(parsed.value) if len(name) > LONGEST_NAME]
    told = tuple(
        ("text_long", f"“{name[:LONGEST_NAME]}…”共 {len(name)} 字，最多 {LONGEST_NAME} 字，请删减")
        for name in long[:1]
    )
    return Parsed(parsed.value, (*parsed.findings, *told))


class AgencySpec(ImportSpec):
    """Columns as in a list of agencies; 其他常用名 are the names under which files mention them."""

    kind = "agencies"
    label = "责任单位"
    columns = (
        Column("机构编码", up_to(20, code), ("编码", "单位编码", "代码"), required=True),
        Column("单位全称", up_to(LONGEST_NAME, public), ("单位名称", "全称", "名称"), required=True),
        Column("简称", up_to(30, public), ("单位简称",)),
        Column("单位类型", choice(KINDS), ("类型", "单位性质"), required=True),
        Column("联系科室", up_to(40, public), ("责任科室", "科室")),
        Column("办公电话", office_phone, ("联系电话", "电话")),
        Column("其他常用名", names, ("常用名", "别名", "曾用名")),
    )

    def may_import(self, user) -> bool:
        return can_manage_agencies(user)

    def judge(self, rows, on) -> None:
        owner = dict(AgencyName.objects.values_list("name", "agency__code"))
        owner |= dict(Agency.objects.values_list("name", "code"))
        judge_codes(rows, "机构编码")
        reached = _reached()
        for row in rows:
            values = row.values
            if not values["单位全称"]:
                row.find("name_missing", "单位全称", "没有单位名称，请补填")
            if not values["单位类型"]:
                row.find("kind_unknown", "单位类型", f"请填：{'、'.join(KINDS)}")
            self._judge_renamed(row, reached)
            for name in (values["单位全称"], *split_names(values["其他常用名"])):
                if owner.setdefault(name, values["机构编码"]) != values["机构编码"]:
                    row.find("name_conflict", "其他常用名", f"“{name}”已是编码 {owner[name]} 的名称，请核对")

    def _judge_renamed(self, row: Row, reached: dict[tuple[str, str], tuple[str, str]]) -> None:
        """Ask about an agency that is reached where another one is: it may be that one by another name."""
        values = row.values
        key = (values["联系科室"] or "", values["办公电话"] or "")
        if not all(key):
            return
        code, name = reached.setdefault(key, (values["机构编码"], values["单位全称"]))
        if code != values["机构编码"] and name != values["单位全称"]:
            told = f"联系科室和办公电话与“{name}”（{code}）相同，是不是它的曾用名或别名？"
            cure = "是的，把这个名称写进它的“其他常用名”，这一行不导入；不是的，请确认按新单位导入"
            row.find("agency_alike", "单位全称", told + cure)

    def apply(self, rows: list[Row], journal: Journal) -> Outcome:
        places = {place.name: place for place in Place.objects.subdistricts()}
        return Outcome(tuple(self._store(row.values, places, journal) for row in rows))

    def _store(self, values, places, journal: Journal) -> str:
        agency = Agency.objects.filter(code=values["机构编码"]).first() or Agency()
        done = journal.keep(
            agency,
            given(
                {
                    "code": values["机构编码"],
                    "name": values["单位全称"],
                    "short_name": values["简称"],
                    "kind": _KIND_OF[values["单位类型"]],
                    "contact_office": values["联系科室"],
                    "office_phone": values["办公电话"],
                    "place": places.get(values["简称"]),
                }
            ),
        )
        added = self._add_names(agency, split_names(values["其他常用名"]), journal)
        return "change" if done == "unchanged" and added else done

    def _add_names(self, agency: Agency, names: list[str], journal: Journal) -> bool:
        """Add names it does not have yet. An import adds, the office removes."""
        held = set(agency.names.values_list("name", flat=True))
        added = [
            journal.keep(AgencyName(agency=agency), {"name": name}) for name in names if name not in held
        ]
        return bool(added)


def _reached() -> dict[tuple[str, str], tuple[str, str]]:
    """By section and telephone the code and name of the stored agency that is reached there."""
    held = Agency.objects.exclude(contact_office="").exclude(office_phone="")
    return {
        (office, phone): (code, name)
        for office, phone, code, name in held.values_list("contact_office", "office_phone", "code", "name")
    }


register(AgencySpec())
