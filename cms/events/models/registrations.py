"""Who has registered for an occasion."""

import json

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.protected import ProtectedTextField, mask_name, mask_phone
from cms.core.seats import CODE_LENGTH, TurnsQuerySet, new_code
from cms.events.models.occasions import Event

# A family, not a coach party: who brings more asks the host.
MOST_SEATS = 6


def new_cancel_code() -> str:
    return new_code()


class RegistrationQuerySet(TurnsQuerySet):
    def arrived(self):
        return self.seated().exclude(arrived_at=None)


class Registration(models.Model):
    """Places at an event held by one telephone number, or a turn on its waiting list.

    Name and telephone stand encrypted; a code lets the person look it up, withdraw, and come in.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="registrations"
    )
    # Emptied when the place is given back.
    name = ProtectedTextField(_("姓名"), blank=True)
    phone = ProtectedTextField(_("手机号"), blank=True)
    # What was asked, with what was answered: [[question, answer], …] as JSON.
    answers = ProtectedTextField(_("答案"), blank=True, db_default="")
    phone_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    # Who was signed in, and may look at it and give it back without the code.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    seats = models.PositiveSmallIntegerField(
        _("人数"), default=1, db_default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    waits = models.BooleanField(_("候补"), default=False, db_default=False)
    # The text as it stood when the person agreed: consent is to words, not to a tick.
    consent_text = models.TextField(_("同意的告知内容"))
    cancel_code = models.CharField(_("报名码"), max_length=CODE_LENGTH, default=new_cancel_code)
    registered_at = models.DateTimeField(_("报名时间"), default=timezone.now)
    reminded_on = models.DateField(_("提醒日期"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("签到时间"), null=True, blank=True, editable=False)
    # That there was an answer, not which: see Feedback.
    has_told = models.BooleanField(_("已反馈"), default=False, db_default=False, editable=False)

    lasting = True

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名")
        verbose_name_plural = _("报名")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "phone_fingerprint"],
                condition=Q(cancelled_at=None) & ~Q(phone_fingerprint=""),
                name="one_registration_per_phone",
            ),
            models.UniqueConstraint(fields=["event", "cancel_code"], name="cancel_code_unique_per_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event}：第{self.pk}号报名"

    @property
    def turn(self) -> int:
        """Where it stands on the waiting list, the first at 1."""
        return self.event.registrations.turn_of(self)

    @property
    def answered(self) -> list[tuple[str, str]]:
        """Question and answer, of those that were answered."""
        return [(asked, answer) for asked, answer in json.loads(self.answers or "[]")]

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)
