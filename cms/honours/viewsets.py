"""The office's tables of model communities: cycles, applications, objections, titles."""

from functools import partial

import django_filters
from django.urls import path
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import works_in_admin
from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.core.viewsets.saving import RuledCreateView
from cms.honours import forms
from cms.honours.enums import RECHECKS, WAY
from cms.honours.models import Application, Cycle, Indicator, Objection, Title
from cms.honours.permissions import can_run_honours
from cms.honours.queries import SOON
from cms.honours.services import cycles, objections, steps, titles
from cms.honours.views import ApplicationInspectView, AssessView, CycleInspectView
from search.chinese.numerals import typed_number


class HonoursTable(RuledViewSet):
    index_view_class = DeskIndexView

    def may_see(self, user) -> bool:
        return works_in_admin(user)


class OfficeTable(HonoursTable):
    """What only 普法办 reads before it is public."""

    def may_see(self, user) -> bool:
        return can_run_honours(user)


class CycleIndexView(DeskIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("applications")


class CycleViewSet(HonoursTable):
    model = Cycle
    index_view_class = CycleIndexView
    name = "honour_cycles"
    menu_label = _("创建批次")
    icon = "clipboard-list"
    adds, changes, removes = cycles.DRAW_UP, cycles.CHANGE, cycles.DELETE
    steps = {
        "extend": Step(
            cycles.extend_cycle,
            cycles.EXTEND,
            done=_("申报截止已改。"),
            form=forms.ExtendForm,
            for_several=False,
        )
    }
    inspect_view_class = CycleInspectView
    inspect_template_name = "honours/admin/cycle.html"
    form_fields = list(cycles.WORDS)
    list_display = ["__str__", Column("get_level_display", label=_("级别")), "opens_on", "closes_on"]
    list_filter = ["level", "year"]
    inspect_view_fields = list(cycles.WORDS)


class IndicatorCreateView(RuledCreateView):
    """Opened from a cycle's page, it names the cycle."""

    def get_initial_form_instance(self):
        indicator = super().get_initial_form_instance() or self.model()
        if wanted := typed_number(self.request.GET.get("cycle")):
            indicator.cycle = Cycle.objects.filter(pk=wanted).first()
        return indicator


class IndicatorIndexView(DeskIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("cycle__applications")


class IndicatorViewSet(HonoursTable):
    model = Indicator
    index_view_class = IndicatorIndexView
    add_view_class = IndicatorCreateView
    name = "honour_indicators"
    icon = "list-ul"
    adds, changes, removes = cycles.ADD, cycles.ALTER, cycles.DROP
    list_select_related = ["cycle"]
    list_display = ["key", "name", "dimension", Column("get_kind_display", label=_("类型")), "max", "cycle"]
    list_filter = ["cycle"]
    search_fields = ["key", "name", "standard"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("cycle"), FieldPanel("position")]),
            FieldRowPanel([FieldPanel("dimension"), FieldPanel("key")]),
            FieldPanel("name"),
            FieldPanel("standard"),
            FieldPanel("kind"),
            FieldRowPanel([FieldPanel("max"), FieldPanel("per"), FieldPanel("cap")]),
            FieldRowPanel([FieldPanel("required"), FieldPanel("source")]),
        ],
        base_form_class=forms.IndicatorForm,
    )


class ApplicationViewSet(OfficeTable):
    """From the draft to the title: 居村 and 街镇 take their steps in the portal."""

    model = Application
    name = "honour_applications"
    menu_label = _("创建申报")
    icon = "order-up"
    form_fields: list[str] = []
    steps = {
        verb: Step(
            partial(steps.take_by_button, verb=verb),
            steps.STEPS[verb],
            done=format_lazy(_("已办理：{step}。"), step=move.label),
            form=forms.ConferForm if verb == "confer" else forms.OpinionForm,
        )
        for verb, move in WAY.items()
    }
    inspect_view_class = ApplicationInspectView
    inspect_template_name = "honours/admin/application.html"
    list_select_related = ["cycle", "community__parent"]
    list_display = [
        "community", Column("parent", label=_("街镇"), accessor="community.parent"), "cycle",
        Column("get_state_display", label=_("状态"), sort_key="state"), "notice_until",
    ]  # fmt: skip
    list_export = ["community.subdistrict", "community", "cycle", "get_state_display", "notice_until"]
    list_filter = ["state", "cycle"]
    search_fields = ["community__name", "community__parent__name"]
    inspect_view_fields = ["community", "cycle", "state", "statement", "recorded_on", "notice_until"]

    def get_urlpatterns(self):
        assess = path("<int:pk>/assess/", self.construct_view(AssessView), name="assess")
        return [*super().get_urlpatterns(), assess]


