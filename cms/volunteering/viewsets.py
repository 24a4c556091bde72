from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import PeriodFilter, RuledViewSet, Step
from cms.people.services.memberships import MEMBERSHIPS
from cms.places.forms import TownFilter
from cms.volunteering import forms
from cms.volunteering.models import Application, MemberRequest, Profile, ServiceProof
from cms.volunteering.permissions import can_manage_volunteers
from cms.volunteering.services import applications, proofs, requests, tables


class VolunteerTable(OfficeViewSet):
    """Around personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return can_manage_volunteers(user)


class ApplicationFilterSet(WagtailFilterSet):
    came = PeriodFilter("created_at", _("报名日期"))
    town = TownFilter("community")

    class Meta:
        model = Application
        fields = ["state"]


class ApplicationViewSet(RuledViewSet):
    """Comes by the public form; the office registers its writer or says why not."""

    model = Application
    name = "volunteer_applications"
    form_fields = []
    steps = {
        "approve": Step(
            applications.approve,
            applications.APPROVE,
            done=_("已登记为志愿者。"),
            form=forms.ApproveForm,
            for_several=False,
        ),
        "decline": Step(applications.decline, applications.DECLINE, done=_("已答复，报名的人凭查询号看到。")),
    }
    icon = "user"
    list_select_related = ["community__parent"]
    list_display = [
        "name", "birth", "community", "created_at",
        Column("get_state_display", label=_("状态"), sort_key="state"),
    ]  # fmt: skip
    list_export = ["name", "gender", "birth", "masked_phone", "community", "created_at", "get_state_display"]
    filterset_class = ApplicationFilterSet
    search_fields = ["name", "community__name"]
    inspect_view_fields = [
        "name", "gender", "birth", "masked_phone", "community", "skills", "times_in_words", "towns", "words",
        "guardian_name", "masked_guardian_phone", "purposes_in_words", "account_in_words", "created_at",
        "state", "answer",
    ]  # fmt: skip

    def may_see(self, user) -> bool:
        return can_manage_volunteers(user)


class SkillViewSet(VolunteerTable):
    table = tables.SKILLS
    name = "volunteer_skills"
    icon = "pick"
    list_display = ["name", "order"]


class TeamViewSet(VolunteerTable):
    table = tables.TEAMS
    name = "volunteer_teams"
    icon = "group"
    list_display = ["name", "place"]
    list_select_related = ["place"]
    search_fields = ["name"]


class ProfileFilterSet(WagtailFilterSet):
    class Meta:
        model = Profile
        fields = ["team", "skills"]


class ProfileViewSet(VolunteerTable):
    """What each volunteer offers; by its team, who is in it."""

    table = tables.PROFILES
    name = "volunteer_profiles"
    icon = "list-ul"
    list_display = ["appointment", "team", Column("times_in_words", label=_("可服务的时间"))]
    list_select_related = ["appointment__person", "team"]
    list_export = ["appointment", "appointment.community", "team", "times_in_words"]
    filterset_class = ProfileFilterSet
    search_fields = ["appointment__person__name", "team__name"]
    inspect_view_fields = ["appointment", "skills", "times_in_words", "towns", "team"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in tables.PROFILES.writes], base_form_class=forms.ProfileForm
    )


class ProofViewSet(RuledViewSet):
    """Asked for by the volunteer; given here once the internal notice is over."""

    model = ServiceProof
    name = "service_proofs"
    form_fields = []
    steps = {
        "issue": Step(proofs.issue_proof, proofs.ISSUE, done=_("已出具，本人可以下载。")),
        "refuse": Step(proofs.refuse_proof, proofs.REFUSE, done=_("已答复。")),
        "withdraw": Step(proofs.withdraw_proof, proofs.WITHDRAW, done=_("已撤销，查验页随即写明。")),
    }
    icon = "doc-full"
    list_select_related = ["appointment__person"]
    list_display = [
        "appointment", "starts_on", "ends_on", "number",
        Column("get_state_display", label=_("状态"), sort_key="state"), "notice_until",
    ]  # fmt: skip
    list_filter = ["state"]
    search_fields = ["number", "appointment__person__name"]
    inspect_view_fields = [
        "appointment", "starts_on", "ends_on", "requested_on", "notice_until", "state", "number", "times",
        "hours", "issued_on", "answer",
    ]  # fmt: skip

    def may_see(self, user) -> bool:
        return can_manage_volunteers(user)


class RequestViewSet(RuledViewSet):
    """What members ask about their own data."""

    model = MemberRequest
    name = "volunteer_requests"
    form_fields = []
    steps = {
        "done": Step(
            requests.answer_done,
            requests.DONE,
            done=_("已办理并答复。"),
            warning=_(
                "请求更正的，请先改好再答复。请求删除的，确认之后姓名、号码随即清除，账号停用，不能恢复；"
                "服务时长和学时只作为数字留下。还在册的，请先办理退出。"
            ),
            for_several=False,
        ),
        "refuse": Step(requests.answer_refused, requests.REFUSE, done=_("已答复。"), for_several=False),
    }
    icon = "help"
    list_select_related = ["person"]
    list_display = [
        "person", "kind", "created_at", Column("get_state_display", label=_("状态"), sort_key="state"),
    ]  # fmt: skip
    list_filter = ["state", "kind"]
    search_fields = ["person__name"]
    inspect_view_fields = ["person", "kind", "words", "created_at", "state", "answer", "answered_on"]

    def may_see(self, user) -> bool:
        return can_manage_volunteers(user)


class MembershipViewSet(VolunteerTable):
    """Which account is which person's: what a member sees as their own."""

    table = MEMBERSHIPS
    icon = "link"
    list_display = ["user", "person"]
    list_select_related = ["user", "person"]
    search_fields = ["person__name", "user__name"]


class CommendationViewSet(VolunteerTable):
    table = tables.COMMENDATIONS
    name = "volunteer_commendations"
    icon = "success"
    list_display = ["appointment", "title", "given_by", "given_on"]
    list_select_related = ["appointment__person"]
    search_fields = ["appointment__person__name", "title"]


class EvaluationViewSet(VolunteerTable):
    table = tables.EVALUATIONS
    name = "volunteer_evaluations"
    icon = "form"
    list_display = ["appointment", "year", "grade"]
    list_select_related = ["appointment__person"]
    list_filter = ["year", "grade"]
    search_fields = ["appointment__person__name"]


class ReportColumnViewSet(VolunteerTable):
    table = tables.REPORT_COLUMNS
    name = "volunteer_report_columns"
    icon = "table"
    list_display = ["order", "heading", "fact", "fixed"]


class VolunteeringGroup(ViewSetGroup):
    menu_label = _("志愿服务")
    menu_icon = "user"
    menu_order = 341
    items = (
        ApplicationViewSet,
        ProfileViewSet,
        ProofViewSet,
        RequestViewSet,
        MembershipViewSet,
        CommendationViewSet,
        EvaluationViewSet,
        SkillViewSet,
        TeamViewSet,
        ReportColumnViewSet,
    )
