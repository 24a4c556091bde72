"""Who scores besides the office: assessors by a link of their own, the public by one ballot each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.reviews.models.rounds import Participant, Round
from cms.reviews.models.schemes import score_field


class Assessor(TimeStampedModel):
    """One of the panel (评议团). Scores by a link that ends with the scoring; a new link ends the old one."""

    round = models.ForeignKey(
        Round, verbose_name=_("评议"), on_delete=models.CASCADE, related_name="assessors"
    )
    name = models.CharField(_("姓名"), max_length=40)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("所在单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("评委不评自己的单位；不属于任何单位的留空。"),
    )
    link_number = models.PositiveSmallIntegerField(default=1, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("评委")
        verbose_name_plural = _("评委")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="one_assessor_per_name",
                violation_error_message=_("这一轮已有同名的评委，请在姓名后加以区分。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PanelScore(TimeStampedModel):
    """What one assessor gave one participant, 0 to 100."""

    assessor = models.ForeignKey(
        Assessor, verbose_name=_("评委"), on_delete=models.CASCADE, related_name="scores"
    )
    participant = models.ForeignKey(
        Participant, verbose_name=_("参评单位"), on_delete=models.CASCADE, related_name="panel_scores"
    )
    score = score_field(_("分数"), null=False, blank=False)

    lasting = True

    class Meta:
        verbose_name = _("评委打分")
        verbose_name_plural = _("评委打分")
        ordering = ["assessor", "participant"]
        constraints = [
            models.UniqueConstraint(fields=["assessor", "participant"], name="one_score_per_assessor")
        ]

    def __str__(self) -> str:
        return f"{self.assessor}：{self.participant.agency}"


class Ballot(models.Model):
    """That somebody has voted in a round, not what. `mark` tells visitors apart, and nothing else."""

    round = models.ForeignKey(Round, verbose_name=_("评议"), on_delete=models.CASCADE, related_name="ballots")
    mark = models.CharField(max_length=64)
    cast_on = models.DateField(_("日期"), auto_now_add=True)

    lasting = True

    class Meta:
        verbose_name = _("选票")
        verbose_name_plural = _("选票")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "mark"], name="one_ballot_per_visitor")]

    def __str__(self) -> str:
        return f"{self.round}：第{self.pk}票"
