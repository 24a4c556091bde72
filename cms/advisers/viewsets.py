"""Office screens of advisers: who, for which term, when they are there, what they did."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import works_in_admin
from cms.accounts.viewsets import OfficeViewSet
from cms.advisers import forms, services
from cms.advisers.models import Agreement, DutyDay, ListingConsent, ServiceEntry
from cms.advisers.queries import SOON
from cms.core.viewsets import RuledIndexView, RuledViewSet, Step


class AdviserIndexView(RuledIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().told_listed()


class AdviserViewSet(OfficeViewSet):
    table = services.ADVISERS
    icon = "user"
    index_view_class = AdviserIndexView
    list_display = ["name", "firm", "office_phone", Column("is_listed", label=_("同意公开"))]
    search_fields = ["name", "firm"]
    steps = {
        "agree": Step(
            services.give_consent,
            services.GIVE,
            done=_("已登记同意，公众可以看到姓名、机构、办公电话和值班时间。"),
            form=forms.ConsentForm,
            makes=True,
            for_several=False,
        ),
        "withdraw": Step(
            services.withdraw_consent,
            services.WITHDRAW,
            done=_("已撤回，立即从公开页面和开放数据中消失。"),
            warning=_("将立即从公开页面和开放数据中消失。"),
            makes=True,
            for_several=False,
        ),
    }


class AgreementFilterSet(WagtailFilterSet):
    term = django_filters.ChoiceFilter(
        label=_("聘期"),
        choices=[("current", _("在聘")), ("soon", _("六十天内到期")), ("past", _("已到期"))],
        method="of_term",
        empty_label=_("全部"),
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def of_term(self, found, name, value):
        today = timezone.localdate()
        if value == "past":
            return found.filter(ends_on__lt=today)
        current = found.current(today)
        return current.filter(ends_on__lte=today + SOON) if value == "soon" else current


class AgreementViewSet(OfficeViewSet):
    table = services.AGREEMENTS
    icon = "date"
    list_select_related = ["community__parent", "adviser"]
    list_display = ["community", "adviser", "starts_on", "ends_on"]
    filterset_class = AgreementFilterSet
    search_fields = ["community__name", "adviser__name", "adviser__firm"]


class Kept(RuledViewSet):
    """Written in the portal; whoever works here may look."""

    form_fields: list[str] = []

    def may_see(self, user) -> bool:
        return works_in_admin(user)


class DutyDayViewSet(Kept):
    model = DutyDay
    icon = "calendar-alt"
    list_select_related = ["agreement__community", "agreement__adviser"]
    list_display = ["agreement", "date", "start", "end", "room"]
    inspect_view_fields = ["agreement", "date", "start", "end", "room"]


class ServiceEntryViewSet(Kept):
    model = ServiceEntry
    icon = "history"
    list_select_related = ["agreement__community", "agreement__adviser"]
    list_display = ["agreement", "date", "duty", "served"]
    list_filter = ["duty"]
    search_fields = ["agreement__community__name", "agreement__adviser__name", "summary"]
    inspect_view_fields = ["agreement", "date", "duty", "served", "summary", "created_at"]
    steps = {
        "correct": Step(
            services.correct_entry,
            services.CORRECT,
            done=_("已更正。"),
            form=forms.CorrectionForm,
            for_several=False,
        )
    }


class ListingConsentViewSet(Kept):
    model = ListingConsent
    icon = "check"
    list_select_related = ["adviser"]
    list_display = ["adviser", "given_on", "withdrawn_on", "text_version"]
    inspect_view_fields = ["adviser", "given_on", "withdrawn_on", "text_version"]


class AdvisersGroup(ViewSetGroup):
    menu_label = _("居村法律顾问")
    menu_icon = "glasses"
    menu_order = 330
    items = (AdviserViewSet, AgreementViewSet, DutyDayViewSet, ServiceEntryViewSet, ListingConsentViewSet)
