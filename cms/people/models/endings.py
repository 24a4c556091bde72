"""That somebody's appointment shall rest or end: proposed with grounds, the person heard, then decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay
from cms.people.enums import ENDINGS, MOVES, EndingState
from cms.people.models.appointments import Appointment


class EndingProposal(TimeStampedModel):
    """By the 街镇. What the person says to it stands beside the grounds before the district decides."""

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("任用"), on_delete=models.PROTECT, related_name="ending_proposals"
    )
    verb = models.CharField(_("建议"), max_length=8, choices=[(verb, MOVES[verb].label) for verb in ENDINGS])
    grounds = models.CharField(_("理由和依据"), max_length=500)
    state = models.CharField(
        _("状态"), max_length=10, choices=EndingState, default=EndingState.PROPOSED, editable=False
    )
    statement = models.CharField(_("本人意见"), max_length=500, blank=True, editable=False)
    heard_on = PastDay(_("听取日期"), null=True, blank=True, editable=False)
    decision = models.CharField(_("决定"), max_length=500, blank=True, editable=False)
    decided_on = PastDay(_("决定日期"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    lasting = True

    person_path = "appointment__person"
    own_data_fields = (
        "appointment", "verb", "grounds", "state", "statement", "heard_on", "decision", "decided_on",
    )  # fmt: skip

    class Meta:
        verbose_name = _("退出建议")
        verbose_name_plural = _("退出建议")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(state__in=(EndingState.PROPOSED, EndingState.HEARD)),
                name="one_open_ending_proposal",
                violation_error_message=_("这项任用已有建议在办理，不必重复提出。"),
            ),
            models.CheckConstraint(
                condition=Q(state=EndingState.PROPOSED) | (~Q(statement="") & Q(heard_on__isnull=False)),
                name="nobody_is_decided_on_unheard",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment}：{self.get_verb_display()}"
