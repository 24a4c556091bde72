"""Somebody puts themselves forward from outside; nobody is in the roster before the 居村 has looked."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import month_has_come
from cms.core.protected import ProtectedTextField, fingerprint, mask_phone
from cms.people.enums import GENDERS, ConsentPurpose, SelfNominationState
from cms.people.models.nominations import NOMINATED_ROLES, Nomination
from cms.people.models.persons import Person


class SelfNomination(TimeStampedModel):
    """What was filled in on the public form. The follow-up number is known to its holder alone.

    `person` is who it was, where a member sent it, or once the 居村 has taken it up.
    """

    person = models.ForeignKey(
        Person,
        verbose_name=_("人员"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="self_nominations",
    )
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    gender = models.CharField(_("性别"), max_length=2, blank=True, choices=GENDERS)
    birth = models.CharField(_("出生年月"), max_length=7, blank=True, validators=[month_has_come])
    phone = ProtectedTextField(_("手机号"), blank=True)
    phone_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    role = models.CharField(_("角色"), max_length=12, choices=NOMINATED_ROLES)
    community = models.ForeignKey(
        "places.Place", verbose_name=_("居村"), on_delete=models.PROTECT, related_name="self_nominations"
    )
    category = models.CharField(_("人员类别"), max_length=30, blank=True)
    words = models.CharField(_("自我介绍"), max_length=300, blank=True)
    guardian_name = models.CharField(_("监护人姓名"), max_length=60, blank=True)
    guardian_phone = ProtectedTextField(_("监护人电话"), blank=True)
    purposes = models.JSONField(_("同意的用途"), default=list)
    text_version = models.CharField(_("同意书版本"), max_length=30)
    state = models.CharField(
        _("状态"), max_length=12, choices=SelfNominationState, default=SelfNominationState.RECEIVED
    )
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    code_fingerprint = models.CharField(max_length=64, editable=False, unique=True)
    nomination = models.OneToOneField(
        Nomination,
        verbose_name=_("推荐"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="self_nomination",
    )

    lasting = True
    derived_fields = ("phone_fingerprint",)

    person_path = "person"
    own_data_fields = (
        "name", "gender", "birth", "phone", "role", "community", "category", "words", "guardian_name",
        "guardian_phone", "purposes_in_words", "text_version", "state", "answer",
    )  # fmt: skip

    class Meta:
        verbose_name = _("自荐")
        verbose_name_plural = _("自荐")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["phone_fingerprint", "role", "community"],
                condition=models.Q(state=SelfNominationState.RECEIVED),
                name="one_waiting_self_nomination",
                violation_error_message=_("这个手机号的自荐已经收到，正在等居村核实，不必重复提交。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or _('（已撤回）')}：{self.get_role_display()}"

    def clean(self):
        super().clean()
        if self.community_id and not self.community.is_community:
            raise ValidationError({"community": _("推荐以居村为单位，请选择居村。")})
        if set(self.purposes) - set(ConsentPurpose.values):
            raise ValidationError({"purposes": _("请从列出的用途里选择。")})
        self.phone_fingerprint = fingerprint(self.phone, "phone")

    @property
    @display(description=_("手机号"))
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    @property
    @display(description=_("同意的用途"))
    def purposes_in_words(self) -> str:
        return "、".join(str(ConsentPurpose(each).label) for each in self.purposes)
