from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay
from cms.core.protected import ProtectedTextField, fingerprint, mask_phone
from cms.people.enums import ENDED, AppointmentRole, AppointmentState
from cms.people.models.persons import Person


class AppointmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=AppointmentState.ACTIVE)

    def literate(self):
        return self.filter(role=AppointmentRole.LITERATE)

    def volunteers(self):
        return self.filter(role=AppointmentRole.VOLUNTEER)


class Appointment(TimeStampedModel):
    """A role of a person in a community, with its training, certificate and state.

    A volunteer who serves a whole 街镇 is appointed there; every other role belongs to a 居村.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="appointments"
    )
    role = models.CharField(_("角色"), max_length=12, choices=AppointmentRole)
    community = models.ForeignKey(
        "places.Place", verbose_name=_("居村"), on_delete=models.PROTECT, related_name="appointments"
    )
    state = models.CharField(
        _("状态"), max_length=12, choices=AppointmentState, default=AppointmentState.NOMINATED
    )
    category = models.CharField(_("人员类别"), max_length=30, blank=True)
    nominated_by = models.CharField(_("推荐方式"), max_length=30, blank=True)
    training = models.CharField(_("培训情况"), max_length=200, blank=True)
    score = models.DecimalField(
        _("考核成绩"), max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )  # fmt: skip
    certificate_number = models.CharField(_("证书编号"), max_length=60, blank=True)
    certified_on = PastDay(_("发证日期"), null=True, blank=True)
    volunteer_number = models.CharField(_("志愿者编号"), max_length=40, blank=True)
    team = models.CharField(_("服务队伍"), max_length=60, blank=True)
    speciality = models.CharField(_("服务专长"), max_length=200, blank=True)
    registered_on = PastDay(_("注册日期"), null=True, blank=True)
    # The number given with this role, where it is not the one the person goes by.
    phone = ProtectedTextField(_("登记手机号"), blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    derived_fields = ("phone_fingerprint",)
    lasting = True

    objects = AppointmentQuerySet.as_manager()

    person_path = "person"
    own_data_fields = (
        "role", "community", "state", "category", "nominated_by", "training", "score", "certificate_number",
        "certified_on", "volunteer_number", "team", "speciality", "registered_on", "phone", "remark",
    )  # fmt: skip

    class Meta:
        verbose_name = _("任用")
        verbose_name_plural = _("任用")
        ordering = ["community", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "community"],
                name="one_appointment_per_role_and_community",
                violation_error_message=_("此人在这个居村已有同一角色的任用，不必重复提名。"),
            ),
            models.UniqueConstraint(
                fields=["certificate_number"],
                condition=~models.Q(certificate_number=""),
                name="one_appointment_per_certificate",
                violation_error_code="unique",
                violation_error_message=_("这个证书编号已经用过，请换一个。"),
            ),
            models.UniqueConstraint(
                fields=["volunteer_number"],
                condition=~models.Q(volunteer_number=""),
                name="one_volunteer_per_number",
                violation_error_code="unique",
                violation_error_message=_("这个志愿者编号已经用过，请换一个。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(role=AppointmentRole.VOLUNTEER) & ~models.Q(state__in=ENDED),
                name="one_standing_volunteer_registration",
                violation_error_message=_("此人已登记为志愿者，不必重复登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(volunteer_number="") | models.Q(role=AppointmentRole.VOLUNTEER),
                name="volunteer_number_is_a_volunteers",
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__gte=0, score__lte=100),
                name="appointment_score_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_role_display()}"

    def clean(self):
        super().clean()
        place = self.community if self.community_id else None
        if place and not place.is_community and not (self._is_volunteer and place.subdistrict == place):
            raise ValidationError({"community": _("任用以居村为单位；只有普法志愿者可登记在街镇。")})

    def set_numbers(self) -> None:
        """Bring the fingerprint in line with the number. Bulk writers call it, `save` does."""
        self.phone_fingerprint = fingerprint(self.phone, "phone")

    def save(self, *args, **kwargs):
        self.set_numbers()
        super().save(*args, **kwargs)

    @property
    @display(description=_("手机号"))
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def _is_volunteer(self) -> bool:
        return self.role == AppointmentRole.VOLUNTEER
