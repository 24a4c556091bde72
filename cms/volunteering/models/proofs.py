"""志愿服务记录证明: on the volunteer's request, truthful to the hour, numbered, checkable."""

from decimal import Decimal

from django.contrib.admin import display
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay, PlannedDay, can_be_a_year
from cms.core.protected import ProtectedTextField
from cms.people.models import Appointment, ServiceRecord
from cms.people.models.certificates import new_check_code
from cms.volunteering.enums import ProofState

MOST = 1_000_000


def verified_between(person, first, last):
    """The verified service of a person from one day to another: each a value, or a reference to a column."""
    return ServiceRecord.objects.verified().filter(
        appointment__person=person, date__gte=first, date__lte=last
    )


class ServiceProof(TimeStampedModel):
    """What a volunteer gave between two days. Hours are counted when it is given, and counted again at each
    check: one whose records were corrected since says so.
    """

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("志愿者"), on_delete=models.PROTECT, related_name="service_proofs"
    )
    starts_on = PastDay(_("从哪一天"))
    ends_on = PastDay(_("到哪一天"))
    state = models.CharField(
        _("状态"), max_length=12, choices=ProofState, default=ProofState.REQUESTED, editable=False
    )
    requested_on = PastDay(_("申请日期"), editable=False)
    notice_until = PlannedDay(_("内部公示最后一天"), null=True, blank=True, editable=False)
    half_hours = models.PositiveIntegerField(
        _("半小时数"), default=0, editable=False, validators=[MaxValueValidator(MOST)]
    )
    times = models.PositiveIntegerField(
        _("服务次数"), default=0, editable=False, validators=[MaxValueValidator(MOST)]
    )
    year = models.PositiveSmallIntegerField(
        _("年份"), null=True, blank=True, editable=False, validators=[can_be_a_year]
    )
    sequence = models.PositiveIntegerField(
        _("顺序号"), null=True, blank=True, editable=False, validators=[MaxValueValidator(99_999_999)]
    )
    number = models.CharField(_("证明编号"), max_length=60, blank=True, editable=False)
    check_code = ProtectedTextField(_("查验码"), default=new_check_code, editable=False)
    issued_on = PastDay(_("出具日期"), null=True, blank=True, editable=False)
    answer = models.CharField(_("不予出具或撤销的原因"), max_length=300, blank=True, editable=False)

    lasting = True

    person_path = "appointment__person"
    own_data_fields = (
        "appointment", "starts_on", "ends_on", "state", "requested_on", "notice_until", "hours", "times",
        "number", "issued_on", "answer",
    )  # fmt: skip

    class Meta:
        verbose_name = _("志愿服务记录证明")
        verbose_name_plural = _("志愿服务记录证明")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="proof_ends_after_it_starts",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.UniqueConstraint(fields=["year", "sequence"], name="no_proof_number_twice"),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_proof_per_number"),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(state=ProofState.REQUESTED),
                name="one_proof_asked_for",
                violation_error_message=_("已有一份证明在办理，不必重复申请。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.appointment.person}：{self._meta.verbose_name}"

    @property
    @display(description=_("小时"))
    def hours(self) -> Decimal:
        return Decimal(self.half_hours) / 2

    def records(self):
        """The verified service that it speaks of, as it stands now, the oldest first."""
        found = verified_between(self.appointment.person_id, self.starts_on, self.ends_on)
        return found.order_by("date", "start")

    def is_true_still(self) -> bool:
        """Whether the records make the hours that were certified."""
        return self.records().hours() == self.hours and self.records().count() == self.times
