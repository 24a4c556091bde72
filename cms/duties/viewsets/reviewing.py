"""The desk on which the agencies' records are judged."""

from django import forms
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from cms.accounts.trail import Line, lines_of
from cms.core.models import AuditEntry
from cms.core.viewsets import DeskIndexView, PeriodFilter, RuledInspectView, RuledViewSet, Step, StepForm
from cms.duties.enums import COUNTED_STATES, ActivityState, LikenessVerdict
from cms.duties.models import ActivityRecord, NewsDraft
from cms.duties.models.requirements import MARKABLE, missing_from
from cms.duties.permissions import (
    can_see_activity,
    is_activity_reviewer,
    is_not_own,
)
from cms.duties.queries import activities_to_see
from cms.duties.queries.likeness import likenesses
from cms.duties.queries.resubmitting import changed_since_return
from cms.duties.queries.reviewing import beside, concerns, review_queue, told
from cms.duties.services import activities, likeness, news
from cms.places.forms import TownFilter


def _day_or_hour(activity: ActivityRecord):
    """A table that names the day alone says nothing of midnight."""
    if activity.starts_at is None or activity.has_times:
        return activity.starts_at
    return localtime(activity.starts_at).date()


class ActivityFilterSet(WagtailFilterSet):
    held = PeriodFilter("starts_at", _("活动时间"))
    submitted = PeriodFilter("submitted_at", _("提交时间"))
    town = TownFilter("venue__place")

    class Meta:
        model = ActivityRecord
        fields = ["state", "host", "form"]


class ReviewDeskView(DeskIndexView):
    """Never a draft: those are the agencies' own."""

    def get_base_queryset(self):
        return activities_to_see(self.request.user).select_related("host")


class ActivityInspectView(RuledInspectView):
    template_name = "duties/admin/activity.html"

    def _steps(self):
        """Telling apart is asked beside the two; news is drafted once, of what counts."""
        closed = {"tell_apart"}
        if self.object.state not in COUNTED_STATES or self._news():
            closed.add("draft_news")
        return [step for step in super()._steps() if step["name"] not in closed]

    def _news(self) -> NewsDraft | None:
        return NewsDraft.objects.filter(activity=self.object).select_related("page").first()

    def _changes(self) -> tuple[list[Line], object] | None:
        """What the agency changed after the return, in words; None of what was never sent back."""
        if not (self.object.is_waiting and (found := changed_since_return(self.object)) is not None):
            return None
        kind = ActivityRecord._meta.label_lower
        entry = AuditEntry(target_type=kind, detail={"old": found.old, "new": found.new})
        return lines_of(entry) if found.old or found.new else [], found

    def get_context_data(self, **kwargs):
        activity = self.object
        found = likenesses(activity)
        return super().get_context_data(
            activity=activity,
            is_own=not is_not_own(self.request.user, activity),
            likenesses=found,
            concerns=told(found),
            verdicts=LikenessVerdict.choices,
            tell_apart_url=self.viewset.step_url("tell_apart"),
            missing=missing_from(activity) if activity.is_from_paper else [],
            news=self._news(),
            beside=beside(activity, self.request.user),
            changes=self._changes(),
            publishes_at_once=self.viewset.steps["approve_publish"].is_open(self.request.user, activity),
            **kwargs,
        )


class ReturnForm(StepForm):
    """With the reason, the fields that are to be mended: the agency sees them marked in its form."""

    marked = forms.MultipleChoiceField(
        label=_("要改的栏目"),
        required=False,
        choices=[(name, each.label) for name, each in MARKABLE.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("选填。勾选的栏目在单位的填报页上标出。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["reason", "marked"])


class LikenessForm(StepForm):
    other = forms.ModelChoiceField(
        ActivityRecord.objects.exclude(state=ActivityState.DRAFT), widget=forms.HiddenInput
    )
    verdict = forms.ChoiceField(label=_("判定"), choices=LikenessVerdict)


class ReviewDeskViewSet(RuledViewSet):
    """The agencies' records, to be judged. Nothing is written here but decisions."""

    model = ActivityRecord
    name = "review_desk"
    menu_label = _("审核活动")
    icon = "tasks"
    steps = {
        "approve": Step(
            activities.approve_activity,
            activities.APPROVE,
            done=_("已通过，计入统计和责任项进度。"),
            one_by_one=concerns,
        ),
        "approve_publish": Step(
            activities.approve_and_publish,
            activities.APPROVE_AND_PUBLISH,
            done=_("已通过，已公开。"),
            one_by_one=concerns,
        ),
        "return": Step(
            activities.return_activity,
            activities.RETURN,
            done=_("已退回，单位会看到原因。"),
            form=ReturnForm,
        ),
        "publish": Step(activities.publish_activity, activities.PUBLISH, done=_("已公开。")),
        # Asked beside the two records, on the page of one of them.
        "tell_apart": Step(
            likeness.decide_likeness,
            likeness.DECIDE,
            done=_("已记住，不再提示。"),
            form=LikenessForm,
            makes=True,
            for_several=False,
        ),
        "draft_news": Step(
            news.draft_news,
            news.DRAFT,
            done=_("已起草新闻，补写图片说明后提交审核。"),
            makes=True,
            for_several=False,
        ),
        "unpublish": Step(activities.unpublish_activity, activities.UNPUBLISH, done=_("已从公开页面撤下。")),
    }
    index_view_class = ReviewDeskView
    inspect_view_class = ActivityInspectView
    inspect_template_name = "duties/admin/activity.html"
    form_fields = []
    list_display = [
        "name",
        Column("host", label=_("主办单位"), sort_key="host"),
        Column("get_state_display", label=_("状态"), sort_key="state"),
        DateColumn("starts_at", accessor=_day_or_hour, label=_("活动时间"), sort_key="starts_at"),
        DateColumn("submitted_at", label=_("提交时间"), sort_key="submitted_at"),
    ]
    filterset_class = ActivityFilterSet
    list_export = ["name", "host", "get_state_display", "starts_at", "onsite", "online", "submitted_at"]
    search_fields = ["name", "summary", "address", "venue__name", "host__name", "host__short_name"]
    ordering = ["-submitted_at", "-pk"]

    def may_see(self, user) -> bool:
        return is_activity_reviewer(user)

    def may_see_row(self, user, record) -> bool:
        return can_see_activity(user, record)

    def rows_for(self, user):
        return activities_to_see(user).select_related("host", "venue")

    def url_onwards(self, step: str, record, user) -> str:
        """From one that is judged to the next that waits, from the last to the first; then to the list."""
        if step == "draft_news":
            return reverse("wagtailadmin_pages:edit", args=[record.news_draft.page_id])
        if step not in ("approve", "approve_publish", "return"):
            return ""
        following = beside(record, user).next or review_queue(user).first()
        return self.url_after(following) if following else reverse(self.get_url_name("index"))
