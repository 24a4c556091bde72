import datetime

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.plausible import PastDay, PlannedDay
from cms.statutes.enums import LawLevel, VersionStatus
from cms.statutes.models.repealed import gave_way_on
from search.chinese.citations import Citation, label

# A version without a date is older than any with one.
NEWEST_FIRST = models.F("dated_on").desc(nulls_last=True)


class LawQuerySet(models.QuerySet):
    def with_text(self):
        """What the public may read; a law that an import knows by its title only is words, not a page."""
        return self.filter(models.Exists(LawVersion.objects.filter(law=models.OuterRef("pk"))))


class Law(PublicTexts, TimeStampedModel):
    """A law, whatever its versions. A law known by title only has no version yet."""

    title = models.CharField(_("名称"), max_length=120, unique=True)
    short_title = models.CharField(_("简称"), max_length=120, db_index=True)
    slug = models.CharField(_("网址标识"), max_length=120, unique=True)
    level = models.CharField(_("效力层级"), max_length=15, choices=LawLevel, default=LawLevel.OTHER)
    group = models.CharField(_("分类"), max_length=40, blank=True)
    aliases = models.JSONField(_("其他简称"), default=list, blank=True)
    repealed_on = PlannedDay(
        _("废止日期"),
        null=True,
        blank=True,
        help_text=_("留空时，平台每天按已收录法规的“同时废止”条款与内置的废止表填写；填了的以所填为准。"),
    )
    # Of the laws that its title names in 《》, where all have ended; `services.settle_repeals` keeps it.
    basis_repealed_on = models.DateField(_("所依据的法律废止日期"), null=True, blank=True, editable=False)

    public_texts = ("title", "short_title", "slug", "group", "aliases")

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = _("法规")
        verbose_name_plural = _("法规")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def has_text(self) -> bool:
        """Whether it is a page: see `LawQuerySet.with_text`, which a list asks for all at once."""
        return bool(self.versions.all())

    @cached_property
    def current_version(self) -> "LawVersion | None":
        """The version of today; None where no text has been imported."""
        return self.version_on(timezone.localdate())

    def version_on(self, on: datetime.date) -> "LawVersion | None":
        """The newest version that has taken effect by `on`; where none has, the newest.

        An amendment that is passed but waits for its day leaves the older text in force.
        """
        return max(
            self.versions.all(),
            key=lambda one: (one.has_begun(on), one.dated_on or datetime.date.min),
            default=None,
        )


class LawVersion(PublicTexts, TimeStampedModel):
    """The text of a law as it stood from one date on. Written by import only."""

    law = models.ForeignKey(Law, verbose_name=_("法规"), on_delete=models.CASCADE, related_name="versions")
    # The date by which versions are told apart: of adoption or of the last amendment.
    dated_on = PlannedDay(_("版本日期"), null=True, blank=True)
    passed_on = PastDay(_("通过日期"), null=True, blank=True)
    effective_on = PlannedDay(_("施行日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    checked_on = PastDay(_("核对日期"))
    history = models.JSONField(_("立法沿革"), default=list, blank=True)
    preamble = models.TextField(_("序言"), blank=True)
    # Parts, chapters and sections in order: {"level", "text", "before": order of the next article}.
    headings = models.JSONField(_("编章节"), default=list, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)

    public_texts = ("source", "history", "preamble", "headings")

    class Meta:
        verbose_name = _("法规版本")
        verbose_name_plural = _("法规版本")
        ordering = ["law", NEWEST_FIRST]
        constraints = [
            models.UniqueConstraint(fields=["law", "dated_on"], name="one_version_per_date"),
            models.UniqueConstraint(
                fields=["law"], condition=models.Q(dated_on=None), name="one_undated_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.law.title}（{self.dated_on or '未注明日期'}）"

    @property
    def ref(self) -> str:
        """The version in addresses: "2024-05-01", or "undated"."""
        return self.dated_on.isoformat() if self.dated_on else "undated"

    def status(self, on) -> VersionStatus:
        """How this version stands on the date `on`; computed, never stored."""
        status = self.status_as_current(on)
        if status == VersionStatus.IN_FORCE and self.law.version_on(on) != self:
            return VersionStatus.AMENDED
        return status

    def status_as_current(self, on) -> VersionStatus:
        """`status`, where it is known that no newer version has taken its place."""
        if self.law.repealed_on and self.law.repealed_on <= on:
            return VersionStatus.REPEALED
        if self.law.basis_repealed_on and self.law.basis_repealed_on <= on:
            return VersionStatus.BASIS_REPEALED
        ended = gave_way_on(self.law.short_title, self.dated_on)
        if ended and ended <= on:
            return VersionStatus.AMENDED
        return VersionStatus.IN_FORCE if self.has_begun(on) else VersionStatus.PENDING

    @property
    def unheld_from(self):
        """The day on which a newer text took effect, or will, that is not held here; None where all are."""
        day = gave_way_on(self.law.short_title, self.dated_on)
        if day and any(each.dated_on and each.dated_on > self.dated_on for each in self.law.versions.all()):
            return None
        return day

    def has_begun(self, on) -> bool:
        """Whether its day of taking effect has come; a text that names none has."""
        return self.effective_on is None or self.effective_on <= on


class Provision(models.Model):
    """An article of a law whatever its versions: what a duty cites stays cited when the law is revised."""

    law = models.ForeignKey(Law, verbose_name=_("法规"), on_delete=models.CASCADE, related_name="provisions")
    # As in addresses: "1254", "291-2".
    ref = models.CharField(_("条号"), max_length=12)

    class Meta:
        verbose_name = _("条款")
        verbose_name_plural = _("条款")
        ordering = ["law", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["law", "ref"], name="one_provision_per_number")]

    def __str__(self) -> str:
        return f"《{self.law.short_title}》{self.label}"

    @property
    def label(self) -> str:
        """The article as laws write it: 第二百九十一条之一."""
        return label(Citation("", self.ref))


class ArticleQuerySet(models.QuerySet):
    def current(self):
        """Articles of the version of today of each law, as `Law.current_version` has it."""
        waiting = models.Q(effective_on__isnull=False, effective_on__gt=timezone.localdate())
        versions = LawVersion.objects.filter(law=models.OuterRef("version__law")).order_by(
            models.Case(models.When(waiting, then=1), default=0), NEWEST_FIRST
        )
        return self.filter(version=models.Subquery(versions.values("pk")[:1]))


class Article(PublicTexts, models.Model):
    """One article (条) of one version."""

    version = models.ForeignKey(
        LawVersion, verbose_name=_("版本"), on_delete=models.CASCADE, related_name="articles"
    )
    order = models.PositiveIntegerField(_("次序"))
    number = models.PositiveIntegerField(_("条号"))
    # 第二百九十一条之二 has number 291 and suffix 2; a plain article has suffix 0.
    suffix = models.PositiveSmallIntegerField(_("之"), default=0)
    label = models.CharField(_("条目"), max_length=40)
    path = models.JSONField(_("所在编章节"), default=list, blank=True)
    text = models.TextField(_("正文"))

    objects = ArticleQuerySet.as_manager()
    public_texts = ("label", "path", "text")

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number", "suffix"], name="one_article_per_number"),
            models.UniqueConstraint(fields=["version", "order"], name="one_article_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.version.law.title}{self.label}"

    @property
    def ref(self) -> str:
        """The article in addresses: "1254", "291-2"."""
        return f"{self.number}-{self.suffix}" if self.suffix else str(self.number)

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")
