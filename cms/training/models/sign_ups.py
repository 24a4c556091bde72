"""Who means to come."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.seats import CODE_LENGTH, TurnsQuerySet, new_code
from cms.training.models.sessions import TrainingSession


class SignUp(models.Model):
    """A seat of a person in a session, or a turn on its waiting list. By its code one is checked in."""

    session = models.ForeignKey(
        TrainingSession, verbose_name=_("培训班次"), on_delete=models.CASCADE, related_name="sign_ups"
    )
    person = models.ForeignKey(
        "people.Person", verbose_name=_("人员"), on_delete=models.PROTECT, related_name="sign_ups"
    )
    code = models.CharField(_("签到码"), max_length=CODE_LENGTH, default=new_code, editable=False)
    waits = models.BooleanField(_("候补"), default=False, editable=False)
    signed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("报名人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    registered_at = models.DateTimeField(_("报名时间"), default=timezone.now, editable=False)
    # Of which first day this person was reminded: a session that moves has another.
    reminded_of = models.DateField(_("已提醒的日期"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True, editable=False)

    lasting = True

    objects = TurnsQuerySet.as_manager()

    person_path = "person"
    own_data_fields = ("session", "waits", "registered_at", "reminded_of", "cancelled_at")

    class Meta:
        verbose_name = _("培训报名")
        verbose_name_plural = _("培训报名")
        ordering = ["registered_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(cancelled_at=None),
                name="one_sign_up_per_person",
                violation_error_message=_("此人已经报名。"),
            ),
            models.UniqueConstraint(fields=["session", "code"], name="one_sign_up_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.session}：{self.person}"

    @property
    def turn(self) -> int:
        """Where it stands on the waiting list, the first at 1."""
        return self.session.sign_ups.turn_of(self)
