"""The audit trail in the admin: to be searched, filtered, read and exported. Nobody writes here."""

import json
from dataclasses import dataclass

import django_filters
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.accounts.permissions import can_see_trail
from cms.core.action_names import action_name, thing_name
from cms.core.models import AuditEntry
from cms.core.values import in_words
from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet

# What `detail` holds beside the fields, in the words of the office.
DETAIL_NAMES = {
    "address": _("来自"),
    "count": _("条数"),
    "failures": _("失败次数"),
    "fields": _("改动的字段"),
    "format": _("格式"),
    "query": _("筛选"),
    "readers": _("谁可以看"),
    "gone": _("一并删除"),
    "groups": _("角色"),
    "reason": _("理由"),
    "rows": _("行"),
    "why": _("原因"),
}


@dataclass(frozen=True)
class Line:
    """One thing an entry tells: what it is called, what it was and what it became."""

    name: str
    old: str
    new: str


def lines_of(entry: AuditEntry) -> list[Line]:
    """What an entry tells, one line for each field and each other detail."""
    told = dict(entry.detail)
    old, new = told.pop("old", None), told.pop("new", None)
    if not (isinstance(old, dict) or isinstance(new, dict)):
        old, new, told = {}, {}, dict(entry.detail)
    old, new = old or {}, new or {}
    fields = [_line(_field(entry.target_type, name), name, old, new) for name in dict.fromkeys([*old, *new])]
    return fields + [
        Line(str(DETAIL_NAMES.get(name, name)), "", shown(value)) for name, value in told.items()
    ]


def shown(value) -> str:
    """A value of the detail as a person reads it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, list):
        return "、".join(map(shown, value)) or "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line(field, name: str, old: dict, new: dict) -> Line:
    label = str(DETAIL_NAMES.get(name) or capfirst(getattr(field, "verbose_name", name)))
    return Line(label, *(shown(_worded(field, values.get(name))) for values in (old, new)))


def _worded(field, value):
    """A choice by its label, a key of another record by what that is called."""
    if value in (None, "", []) or field is None:
        return value
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        rows = field.related_model._base_manager.in_bulk(keys)
        return [str(rows.get(key, _("（已删除，编号 %s）") % key)) for key in keys]
    labels = dict(field.flatchoices or ())
    return str(labels[value]) if isinstance(value, (str, int)) and value in labels else value


def _field(kind: str, name: str):
    try:
        return apps.get_model(kind)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _actions_on_record() -> list[tuple[str, str]]:
    codes = AuditEntry.objects.order_by().values_list("action", flat=True).distinct()
    return sorted(((code, action_name(code)) for code in codes), key=lambda pair: pair[1])


def _kinds_on_record() -> list[tuple[str, str]]:
    kinds = AuditEntry.objects.order_by().values_list("target_type", flat=True).distinct()
    return sorted(((kind, thing_name(kind)) for kind in kinds), key=lambda pair: pair[1])


class TrailFilterSet(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("时间"), widget=DateRangePickerWidget)
    action = django_filters.ChoiceFilter(label=_("操作"), choices=_actions_on_record)
    target_type = django_filters.ChoiceFilter(label=_("对象类型"), choices=_kinds_on_record)
    actor_name = django_filters.CharFilter(label=_("操作人"), lookup_expr="contains")
    target_id = django_filters.CharFilter(label=_("对象编号"))

    class Meta:
        model = AuditEntry
        fields = []


class TrailIndexView(DeskIndexView):
    export_filename = "audit-trail"
    export_headings = {
        "moment": _("时间"),
        "actor_name": _("操作人"),
        "action_name": _("操作"),
        "target_kind": _("对象类型"),
        "target_id": _("对象编号"),
        "target_label": _("对象"),
        "told": _("内容"),
    }

    def to_row_dict(self, item):
        return {
            "moment": moment(item),
            "actor_name": item.actor_name,
            "action_name": action_name(item.action),
            "target_kind": thing_name(item.target_type),
            "target_id": item.target_id,
            "target_label": item.target_label,
            "told": "；".join(
                f"{line.name}：{line.old}→{line.new}" if line.old else f"{line.name}：{line.new}"
                for line in lines_of(item)
            ),
        }


def moment(entry: AuditEntry) -> str:
    return f"{in_words(entry.at)}:{entry.at:%S}"


class TrailInspectView(RuledInspectView):
    template_name = "accounts/admin/audit_entry.html"

    def get_context_data(self, **kwargs):
        entry = self.object
        return super().get_context_data(
            entry=entry,
            moment=moment(entry),
            action=action_name(entry.action),
            kind=thing_name(entry.target_type),
            lines=lines_of(entry),
            **kwargs,
        )


class TrailViewSet(RuledViewSet):
    """Who did what to which record, when."""

    model = AuditEntry
    name = "audit_trail"
    icon = "history"
    menu_label = _("操作记录")
    menu_order = 890
    add_to_settings_menu = True
    # Nothing asks what an entry points at.
    add_to_reference_index = False
    form_fields = []
    inspect_view_enabled = True
    index_view_class = TrailIndexView
    inspect_view_class = TrailInspectView
    inspect_template_name = "accounts/admin/audit_entry.html"
    filterset_class = TrailFilterSet
    search_fields = ["actor_name", "action", "target_label", "target_id"]
    list_export = list(TrailIndexView.export_headings)

    def may_see(self, user) -> bool:
        return can_see_trail(user)

    list_per_page = 50
    ordering = ["-at", "-pk"]

    @cached_property
    def list_display(self):
        return [
            TitleColumn("moment", label=_("时间"), accessor=moment, sort_key="at"),
            Column("actor_name", label=_("操作人"), sort_key="actor_name"),
            Column(
                "action", label=_("操作"), accessor=lambda entry: action_name(entry.action), sort_key="action"
            ),
            Column("target_type", label=_("对象类型"), accessor=lambda entry: thing_name(entry.target_type)),
            Column("target_label", label=_("对象")),
        ]
