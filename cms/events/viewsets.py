from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.policies import PredicatePolicy
from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet
from cms.events import services
from cms.events.enums import EventState
from cms.events.models import Event
from cms.events.permissions import can_manage_events, can_publish_events, can_see_registrations
from search.service import reindex

STEPS = {
    "publish": (services.publish_event, _("已发布，公众可以看到。")),
    "cancel": (services.cancel_event, _("已取消，页面会写明取消。")),
}


def can_delete_event(user, event) -> bool:
    """What the public was told of stays."""
    return event.state == EventState.DRAFT


class EventInspectView(RuledInspectView):
    """The event with its registrations, and the steps that may be taken."""

    template_name = "events/admin/event.html"

    def get_context_data(self, **kwargs):
        event, user = self.object, self.request.user
        shown = can_see_registrations(user)
        return super().get_context_data(
            event=event,
            step_url=reverse("events:step", args=[event.pk]),
            can_publish=event.state == EventState.DRAFT and can_publish_events(user),
            can_cancel=event.state == EventState.PUBLISHED and can_publish_events(user),
            registrations=event.registrations.filter(cancelled_at=None) if shown else None,
            **kwargs,
        )


@require_POST
def take_step(request, pk):
    """Publish or cancel, as the button says."""
    if not can_manage_events(request.user) and not can_publish_events(request.user):
        raise PermissionDenied
    event = get_object_or_404(Event, pk=pk)
    service, done = STEPS.get(request.POST.get("step"), (None, ""))
    if service:
        try:
            service(event, actor=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, done)
    return redirect("events:inspect", pk)


class EventEditView(RuledViewSet.edit_view_class):
    def save_instance(self):
        event = super().save_instance()
        # Laws and audiences are written after the row itself.
        reindex([event])
        return event


class EventViewSet(RuledViewSet):
    model = Event
    name = "events"
    icon = "calendar-alt"
    menu_label = _("活动预告")
    menu_order = 210
    add_to_admin_menu = True
    policy = PredicatePolicy(
        Event,
        view=lambda user: can_manage_events(user) or can_publish_events(user),
        add=can_manage_events,
        change=can_manage_events,
        delete=can_manage_events,
        of_instance={"delete": can_delete_event},
    )
    index_view_class = DeskIndexView
    edit_view_class = EventEditView
    inspect_view_enabled = True
    inspect_view_class = EventInspectView
    inspect_template_name = "events/admin/event.html"
    list_display = [
        "title",
        "host",
        DateColumn("starts_at", label=_("开始时间"), sort_key="starts_at"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        Column("places_taken", label=_("已报名"), sort_key="places_taken"),
    ]
    list_filter = ["state", "host"]
    search_fields = ["title", "address"]
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
    ]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("step/<int:pk>/", take_step, name="step")]
