from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.viewsets import DeskIndexView, PeriodFilter, RuledInspectView, RuledViewSet, Step
from cms.events import services
from cms.events.forms import BrandForm, ExtendForm, RepeatForm
from cms.events.models import Event, Series
from cms.events.permissions import can_see_events_in_admin, can_see_registrations
from cms.events.queries.attending import FEWEST_SHOWN, opinion_of, turnout
from cms.events.services import series
from cms.inbox.models import InboxSetting
from cms.places.forms import TownFilter


class EventFilterSet(WagtailFilterSet):
    held = PeriodFilter("starts_at", _("活动时间"))
    town = TownFilter("venue__place")

    class Meta:
        model = Event
        fields = ["state", "host"]


class EventInspectView(RuledInspectView):
    """The event with its registrations, and the steps that may be taken."""

    template_name = "events/admin/event.html"

    def get_context_data(self, **kwargs):
        event, shown = self.object, can_see_registrations(self.request.user)
        registrations = event.registrations.standing().order_by("waits", "registered_at") if shown else None
        return super().get_context_data(
            event=event,
            registrations=registrations,
            turnout=turnout(event) if shown else None,
            opinion=opinion_of(event),
            fewest=FEWEST_SHOWN,
            has_gateway=bool(InboxSetting.load().gateway),
            **kwargs,
        )


class EventViewSet(RuledViewSet):
    model = Event
    name = "events"
    icon = "calendar-alt"
    menu_label = _("活动预告")
    menu_order = 110
    add_to_admin_menu = True
    adds, changes, removes = services.CREATE, services.CHANGE, services.DELETE
    steps = {
        "repeat": Step(
            series.repeat_event,
            series.REPEAT,
            done=_("其余各场已经排好，都是草稿，由另一位同事发布。"),
            warning=_("照这场的内容排出以后的各场，每场都是单独的活动，可以分别修改、取消。"),
            form=RepeatForm,
            for_several=False,
        ),
        "publish": Step(services.publish_event, services.PUBLISH, done=_("已发布，公众可以看到。")),
        "recall": Step(services.recall_event, services.RECALL, done=_("已撤回，改好后请另一人再发布。")),
        "cancel": Step(
            services.cancel_event,
            services.CANCEL,
            done=_("已取消，页面会写明取消。"),
            warning=_("取消后不能恢复。公开页面保留，并写明取消。"),
        ),
    }
    index_view_class = DeskIndexView
    list_select_related = ["host", "venue"]
    inspect_view_class = EventInspectView
    inspect_template_name = "events/admin/event.html"
    list_display = [
        "title",
        Column("host", label=_("主办单位"), sort_key="host"),
        DateColumn("starts_at", label=_("开始时间"), sort_key="starts_at"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        Column("places_taken", label=_("已报名"), sort_key="places_taken"),
    ]
    filterset_class = EventFilterSet
    list_export = [
        "title", "host", "starts_at", "ends_at", "place_text", "get_state_display", "capacity",
        "places_taken",
    ]  # fmt: skip
    search_fields = ["title", "address", "venue__name", "host__name", "host__short_name"]
    ordering = ["-starts_at"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("host"), FieldPanel("campaign")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("venue"), FieldPanel("address")]),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("settings"), FieldPanel("audiences"), FieldPanel("laws")], heading=_("内容")
        ),
        FieldRowPanel([FieldPanel("takes_registrations"), FieldPanel("capacity")], heading=_("报名")),
        FieldPanel("questions"),
    ]

    def may_see(self, user) -> bool:
        return can_see_events_in_admin(user)


class SeriesInspectView(RuledInspectView):
    template_name = "events/admin/series.html"

    def get_context_data(self, **kwargs):
        occasions = self.object.events.select_related("venue").order_by("starts_at")
        return super().get_context_data(series=self.object, occasions=occasions, **kwargs)


class SeriesViewSet(RuledViewSet):
    """What comes again: begun from an event, gone on with from here."""

    model = Series
    name = "event_series"
    icon = "rotate"
    menu_label = _("系列活动")
    menu_order = 115
    add_to_admin_menu = True
    steps = {
        "extend": Step(
            series.extend_series,
            series.EXTEND,
            done=_("已接着排好，都是草稿，由另一位同事发布。"),
            form=ExtendForm,
            for_several=False,
        ),
        "brand": Step(series.set_brand, series.BRAND, done=_("已归入。"), form=BrandForm),
    }
    index_view_class = DeskIndexView
    inspect_view_class = SeriesInspectView
    inspect_template_name = "events/admin/series.html"
    form_fields = []
    list_display = [
        "name",
        Column("told", label=_("怎样重复")),
        DateColumn("starts_on", label=_("第一场"), sort_key="starts_on"),
        DateColumn("ends_on", label=_("排到哪一天"), sort_key="ends_on"),
    ]
    search_fields = ["name"]
    ordering = ["-starts_on"]

    def may_see(self, user) -> bool:
        return can_see_events_in_admin(user)
