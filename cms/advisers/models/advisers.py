"""Who advises, and what they agreed to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PastDay
from search.chinese.dates import chinese_date


class AdviserQuerySet(models.QuerySet):
    def listed(self):
        """Those who agreed to be shown and have not taken it back."""
        return self.told_listed().filter(is_listed=True)

    def told_listed(self):
        """Each with `is_listed`, whether a consent stands."""
        standing = ListingConsent.objects.standing().filter(adviser=models.OuterRef("pk"))
        return self.annotate(is_listed=models.Exists(standing))


class Adviser(PublicTexts, TimeStampedModel):
    """A lawyer. Of a mobile or an identity number nothing is kept here."""

    name = models.CharField(_("姓名"), max_length=40)
    firm = models.CharField(_("执业机构"), max_length=80, help_text=_("律师事务所或者法律服务所的全称。"))
    office_phone = models.CharField(_("办公电话"), max_length=30, blank=True, help_text=_("不要填手机号。"))
    hours = models.CharField(
        _("值班时间"), max_length=120, blank=True, help_text=_("如：每月第二个周六 9:00-11:00，居委会二楼。")
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="adviser",
        help_text=_("有账号的法律顾问，可以在工作台自己记服务、排值班。"),
    )

    objects = AdviserQuerySet.as_manager()

    public_texts = ("name", "firm", "office_phone", "hours")

    class Meta:
        verbose_name = _("居村法律顾问")
        verbose_name_plural = _("居村法律顾问")
        ordering = ["firm", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "firm"],
                name="adviser_once_in_a_firm",
                violation_error_message=_("这家机构已登记了同名的法律顾问。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.firm}）"


class ListingConsentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on=None)


class ListingConsent(TimeStampedModel):
    """That an adviser agreed to be shown, in which words; withdrawal ends it at once."""

    adviser = models.ForeignKey(
        Adviser, verbose_name=_("法律顾问"), on_delete=models.PROTECT, related_name="consents"
    )
    text_version = models.CharField(_("同意书版本"), max_length=30)
    given_on = PastDay(_("同意日期"))
    withdrawn_on = PastDay(_("撤回日期"), null=True, blank=True)

    objects = ListingConsentQuerySet.as_manager()
    lasting = True

    class Meta:
        verbose_name = _("法律顾问公开同意")
        verbose_name_plural = _("法律顾问公开同意")
        ordering = ["adviser", "-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adviser"],
                condition=models.Q(withdrawn_on=None),
                name="one_standing_listing_consent",
                violation_error_message=_("此人的同意仍然有效，不必重复登记。"),
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gte=models.F("given_on")),
                name="listing_withdrawn_after_given",
                violation_error_message=_("撤回日期不能早于同意日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.adviser}：{chinese_date(self.given_on)}"
