"""The yearly report (履职报告), unchanged once signed; and what is asked when a law has changed."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.errors import RuleBroken
from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import can_be_a_year
from cms.reports.enums import ReportState, Verdict

SIGNED = _("报告已签发，不再改动。")


class Report(PublicTexts, TimeStampedModel):
    """The report of one agency on one year; without an agency, that of the district."""

    year = models.PositiveSmallIntegerField(_("年度"), validators=[can_be_a_year])
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        help_text=_("留空为全区的报告。"),
    )
    title = models.CharField(_("标题"), max_length=120, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False
    )
    signer = models.CharField(_("签发人"), max_length=40, blank=True, editable=False)
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True, editable=False)
    # Of the paper as it was signed: what is printed later must come to the same.
    checksum = models.CharField(_("校验值"), max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True, editable=False)

    lasting = True
    # A signed report is offered by the page of its year and unit; nobody searches for it by words.
    search_kind = ""
    public_texts = ("title", "signer")

    class Meta:
        verbose_name = _("履职报告")
        verbose_name_plural = _("履职报告")
        ordering = ["-year", "agency__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "agency"],
                name="one_report_per_agency_and_year",
                violation_error_message=_("这一年的报告已经有了。"),
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(agency=None), name="one_report_of_the_district_per_year"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT) | (~Q(signer="") & Q(signed_at__isnull=False)),
                name="signed_report_names_its_signer",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:report", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == ReportState.DRAFT

    @property
    def whose(self) -> str:
        return self.agency.name if self.agency else str(_("全区"))


class Section(PublicTexts, models.Model):
    """A heading of the report with what is said under it; a paragraph a line."""

    report = models.ForeignKey(
        Report, verbose_name=_("报告"), on_delete=models.CASCADE, related_name="sections"
    )
    position = models.PositiveSmallIntegerField(_("次序"), editable=False)
    heading = models.CharField(_("标题"), max_length=60)
    text = models.TextField(_("正文"), max_length=20_000, blank=True)

    public_texts = ("heading", "text")

    class Meta:
        verbose_name = _("报告章节")
        verbose_name_plural = _("报告章节")
        ordering = ["report", "position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="one_section_per_place")]

    def __str__(self) -> str:
        return self.heading

    def save(self, *args, **kwargs):
        self._refuse_if_signed()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_if_signed()
        return super().delete(*args, **kwargs)

    def _refuse_if_signed(self) -> None:
        # Asked of the database: it may have been signed since it was read.
        if Report.objects.filter(pk=self.report_id).exclude(state=ReportState.DRAFT).exists():
            raise RuleBroken(SIGNED)


class LawImpact(models.Model):
    """A record whose words rest on a law that was revised or repealed, and what the office decided of it.

    One decision for each change of the law: what is decided does not come back until it changes again.
    """

    # It names whatever record it is about; nobody asks who names it.
    wagtail_reference_index_ignore = True

    law = models.ForeignKey(
        "statutes.Law", verbose_name=_("法规"), on_delete=models.CASCADE, related_name="impacts"
    )
    changed_on = models.DateField(_("变化日期"), editable=False)
    change = models.CharField(_("变化"), max_length=120)
    kind = models.CharField(_("种类"), max_length=20)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()
    # What it was called when the law changed: it may be gone since.
    title = models.CharField(_("内容"), max_length=200)
    verdict = models.CharField(
        _("核对结果"), max_length=10, choices=Verdict, default=Verdict.WAITING, editable=False
    )
    reason = models.CharField(_("说明"), max_length=300, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核对人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("核对时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("法规变化影响")
        verbose_name_plural = _("法规变化影响")
        ordering = ["-changed_on", "law", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["law", "changed_on", "content_type", "object_id"], name="one_decision_per_change"
            )
        ]

    def __str__(self) -> str:
        return self.title


class HostedTraining(TimeStampedModel):
    """A training that its host counts among its activities: one record for one session.

    `counted` is how many attended when the figure of the activity was last brought in line.
    """

    session = models.OneToOneField(
        "training.TrainingSession",
        verbose_name=_("培训班次"),
        on_delete=models.PROTECT,
        related_name="hosted",
    )
    activity = models.OneToOneField(
        "duties.ActivityRecord",
        verbose_name=_("活动记录"),
        on_delete=models.CASCADE,
        related_name="hosted",
    )
    counted = models.PositiveIntegerField(_("签到人数"), default=0, editable=False)

    class Meta:
        verbose_name = _("培训计入的活动")
        verbose_name_plural = _("培训计入的活动")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.session}"