class ObjectionViewSet(OfficeTable):
    """Comes by the public notice; the office answers."""

    model = Objection
    name = "honour_objections"
    menu_label = _("公示异议")
    icon = "comment"
    form_fields: list[str] = []
    steps = {
        "answer": Step(
            objections.answer,
            objections.ANSWER,
            done=_("已答复。"),
            form=forms.AnswerForm,
            for_several=False,
        )
    }
    list_select_related = ["application__cycle", "application__community"]
    list_display = ["application", "created_at", Column("outcome", label=_("结论"))]
    list_filter = ["is_upheld"]
    inspect_view_fields = [
        "application", "name", "masked_phone", "words", "created_at", "outcome", "answer", "answered_at",
        "answered_by",
    ]  # fmt: skip


class TitleFilterSet(WagtailFilterSet):
    due = django_filters.ChoiceFilter(
        label=_("复核"),
        choices=[("due", _("已到复核日期")), ("soon", _("六十天内到期"))],
        method="by_day",
        empty_label=_("全部"),
    )

    class Meta:
        model = Title
        fields = ["state", "level"]

    def by_day(self, found, name, value):
        last = timezone.localdate() + (SOON if value == "soon" else 0 * SOON)
        return found.standing().filter(due_on__lte=last)


class TitleInspectView(RuledInspectView):
    """The title with every re-check."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(rechecks=self.object.rechecks.all(), **kwargs)


class TitleCreateView(RuledCreateView):
    def save_instance(self):
        return titles.register_title(actor=self.request.user, **self.model_values(self.form))


class TitleViewSet(HonoursTable):
    """What stands, and what was taken away: the history."""

    model = Title
    name = "honour_titles"
    menu_label = _("示范称号")
    icon = "pick"
    adds = titles.REGISTER
    add_view_class = TitleCreateView
    form_fields = list(titles.REGISTER.writes)
    steps = {
        verb: Step(
            partial(titles.recheck, verb=verb),
            titles.DECISIONS[verb],
            done=format_lazy(_("已登记：{step}。"), step=move.label),
            warning="" if verb == "keep" else _("将立即从公开页面和开放数据中消失，历史留在这里。"),
            form=forms.RecheckForm,
        )
        for verb, move in RECHECKS.items()
    }
    inspect_view_class = TitleInspectView
    inspect_template_name = "honours/admin/title.html"
    list_select_related = ["community__parent"]
    list_display = [
        "community", Column("parent", label=_("街镇"), accessor="community.parent"),
        Column("name", label=_("称号")), "batch", "conferred_on", "due_on",
        Column("get_state_display", label=_("状态"), sort_key="state"),
    ]  # fmt: skip
    list_export = [
        "community.subdistrict", "community", "name", "batch", "number", "conferred_on", "due_on",
        "get_state_display",
    ]  # fmt: skip
    filterset_class = TitleFilterSet
    search_fields = ["community__name", "community__parent__name", "batch", "number"]
    inspect_view_fields = [
        "community", "level", "batch", "number", "conferred_on", "due_on", "state", "application",
    ]  # fmt: skip


class HonoursGroup(ViewSetGroup):
    menu_label = _("民主法治示范创建")
    menu_icon = "pick"
    menu_order = 335
    items = (CycleViewSet, IndicatorViewSet, ApplicationViewSet, ObjectionViewSet, TitleViewSet)
