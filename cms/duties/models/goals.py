"""The year's goals (年度目标): who does what by when (路线图、时间表、责任分工)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PastDay, PlannedDay, can_be_a_year


class Goal(PublicTexts, TimeStampedModel):
    """One goal of a year, with the unit that leads and those that help."""

    year = models.PositiveSmallIntegerField(_("年度"), validators=[can_be_a_year])
    position = models.PositiveSmallIntegerField(_("次序"), default=1, validators=[MaxValueValidator(999)])
    content = models.CharField(_("目标"), max_length=200)
    measures = models.TextField(_("主要措施"), max_length=1000, blank=True)
    expected_result = models.CharField(_("预期成果"), max_length=200, blank=True)
    lead = models.ForeignKey(
        "agencies.Agency", verbose_name=_("牵头单位"), on_delete=models.PROTECT, related_name="goals_led"
    )
    cooperating = models.ManyToManyField(
        "agencies.Agency", verbose_name=_("配合单位"), blank=True, related_name="+"
    )

    lasting = True
    public_texts = ("content", "measures", "expected_result")

    class Meta:
        verbose_name = _("年度目标")
        verbose_name_plural = _("年度目标")
        ordering = ["-year", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.year}年：{self.content}"


class Milestone(PublicTexts, models.Model):
    """A step of a goal with its day. Whether it is late is computed, never stored."""

    goal = models.ForeignKey(
        Goal, verbose_name=_("年度目标"), on_delete=models.CASCADE, related_name="milestones"
    )
    content = models.CharField(_("节点"), max_length=200)
    due_on = PlannedDay(_("完成时限"))
    reached_on = PastDay(_("完成日期"), null=True, blank=True, editable=False)
    remark = models.CharField(_("完成情况"), max_length=300, blank=True, editable=False)

    public_texts = ("content", "remark")

    class Meta:
        verbose_name = _("目标节点")
        verbose_name_plural = _("目标节点")
        ordering = ["goal", "due_on", "pk"]

    def __str__(self) -> str:
        return self.content

    def told(self, on) -> str:
        """Where it stands on a day."""
        if self.reached_on:
            return str(_("已完成"))
        return str(_("已逾期") if on > self.due_on else _("进行中"))
