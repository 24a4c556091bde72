"""The year's goals in the admin, and the plan that is printed."""

from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.viewsets import OfficeViewSet
from cms.core.papers import paper_response
from cms.core.viewsets import Step
from cms.duties.exports import goals_paper
from cms.duties.queries.goals import goal_years, goals_of
from cms.duties.services import goals


class PlanView(WagtailAdminTemplateMixin, TemplateView):
    """Goals, timetable and responsibilities of a year on one page."""

    template_name = "duties/admin/plan.html"
    viewset = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.year = kwargs["year"]
        self.standings = goals_of(self.year, timezone.localdate())
        if not self.standings:
            raise Http404

    def get(self, request, *args, **kwargs):
        if kind := kwargs.get("kind"):
            return paper_response(goals_paper(self.year, self.standings, timezone.localdate()), kind)
        return super().get(request, *args, **kwargs)

    def get_page_title(self):
        return _("%(year)s年普法工作路线图") % {"year": self.year}

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        shown = {"standings": self.standings, "years": goal_years(), "year": self.year}
        return super().get_context_data(**(kwargs | shown))


class GoalViewSet(OfficeViewSet):
    table = goals.GOALS
    menu_label = _("年度目标")
    icon = "order"
    inspect_template_name = "duties/admin/goal.html"
    list_select_related = ["lead"]
    list_display = ["content", "year", Column("lead", label=_("牵头单位"), sort_key="lead")]
    list_filter = ["year", "lead"]
    search_fields = ["content"]

    def get_urlpatterns(self):
        plan = self.construct_view(PlanView)
        return [
            *super().get_urlpatterns(),
            path("plan/<int:year>/", plan, name="plan"),
            path("plan/<int:year>/paper.<str:kind>", plan, name="plan_paper"),
        ]


class MilestoneViewSet(OfficeViewSet):
    table = goals.MILESTONES
    menu_label = _("目标节点")
    icon = "date"
    steps = {
        "reach": Step(goals.reach_milestone, goals.REACH, done=_("已标为完成。"), for_several=False),
        "reopen": Step(goals.reopen_milestone, goals.REOPEN, done=_("已改回进行中。"), for_several=False),
    }
    list_select_related = ["goal"]
    list_display = [
        "content",
        Column("goal", label=_("年度目标"), sort_key="goal"),
        "due_on",
        Column("reached_on", label=_("完成日期"), sort_key="reached_on"),
    ]
    list_filter = ["goal__year"]
