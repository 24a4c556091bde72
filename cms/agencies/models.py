from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.agencies.enums import AgencyKind
from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts


class Agency(PublicTexts, TimeStampedModel):
    """A body that owes legal education (普法责任单位)."""

    code = models.CharField(_("机构编码"), max_length=20, unique=True)
    name = models.CharField(_("单位全称"), max_length=60, unique=True)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    kind = models.CharField(_("单位类型"), max_length=20, choices=AgencyKind)
    contact_office = models.CharField(_("联系科室"), max_length=40, blank=True)
    office_phone = models.CharField(
        _("办公电话"), max_length=30, blank=True, help_text=_("只填办公电话，不填手机号。")
    )
    place = models.ForeignKey(
        "places.Place",
        verbose_name=_("所辖街镇"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agencies",
        help_text=_("街道办事处、镇人民政府填写。"),
    )
    is_active = models.BooleanField(
        _("现行单位"), default=True, help_text=_("撤并的单位取消勾选，历史记录保留。")
    )

    public_texts = ("code", "name", "short_name", "contact_office", "office_phone")

    class Meta:
        verbose_name = _("责任单位")
        verbose_name_plural = _("责任单位")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.short_name or self.name


class AgencyName(PublicTexts, models.Model):
    """Another name under which office files mention an agency; one name means one agency."""

    agency = models.ForeignKey(Agency, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("其他常用名"), max_length=60, unique=True)

    public_texts = ("name",)

    class Meta:
        verbose_name = _("其他常用名")
        verbose_name_plural = _("其他常用名")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class AgencyMember(TimeStampedModel):
    """An account that acts for an agency."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="memberships"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="members"
    )

    class Meta:
        verbose_name = _("单位联络员")
        verbose_name_plural = _("单位联络员")
        constraints = [models.UniqueConstraint(fields=["user", "agency"], name="one_membership_per_agency")]

    def __str__(self) -> str:
        return f"{self.agency}：{self.user}"
