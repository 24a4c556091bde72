from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.core.models import TimeStampedModel
from cms.core.protected import ProtectedTextField, fingerprint, mask_id, mask_phone
from cms.people.enums import AppointmentRole, AppointmentState, ConsentPurpose

BIRTH_MONTH = RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])$", _("请写成 1978-02 的样子。"))


@register_setting(icon="group")
class RosterSetting(BaseGenericSetting):
    """What the office decides about rosters."""

    minimum_per_community = models.PositiveSmallIntegerField(
        _("每个居村法律明白人不少于"),
        default=3,
        help_text=_("《乡村“法律明白人”培养工作规范（试行）》提出每村至少 3 名；可按本区要求调整。"),
    )
    keep_identity_numbers = models.BooleanField(
        _("保存身份证号"),
        default=False,
        help_text=_("默认不保存。开启后加密存放，只显示首尾几位，查看全号须写明理由并留痕。"),
    )

    panels = [FieldPanel("minimum_per_community"), FieldPanel("keep_identity_numbers")]

    class Meta:
        verbose_name = _("名册设置")


class Person(TimeStampedModel):
    """One human being, however many appointments. Numbers stand encrypted and are found by fingerprint."""

    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    gender = models.CharField(_("性别"), max_length=2, blank=True)
    birth = models.CharField(_("出生年月"), max_length=7, blank=True, validators=[BIRTH_MONTH])
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    political_status = models.CharField(_("政治面貌"), max_length=20, blank=True)
    education = models.CharField(_("文化程度"), max_length=20, blank=True)
    skills = models.CharField(_("特长"), max_length=200, blank=True)
    phone = ProtectedTextField(_("手机号"), blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    identity_number = ProtectedTextField(_("身份证号"), blank=True)
    identity_fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_fingerprint"],
                condition=~models.Q(identity_fingerprint=""),
                name="one_person_per_identity_number",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def set_numbers(self) -> None:
        """Bring the fingerprints in line with the numbers. Bulk writers call it, `save` does."""
        self.phone_fingerprint = fingerprint(self.phone, "phone")
        self.identity_fingerprint = fingerprint(self.identity_number, "identity")

    def save(self, *args, **kwargs):
        self.set_numbers()
        super().save(*args, **kwargs)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    def masked_identity_number(self) -> str:
        return mask_id(self.identity_number)


class AppointmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state=AppointmentState.ACTIVE)

    def literate(self):
        return self.filter(role=AppointmentRole.LITERATE)


class Appointment(TimeStampedModel):
    """A role of a person in a community, with its training, certificate and state."""

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
    certified_on = models.DateField(_("发证日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任用")
        verbose_name_plural = _("任用")
        ordering = ["community", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "community"], name="one_appointment_per_role_and_community"
            ),
            models.UniqueConstraint(
                fields=["certificate_number"],
                condition=~models.Q(certificate_number=""),
                name="one_appointment_per_certificate",
            ),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__gte=0, score__lte=100),
                name="appointment_score_0_to_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_role_display()}"


class Consent(TimeStampedModel):
    """What a person agreed to, in which words; withdrawal ends it at once."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="consents"
    )
    purpose = models.CharField(_("用途"), max_length=12, choices=ConsentPurpose)
    text_version = models.CharField(_("同意书版本"), max_length=30)
    given_on = models.DateField(_("同意日期"))
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        ordering = ["person", "purpose", "-given_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_on=None),
                name="one_standing_consent_per_purpose",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}：{self.get_purpose_display()}"
