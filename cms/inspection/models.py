"""What is amiss with the site, and since when."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.inspection.enums import FindingKind, FindingState

_DAYS = [MinValueValidator(1), MaxValueValidator(1000)]
ARROW = "→"


def are_corrections(words: str) -> None:
    for number, line in enumerate(words.splitlines(), start=1):
        wrong, arrow, _right = line.partition(ARROW)
        if line.strip() and (not arrow or not wrong.strip()):
            raise ValidationError(_("第 %(line)s 行请写成“错的→对的”。"), params={"line": number})


@register_setting(icon="view")
class InspectionSetting(BaseGenericSetting):
    """The limits of the national inspection of government sites, and what the office looks for besides."""

    home_days = models.PositiveSmallIntegerField(_("首页几天没有更新算过期"), default=14, validators=_DAYS)
    news_days = models.PositiveSmallIntegerField(_("动态类栏目"), default=14, validators=_DAYS)
    case_days = models.PositiveSmallIntegerField(_("以案释法栏目"), default=90, validators=_DAYS)
    notice_days = models.PositiveSmallIntegerField(_("公告类栏目"), default=180, validators=_DAYS)
    wrong_words = models.TextField(
        _("错的说法"),
        max_length=4000,
        blank=True,
        validators=[are_corrections],
        help_text=_("一行一个，如“普法依法治理办公室→普法办”。公开的文字里有箭头左边的，就列出来。"),
    )
    visits_others = models.BooleanField(
        _("检查外站链接"),
        default=False,
        help_text=_("打开后，每夜从本机访问页面上的外站网址，每站一秒一次，只看打不打得开。"),
    )

    panels = [
        FieldPanel("home_days"),
        MultiFieldPanel(
            [FieldPanel("news_days"), FieldPanel("case_days"), FieldPanel("notice_days")],
            heading=_("栏目几天没有更新算过期"),
        ),
        FieldPanel("wrong_words"),
        FieldPanel("visits_others"),
    ]

    class Meta:
        verbose_name = _("自查设置")

    @property
    def corrections(self) -> dict[str, str]:
        """The wrong word → the right one, "" where none is given."""
        lines = (line.partition(ARROW) for line in self.wrong_words.splitlines() if line.strip())
        return {wrong.strip(): right.strip() for wrong, _arrow, right in lines}


class Finding(models.Model):
    """One thing to be mended, known again by its kind and key as long as it lasts."""

    # It names whatever record it is about; nobody asks who names it.
    wagtail_reference_index_ignore = True

    kind = models.CharField(_("问题"), max_length=14, choices=FindingKind)
    key = models.CharField(_("标识"), max_length=300, editable=False)
    subject = models.CharField(_("在哪里"), max_length=200)
    told = models.CharField(_("情况"), max_length=400)
    link = models.CharField(_("去改"), max_length=500, blank=True)
    responsible = models.CharField(_("由谁改"), max_length=80)
    since = models.DateField(_("从哪天起"), editable=False)
    ended_on = models.DateField(_("改好日期"), null=True, blank=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=FindingState, default=FindingState.OPEN, editable=False
    )
    reason = models.CharField(_("为什么不必改"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("自查问题")
        verbose_name_plural = _("自查问题")
        ordering = ["state", "kind", "since", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=models.Q(ended_on=None), name="one_standing_finding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.subject}"
