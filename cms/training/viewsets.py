from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.accounts.permissions import is_office
from cms.accounts.viewsets import OfficeViewSet
from cms.core.viewsets import RuledInspectView, Step
from cms.training import services
from cms.training.forms import CorrectForm, CourseForm
from cms.training.queries import turnout
from cms.training.services import attending, signing_up


class TrainingTable(OfficeViewSet):
    """Who was trained is personal data: also looking is the office's."""

    def may_see(self, user) -> bool:
        return is_office(user)


class CourseViewSet(TrainingTable):
    table = services.COURSES
    icon = "openquote"
    list_display = ["title", "subject"]
    search_fields = ["title", "subject"]
    inspect_view_fields = list(services.COURSES.writes)
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("subject"),
            FieldPanel("laws"),
            FieldPanel("articles"),
            FieldPanel("audiences"),
            FieldPanel("materials"),
        ],
        base_form_class=CourseForm,
    )


class SessionInspectView(RuledInspectView):
    """The session, who signed up and who came in figures."""

    def get_fields_context(self):
        session, found = self.object, turnout(self.object)
        waiting = session.sign_ups.waiting().count()
        seats = f"{session.places_taken}" + (f" / {session.capacity}" if session.capacity else "")
        figures = [
            (_("已报名"), f"{seats}人" + (f"，候补 {waiting}人" if waiting else "")),
            (_("到场"), f"{found.attended}人"),
            (_("未到"), f"{found.absent}人"),
            (_("学时合计"), f"{found.hours}"),
        ]
        link = format_html(
            '<a href="{}">{}</a>', reverse("portal:door", args=[session.pk]), _("名单、签到与签到表")
        )
        told = [{"label": label, "value": value, "component": None} for label, value in figures]
        told.append({"label": _("签到"), "value": link, "component": None})
        return [*super().get_fields_context(), *told]


class TrainingSessionViewSet(TrainingTable):
    table = services.SESSIONS
    icon = "calendar"
    list_display = [
        "title",
        "starts_on",
        "hours",
        Column("place_text", label=_("地点")),
        Column("places_taken", label=_("已报名"), sort_key="places_taken"),
    ]
    list_select_related = ["venue"]
    list_filter = ["starts_on", "course"]
    search_fields = ["title", "place"]
    inspect_view_fields = list(services.SESSIONS.writes)
    inspect_view_class = SessionInspectView
    steps = {
        "cancel": Step(
            signing_up.call_off,
            signing_up.CALL_OFF,
            done=_("已取消，报名的人会收到通知。"),
            warning=_("取消后不能恢复。报名的人和为他们报名的居村会收到通知。"),
        ),
    }
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("course")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldRowPanel([FieldPanel("begins"), FieldPanel("finishes"), FieldPanel("hours")]),
        FieldRowPanel([FieldPanel("venue"), FieldPanel("place")]),
        FieldRowPanel([FieldPanel("host"), FieldPanel("organiser"), FieldPanel("teacher")]),
        FieldPanel("counts_as_service"),
        FieldRowPanel([FieldPanel("takes_sign_ups"), FieldPanel("capacity")], heading=_("报名")),
    ]


class AttendanceViewSet(TrainingTable):
    table = services.ATTENDANCES
    icon = "tick-inverse"
    list_select_related = ["session", "person"]
    list_display = ["person", "session", "signed", "arrived_at", "left_at", "hours"]
    list_filter = ["session", "signed", "source"]
    search_fields = ["person__name", "session__title"]
    inspect_view_fields = ["person", "session", *attending.FACTS, "source"]
    steps = {
        "correct": Step(
            attending.correct_attendance,
            attending.CORRECT,
            done=_("已更正，学时、服务时长和活动人数都跟着改了。"),
            form=CorrectForm,
            for_several=False,
        ),
    }


class TrainingGroup(ViewSetGroup):
    menu_label = _("培训")
    menu_icon = "calendar-check"
    menu_order = 320
    items = (CourseViewSet, TrainingSessionViewSet, AttendanceViewSet)
