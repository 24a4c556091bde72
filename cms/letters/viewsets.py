from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from cms.core.viewsets import DeskIndexView, RuledInspectView, RuledViewSet, Step
from cms.letters import forms, services
from cms.letters.enums import OPEN
from cms.letters.models import Letter
from cms.letters.permissions import can_see_letter, can_see_letters
from cms.letters.queries import letters_to_see


class LetterInspectView(RuledInspectView):
    """What was written, how long there is to answer it, and the steps that are open."""

    template_name = "letters/admin/letter.html"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        return super().get_context_data(
            letter=self.object,
            is_overdue=self.object.is_overdue(today),
            is_far_overdue=self.object.is_far_overdue(today),
            **kwargs,
        )


class DueColumn(Column):
    """The day; of what is late how late it is."""

    cell_template_name = "letters/admin/due_cell.html"

    def get_value(self, instance):
        today = timezone.localdate()
        late = (today - instance.due_on).days if instance.is_overdue(today) else 0
        return {"due_on": instance.due_on, "late": late, "is_far": instance.is_far_overdue(today)}


class LetterIndexView(DeskIndexView):
    """Of whoever is not the office, those that were given to them. What waits comes first."""

    def get_base_queryset(self):
        own = letters_to_see(self.request.user).values("pk")
        is_finished = Case(When(state__in=OPEN, then=0), default=1)
        return super().get_base_queryset().filter(pk__in=own).annotate(is_finished=is_finished)


class LetterViewSet(RuledViewSet):
    model = Letter
    name = "letters"
    icon = "mail"
    menu_label = _("来信")
    menu_order = 600
    add_to_admin_menu = True
    steps = {
        "share": Step(services.share_out, services.SHARE, done=_("已分办。"), form=forms.ShareForm),
        "answer": Step(
            services.answer_letter,
            services.ANSWER,
            done=_("已答复，写信的人凭查询号看到。"),
            form=forms.AnswerForm,
            for_several=False,
        ),
        "publish": Step(
            services.publish_letter,
            services.PUBLISH,
            done=_("已公开。"),
            form=forms.PublishForm,
            for_several=False,
        ),
        "withdraw": Step(services.withdraw_letter, services.WITHDRAW, done=_("已撤回，公众看不到了。")),
        "dismiss": Step(services.dismiss_letter, services.DISMISS, done=_("已记下不予办理。")),
    }
    index_view_class = LetterIndexView
    inspect_view_class = LetterInspectView
    inspect_template_name = "letters/admin/letter.html"
    form_fields = []
    list_select_related = ["handler"]
    list_display = [
        "__str__",
        Column("get_kind_display", label=_("类别"), sort_key="kind"),
        DateColumn("received_on", label=_("收到日期"), sort_key="received_on"),
        DueColumn("due_on", label=_("答复期限"), sort_key="due_on"),
        Column("handler", label=_("承办人")),
        Column("get_state_display", label=_("状态"), sort_key="state"),
    ]
    list_filter = ["state", "kind"]
    ordering = ["is_finished", "due_on"]

    def may_see(self, user) -> bool:
        return can_see_letters(user)

    def may_see_row(self, user, record) -> bool:
        return can_see_letter(user, record)

    def rows_for(self, user):
        return letters_to_see(user)
