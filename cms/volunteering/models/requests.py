"""What a member asks of the office about their own data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay
from cms.people.models import Person
from cms.volunteering.enums import RequestKind, RequestState


class MemberRequest(TimeStampedModel):
    """To correct what only the office may change, or to erase. Answered in words."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="member_requests"
    )
    kind = models.CharField(_("请求"), max_length=10, choices=RequestKind)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=RequestState, default=RequestState.OPEN, editable=False
    )
    answer = models.CharField(_("答复"), max_length=300, blank=True, editable=False)
    answered_on = PastDay(_("答复日期"), null=True, blank=True, editable=False)

    lasting = True

    person_path = "person"
    own_data_fields = ("kind", "words", "state", "answer", "answered_on")

    class Meta:
        verbose_name = _("本人的请求")
        verbose_name_plural = _("本人的请求")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(state=RequestState.OPEN),
                name="one_open_request_per_kind",
                violation_error_message=_("同样的请求正在办理，不必重复提出。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_kind_display()}"
