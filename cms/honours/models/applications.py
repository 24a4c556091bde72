"""What a 居村 applies with: scores, words and papers, and every step that was taken with it."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.plausible import PastDay, PlannedDay
from cms.core.private_files import LONGEST_NAME, private_storage, untold_name
from cms.honours.enums import WAY, ApplicationState
from cms.honours.models.cycles import Cycle, Indicator, score_field


def evidence_path(instance: "Evidence", filename: str) -> str:
    return untold_name("honours", filename)


def count_field(label):
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[MaxValueValidator(10_000)])


class Application(TimeStampedModel):
    """A 居村 in a cycle. `recorded` is what the platform had on record of it when it was handed in."""

    cycle = models.ForeignKey(
        Cycle, verbose_name=_("批次"), on_delete=models.PROTECT, related_name="applications"
    )
    community = models.ForeignKey(
        "places.Place", verbose_name=_("居村"), on_delete=models.PROTECT, related_name="honour_applications"
    )
    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=ApplicationState,
        default=ApplicationState.DRAFT,
        editable=False,
        db_index=True,
    )
    statement = models.CharField(
        _("申报说明"),
        max_length=1000,
        blank=True,
        help_text=_("做了什么、有什么成效。不写个人的电话、身份证号。"),
    )
    recorded = models.JSONField(_("提交时的平台记录"), default=dict, blank=True, editable=False)
    recorded_on = models.DateField(_("提交日期"), null=True, blank=True, editable=False)
    notice_from = PlannedDay(_("公示开始"), null=True, blank=True, editable=False)
    notice_until = PlannedDay(_("公示最后一天"), null=True, blank=True, editable=False)

    lasting = True

    class Meta:
        verbose_name = _("示范创建申报")
        verbose_name_plural = _("示范创建申报")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "community"],
                condition=~Q(state__in=(ApplicationState.REFUSED, ApplicationState.WITHDRAWN)),
                name="one_application_in_a_cycle",
                violation_error_message=_("这个居村在这一批次已经申报，请在那一份里办理。"),
            ),
            models.CheckConstraint(
                condition=Q(notice_until=None) | Q(notice_until__gt=models.F("notice_from")),
                name="honour_notice_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.NOTICE) | Q(notice_until__isnull=False),
                name="honour_notice_has_its_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community.name}：{self.cycle}"

    def clean(self):
        super().clean()
        if self.community_id and not self.community.is_community:
            raise ValidationError({"community": _("申报以居村为单位，请选择居村。")})


class Entry(models.Model):
    """What the 居村 says of an indicator, and what the district found."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    application = models.ForeignKey(
        Application, verbose_name=_("申报"), on_delete=models.CASCADE, related_name="entries"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="+"
    )
    self_score = score_field(_("自评分"))
    count = count_field(_("次数"))
    hit = models.BooleanField(_("有此情形"), default=False)
    words = models.CharField(_("说明"), max_length=500, blank=True)
    office_score = score_field(_("核分"))
    office_count = count_field(_("核定次数"))
    office_hit = models.BooleanField(_("核定有此情形"), default=False)
    office_words = models.CharField(_("核分说明"), max_length=500, blank=True)

    lasting = True

    class Meta:
        verbose_name = _("指标得分")
        verbose_name_plural = _("指标得分")
        ordering = ["application", "indicator__position", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application", "indicator"], name="one_entry_of_an_indicator")
        ]

    def __str__(self) -> str:
        return f"{self.application.community.name}：{self.indicator}"

    def clean(self):
        super().clean()
        for name in ("self_score", "office_score"):
            value, most = getattr(self, name), self.indicator.max
            if value is not None and most is not None and value > most:
                raise ValidationError(
                    _("%(key)s 至多 %(most)s 分。") % {"key": self.indicator.key, "most": most}
                )


class Evidence(models.Model):
    """A paper, or a picture written anew on arrival."""

    application = models.ForeignKey(
        Application, verbose_name=_("申报"), on_delete=models.CASCADE, related_name="evidence"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(_("文件"), storage=private_storage, upload_to=evidence_path, max_length=120)
    # As the 居村 called it.
    name = models.CharField(_("文件名"), max_length=LONGEST_NAME, editable=False)
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    lasting = True
    untold_fields = ("name",)

    class Meta:
        verbose_name = _("申报佐证")
        verbose_name_plural = _("申报佐证")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.application}：{self.indicator}的佐证"

    @property
    def suffix(self) -> str:
        return PurePath(self.file.name).suffix


class ApplicationStep(models.Model):
    """One step of an application: who took it, on which day, with which opinion. Never changed."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    application = models.ForeignKey(
        Application, verbose_name=_("申报"), on_delete=models.CASCADE, related_name="steps"
    )
    verb = models.CharField(
        _("步骤"), max_length=12, choices=[(verb, move.label) for verb, move in WAY.items()]
    )
    done_on = PastDay(_("办理日期"))
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
    opinion = models.CharField(_("意见"), max_length=500, blank=True)

    lasting = True

    class Meta:
        verbose_name = _("申报的办理记录")
        verbose_name_plural = _("申报的办理记录")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.actor_name}：{self.get_verb_display()}"
