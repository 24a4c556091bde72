"""Guided questions that lead a person, or a firm, to what the law says and what to do."""

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.guides.enums import GuideKind, GuideState
from cms.guides.models.graph import Graph

_SLUG = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("只用小写字母、数字和连字符，例如 unpaid-wages。"))


class GuideQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=GuideState.PUBLISHED)


class Guide(PublicTexts, TimeStampedModel):
    """One version of a guide. Versions share their `slug`, which is the address.

    What was published is never changed: a correction is a new version, and the newest published one is
    what the public reads.
    """

    slug = models.CharField(
        _("网址标识"),
        max_length=60,
        validators=[_SLUG],
        help_text=_("小写字母、数字和连字符；以后不再改动。"),
    )
    version = models.PositiveSmallIntegerField(_("版次"), default=1, editable=False)
    kind = models.CharField(_("种类"), max_length=8, choices=GuideKind, default=GuideKind.HELP)
    topic = models.CharField(
        _("领域"),
        max_length=20,
        help_text=_("例如工资、租房、家庭、消费；体检写合同、用工、税务、数据、安全、知识产权。"),
    )
    title = models.CharField(
        _("标题"), max_length=60, help_text=_("用大家问的话，例如“老板拖欠工资怎么办”。")
    )
    summary = models.CharField(_("说明"), max_length=200, help_text=_("答完能知道什么。"))
    audiences = models.ManyToManyField(
        "campaigns.Audience", verbose_name=_("适用对象"), blank=True, related_name="guides"
    )
    order = models.PositiveSmallIntegerField(
        _("次序"), default=100, validators=[MaxValueValidator(10_000)], help_text=_("数字小的排在前面。")
    )
    graph = models.JSONField(_("问题与结果"), default=dict, blank=True)
    # What its advice rests on, kept from the graph so that laws and articles know of it.
    laws = models.ManyToManyField(
        "statutes.Law", verbose_name=_("依据的法规"), blank=True, editable=False, related_name="guides"
    )
    provisions = models.ManyToManyField(
        "statutes.Provision", verbose_name=_("依据的条款"), blank=True, editable=False, related_name="guides"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=GuideState, default=GuideState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)

    objects = GuideQuerySet.as_manager()

    public_texts = ("slug", "topic", "title", "summary", "graph")
    lasting = True

    class Meta:
        verbose_name = _("指引")
        verbose_name_plural = _("指引")
        ordering = ["kind", "order", "slug", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"],
                name="one_guide_per_version",
                violation_error_message=_("已有这个网址标识的指引；要修改它，请打开后点“改版”。"),
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(state="published"), name="one_published_guide_per_slug"
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(state="draft"),
                name="one_draft_guide_per_slug",
                violation_error_message=_("这份指引已有一个没有发布的草稿，请接着改那一个。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:guide", args=[self.slug])

    @property
    def steps(self) -> Graph:
        """The questions and outcomes as they stand; read anew each time."""
        return Graph.of(self.graph)

    @property
    def is_check(self) -> bool:
        return self.kind == GuideKind.CHECK
