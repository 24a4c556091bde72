from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.core.policies import PredicatePolicy
from cms.core.viewsets import DeskIndexView, RuledIndexView, RuledInspectView, RuledViewSet
from cms.duties.enums import ActivityState, ListState
from cms.duties.models import ActivityRecord, DutyItem, DutyList
from cms.duties.models.requirements import missing_from
from cms.duties.permissions import (
    can_edit_list,
    can_manage_lists,
    can_publish_activity,
    can_review_activity,
    can_see_activity,
    can_see_lists_in_admin,
    is_activity_reviewer,
)
from cms.duties.queries import activities_to_see, item_progress
from cms.duties.views import decide, list_step
from search.chinese.numerals import typed_number

MANAGING = {"add": can_manage_lists, "change": can_manage_lists, "delete": can_manage_lists}


def _can_edit_item(user, item) -> bool:
    return can_edit_list(user, item.list)


class ReviewDeskView(DeskIndexView):
    """Never a draft: those are the agencies' own."""

    def get_base_queryset(self):
        return activities_to_see(self.request.user).select_related("host")


class ActivityInspectView(RuledInspectView):
    template_name = "duties/admin/activity.html"

    def get_context_data(self, **kwargs):
        activity, user = self.object, self.request.user
        can_review = can_review_activity(user, activity)
        can_publish = can_publish_activity(user, activity)
        state = activity.state
        return super().get_context_data(
            activity=activity,
            decide_url=reverse("review_desk:decide", args=[activity.pk]),
            can_approve=can_review and activity.is_waiting,
            can_return=can_review and (activity.is_waiting or state == ActivityState.APPROVED),
            can_publish=can_publish and state == ActivityState.APPROVED,
            can_unpublish=can_publish and state == ActivityState.PUBLISHED,
            is_own=is_activity_reviewer(user) and not can_review,
            missing=missing_from(activity) if activity.is_from_paper else [],
            **kwargs,
        )


class ReviewDeskViewSet(RuledViewSet):
    """The agencies' records, to be judged. Nothing is written here but decisions."""

    model = ActivityRecord
    name = "review_desk"
    menu_label = _("审核活动")
    icon = "tasks"
    policy = PredicatePolicy(
        ActivityRecord, view=is_activity_reviewer, of_instance={"view": can_see_activity}
    )
    index_view_class = ReviewDeskView
    inspect_view_enabled = True
    inspect_view_class = ActivityInspectView
    inspect_template_name = "duties/admin/activity.html"
    form_fields = []
    list_display = [
        "name",
        Column("host", label=_("主办单位"), sort_key="host"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("starts_at", label=_("活动时间"), sort_key="starts_at"),
        DateColumn("submitted_at", label=_("提交时间"), sort_key="submitted_at"),
    ]
    list_filter = ["state", "host", "form"]
    list_export = ["name", "host", "get_state_display", "starts_at", "onsite", "online", "submitted_at"]
    search_fields = ["name", "summary", "address"]
    ordering = ["-submitted_at", "-pk"]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("decide/<int:pk>/", decide, name="decide")]


class DutyListInspectView(RuledInspectView):
    template_name = "duties/admin/duty_list.html"

    def get_context_data(self, **kwargs):
        held, manages = self.object, can_manage_lists(self.request.user)
        return super().get_context_data(
            duty_list=held,
            items=held.items.select_related("agency").prefetch_related("laws"),
            step_url=reverse("duty_lists:step", args=[held.pk]),
            add_url=f"{reverse('duty_items:add')}?list={held.pk}",
            can_approve=manages and held.state == ListState.DRAFT,
            can_publish=manages and held.state == ListState.APPROVED,
            can_correct=manages and held.state == ListState.PUBLISHED,
            **kwargs,
        )


class DutyListViewSet(RuledViewSet):
    model = DutyList
    name = "duty_lists"
    menu_label = _("责任清单")
    icon = "list-ul"
    policy = PredicatePolicy(
        DutyList,
        view=can_see_lists_in_admin,
        of_instance={"change": can_edit_list, "delete": can_edit_list},
        **MANAGING,
    )
    inspect_view_enabled = True
    index_view_class = DeskIndexView
    inspect_view_class = DutyListInspectView
    inspect_template_name = "duties/admin/duty_list.html"
    list_display = [
        "__str__",
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("published_at", label=_("公布时间"), sort_key="published_at"),
    ]
    list_filter = ["year", "state"]
    panels = [FieldPanel("year")]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("step/<int:pk>/", list_step, name="step")]


class DutyItemForm(WagtailAdminModelForm):
    """Offers the lists that are still open."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["list"].queryset = DutyList.objects.filter(state=ListState.DRAFT)


class DutyItemCreateView(RuledViewSet.add_view_class):
    def get_initial_form_instance(self):
        item = super().get_initial_form_instance() or DutyItem()
        if wanted := typed_number(self.request.GET.get("list")):
            item.list = DutyList.objects.filter(pk=wanted, state=ListState.DRAFT).first()
        return item


class DutyItemInspectView(RuledInspectView):
    template_name = "duties/admin/duty_item.html"

    def get_context_data(self, **kwargs):
        progress = item_progress(self.object, timezone.localdate())
        return super().get_context_data(item=self.object, progress=progress, **kwargs)


class DutyItemIndexView(RuledIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("list", "agency")


class DutyItemViewSet(RuledViewSet):
    model = DutyItem
    name = "duty_items"
    menu_label = _("责任项")
    icon = "form"
    policy = PredicatePolicy(
        DutyItem,
        view=can_see_lists_in_admin,
        of_instance={"change": _can_edit_item, "delete": _can_edit_item},
        **MANAGING,
    )
    index_view_class = DutyItemIndexView
    add_view_class = DutyItemCreateView
    inspect_view_enabled = True
    inspect_view_class = DutyItemInspectView
    inspect_template_name = "duties/admin/duty_item.html"
    list_display = [
        "content",
        "key",
        Column("agency", label=_("责任单位"), sort_key="agency"),
        Column("get_kind_display", label=_("类别"), sort_key="kind"),
        "ends_on",
        "list",
    ]
    list_filter = ["list", "kind", "agency"]
    search_fields = ["key", "content", "office"]
    ordering = ["-list", "key"]

    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("list"), FieldPanel("key"), FieldPanel("kind")]),
            FieldPanel("agency"),
            FieldPanel("content"),
            FieldPanel("laws"),
            FieldPanel("audiences"),
            FieldPanel("audience_text"),
            FieldPanel("measures"),
            FieldPanel("schedule"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("required_count")]),
            FieldRowPanel([FieldPanel("lead"), FieldPanel("office")]),
            FieldPanel("cooperating"),
            FieldPanel("expected_result"),
        ],
        base_form_class=DutyItemForm,
    )


class DutiesGroup(ModelViewSetGroup):
    menu_label = _("普法责任")
    menu_icon = "clipboard-list"
    menu_order = 200
    items = (ReviewDeskViewSet, DutyListViewSet, DutyItemViewSet)
