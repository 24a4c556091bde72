"""Titles and what became of them. Nothing of this is ever deleted: it is the history."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PastDay, PlannedDay
from cms.honours.enums import RECHECKS, Level, TitleState
from cms.honours.models.applications import Application
from cms.places.enums import PlaceKind

# A title is looked at again so long after it was given, and after each time it was kept.
RECHECKED_AFTER = relativedelta(years=2)


class TitleQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(state=TitleState.STANDING)


class Title(PublicTexts, TimeStampedModel):
    """What a 居村 was named: level, batch and date. `due_on` is the first day of its next re-check.

    One of the time before the platform has no application.
    """

    application = models.OneToOneField(
        Application,
        verbose_name=_("申报"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="title",
    )
    community = models.ForeignKey(
        "places.Place", verbose_name=_("居村"), on_delete=models.PROTECT, related_name="titles"
    )
    level = models.CharField(_("级别"), max_length=10, choices=Level)
    batch = models.CharField(_("批次"), max_length=20)
    number = models.CharField(_("命名文号"), max_length=60, blank=True)
    conferred_on = PastDay(_("命名日期"))
    due_on = PlannedDay(_("复核日期"), editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=TitleState, default=TitleState.STANDING, editable=False
    )

    objects = TitleQuerySet.as_manager()
    lasting = True
    public_texts = ("batch", "number")

    class Meta:
        verbose_name = _("示范称号")
        verbose_name_plural = _("示范称号")
        ordering = ["community__parent__code", "community__code", "-conferred_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "level"],
                condition=Q(state=TitleState.STANDING),
                name="one_standing_title_of_a_level",
                violation_error_message=_("这个居村已有这一级别的称号。"),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=models.F("conferred_on")), name="title_is_rechecked_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community.name}：{self.name}"

    def clean(self):
        super().clean()
        if self.community_id and not self.community.is_community:
            raise ValidationError({"community": _("称号以居村为单位，请选择居村。")})

    @property
    @display(description=_("称号"))
    def name(self) -> str:
        """As it is called: a 社区 in town, a 村 in the country."""
        what = "村" if self.community.kind == PlaceKind.VILLAGE else "社区"
        return f"{self.get_level_display()}民主法治示范{what}"


class Recheck(models.Model):
    """That a title was looked at again, how it ended and why. Never changed."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    title = models.ForeignKey(
        Title, verbose_name=_("称号"), on_delete=models.PROTECT, related_name="rechecks"
    )
    verb = models.CharField(
        _("结论"), max_length=10, choices=[(verb, move.label) for verb, move in RECHECKS.items()]
    )
    done_on = PastDay(_("复核日期"))
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    actor_name = models.CharField(_("经办人姓名"), max_length=150)

    lasting = True

    class Meta:
        verbose_name = _("称号复核")
        verbose_name_plural = _("称号复核")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.title}：{self.get_verb_display()}"
