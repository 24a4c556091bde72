"""Somebody wants to be a volunteer: what was filled in on the public form."""

from django.conf import settings
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay, month_has_come
from cms.core.protected import ProtectedTextField, fingerprint, mask_name, mask_phone
from cms.people.enums import GENDERS, ConsentPurpose
from cms.people.models import Appointment
from cms.places.models import Place
from cms.volunteering.enums import ApplicationState, Slot
from cms.volunteering.models.profiles import Skill, check_times


class Application(TimeStampedModel):
    """Waits for the office. The follow-up number is known to its holder alone."""

    name = models.CharField(_("姓名"), max_length=60, blank=True)
    gender = models.CharField(_("性别"), max_length=2, blank=True, choices=GENDERS)
    birth = models.CharField(_("出生年月"), max_length=7, blank=True, validators=[month_has_come])
    phone = ProtectedTextField(_("手机号"), blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    community = models.ForeignKey(
        Place,
        verbose_name=_("所在居村或街镇"),
        on_delete=models.PROTECT,
        related_name="volunteer_applications",
    )
    skills = models.ManyToManyField(Skill, verbose_name=_("特长"), blank=True, related_name="+")
    towns = models.ManyToManyField(Place, verbose_name=_("可服务的街镇"), blank=True, related_name="+")
    times = models.JSONField(_("可服务的时间"), default=list, blank=True)
    words = models.CharField(_("自我介绍"), max_length=300, blank=True)
    guardian_name = models.CharField(_("监护人姓名"), max_length=60, blank=True)
    guardian_phone = ProtectedTextField(_("监护人电话"), blank=True)
    purposes = models.JSONField(_("同意的用途"), default=list)
    text_version = models.CharField(_("同意书版本"), max_length=30)
    # Of whoever was signed in and said that the application is their own.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    state = models.CharField(
        _("状态"), max_length=12, choices=ApplicationState, default=ApplicationState.RECEIVED, editable=False
    )
    answer = models.CharField(_("答复"), max_length=300, blank=True, editable=False)
    decided_on = PastDay(_("办结日期"), null=True, blank=True, editable=False)
    code_fingerprint = models.CharField(max_length=64, editable=False, unique=True)
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("任用"), null=True, blank=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    lasting = True
    derived_fields = ("phone_fingerprint",)
    untold_fields = ("code_fingerprint",)

    person_path = "appointment__person"
    own_data_fields = (
        "name", "gender", "birth", "phone", "community", "skills", "towns", "times_in_words", "words",
        "guardian_name", "guardian_phone", "purposes_in_words", "text_version", "account_in_words", "state",
        "answer", "decided_on",
    )  # fmt: skip

    class Meta:
        verbose_name = _("志愿者报名")
        verbose_name_plural = _("志愿者报名")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["phone_fingerprint"],
                condition=models.Q(state=ApplicationState.RECEIVED),
                name="one_waiting_application",
                violation_error_message=_("这个手机号的报名已经收到，正在等审核，不必重复提交。"),
            ),
        ]

    def __str__(self) -> str:
        # What a record is called stands in the trail for good.
        return f"{mask_name(self.name) or _('（已清除）')}的报名"

    def clean(self):
        super().clean()
        check_times(self.times)
        if set(self.purposes) - set(ConsentPurpose.values):
            raise ValidationError({"purposes": _("请从列出的用途里选择。")})
        self.set_numbers()

    def set_numbers(self) -> None:
        """Bring the fingerprint in line with the number."""
        self.phone_fingerprint = fingerprint(self.phone, "phone")

    def save(self, *args, **kwargs):
        self.set_numbers()
        super().save(*args, **kwargs)

    @property
    @display(description=_("报名时登录的账号"))
    def account_in_words(self) -> str:
        """With the name to sign in by: how an account is shown, its holder says."""
        return f"{self.account}（{self.account.username}）" if self.account else ""

    @property
    @display(description=_("手机号"))
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    @display(description=_("监护人电话"))
    def masked_guardian_phone(self) -> str:
        return mask_phone(self.guardian_phone)

    @property
    @display(description=_("同意的用途"))
    def purposes_in_words(self) -> str:
        return "、".join(str(ConsentPurpose(each).label) for each in self.purposes)

    @property
    @display(description=_("可服务的时间"))
    def times_in_words(self) -> str:
        return "、".join(str(Slot(each).label) for each in self.times)
