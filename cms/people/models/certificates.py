"""Certificates: numbered by a scheme that is data, valid until withdrawn or run out."""

import hmac
import secrets
from datetime import date
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.follow_up import ALPHABET
from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay, PlannedDay, can_be_a_year
from cms.core.protected import ProtectedTextField
from cms.core.seats import typed_code
from cms.people.enums import ENDED, AppointmentState, CertificateStanding
from cms.people.models.appointments import Appointment
from cms.people.models.issuing import IssueBatch
from cms.people.models.nominations import NOMINATED_ROLES

# Of the code beside the number: nobody finds a certificate by counting upwards.
CHECK_LENGTH = 10


def new_check_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CHECK_LENGTH))


class CertificateScheme(TimeStampedModel):
    """How the certificates of a role are numbered and how long they hold. No rule of the state says so."""

    role = models.CharField(_("角色"), max_length=12, choices=NOMINATED_ROLES, unique=True)
    prefix = models.CharField(_("编号前缀"), max_length=20, help_text=_("例：青普明。后面是年份和顺序号。"))
    digits = models.PositiveSmallIntegerField(
        _("顺序号位数"), default=5, validators=[MinValueValidator(3), MaxValueValidator(8)]
    )
    validity_years = models.PositiveSmallIntegerField(
        _("有效年数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("不填就长期有效，直到撤销。"),
    )
    issuer = models.CharField(_("发证单位"), max_length=60)
    seal = models.ForeignKey(
        "media.LibraryImage",
        verbose_name=_("印章图片"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("印在发证单位上，最好是透明底的 PNG；不选就不印。"),
    )

    class Meta:
        verbose_name = _("证书编号规则")
        verbose_name_plural = _("证书编号规则")
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefix"],
                name="one_scheme_per_prefix",
                violation_error_message=_("这个前缀已用于另一种证书，编号会重复，请换一个。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}证书"

    def number_of(self, year: int, sequence: int) -> str:
        return f"{self.prefix}〔{year}〕{sequence:0{self.digits}d}号"

    def valid_until(self, issued_on: date) -> date | None:
        """The day before its anniversary; None where it holds for good."""
        if self.validity_years is None:
            return None
        # Of a 29 February the anniversary is 1 March, so that day is the 28th.
        first_after = (issued_on.year + self.validity_years, issued_on.month, issued_on.day)
        try:
            return date.fromordinal(date(*first_after).toordinal() - 1)
        except ValueError:
            return date(first_after[0], 2, 28)


class CertificateQuerySet(models.QuerySet):
    def valid(self, on: date) -> Self:
        """Those of which the public check says so."""
        still = Q(valid_until=None) | Q(valid_until__gte=on)
        return self.filter(still, withdrawn_on=None, appointment__state=AppointmentState.ACTIVE)


class Certificate(TimeStampedModel):
    """One certificate of an appointment. It is never deleted, so its number is never given again."""

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("任用"), on_delete=models.PROTECT, related_name="certificates"
    )
    scheme = models.ForeignKey(
        CertificateScheme, verbose_name=_("编号规则"), on_delete=models.PROTECT, related_name="certificates"
    )
    batch = models.ForeignKey(
        IssueBatch,
        verbose_name=_("批量发证"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    year = models.PositiveSmallIntegerField(_("年份"), validators=[can_be_a_year])
    sequence = models.PositiveIntegerField(_("顺序号"), validators=[MaxValueValidator(99_999_999)])
    number = models.CharField(_("证书编号"), max_length=60, unique=True)
    check_code = ProtectedTextField(_("查验码"), default=new_check_code)
    issued_on = PastDay(_("发证日期"))
    valid_until = PlannedDay(_("有效期至"), null=True, blank=True)
    withdrawn_on = PastDay(_("撤销日期"), null=True, blank=True)
    withdrawn_why = models.CharField(_("撤销原因"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    lasting = True

    person_path = "appointment__person"
    own_data_fields = ("appointment", "number", "issued_on", "valid_until", "withdrawn_on", "withdrawn_why")

    class Meta:
        verbose_name = _("证书")
        verbose_name_plural = _("证书")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "year", "sequence"], name="no_certificate_number_twice"
            ),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(withdrawn_on=None),
                name="one_standing_certificate",
                violation_error_message=_("已有证书。要换发，请在证书里办理“换发”。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=models.F("issued_on")),
                name="certificate_withdrawn_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_opened_by(self, code: str) -> bool:
        """Whether this is the code that is printed beside the number, however it was typed."""
        return hmac.compare_digest(self.check_code.encode(), typed_code(code).encode())

    def standing(self, on: date) -> CertificateStanding:
        """As the public check tells it; an appointment that has ended takes its certificate along."""
        if self.withdrawn_on or self.appointment.state in ENDED:
            return CertificateStanding.WITHDRAWN
        has_run_out = self.valid_until is not None and self.valid_until < on
        if has_run_out or self.appointment.state != AppointmentState.ACTIVE:
            return CertificateStanding.INVALID
        return CertificateStanding.VALID
