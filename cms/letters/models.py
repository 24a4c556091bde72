"""What somebody outside wrote, what was answered, and what of it anybody may read."""

import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts
from cms.core.protected import ProtectedTextField
from cms.letters.enums import OPEN, LetterKind, LetterState
from search.chinese.dates import chinese_date

# Past this an unanswered letter stands first, in red.
TOO_LONG = relativedelta(months=3)


@register_setting(icon="mail")
class LetterSetting(BaseGenericSetting):
    """Within how many working days a letter is answered."""

    simple_days = models.PositiveSmallIntegerField(
        _("简单的，几个工作日内答复"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    other_days = models.PositiveSmallIntegerField(
        _("其余的，几个工作日内答复"), default=15, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    panels = [FieldPanel("simple_days"), FieldPanel("other_days")]

    class Meta:
        verbose_name = _("来信设置")


class LetterQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def published(self):
        return self.filter(state=LetterState.PUBLISHED)


class Letter(PublicTexts, TimeStampedModel):
    """A question, a suggestion, an error that was found. Its writer is known to the office alone, if at all.

    What is public are other words than what was written: the office puts them down without the person.
    """

    kind = models.CharField(_("类别"), max_length=12, choices=LetterKind)
    words = models.TextField(_("来信"), max_length=1000)
    page = models.CharField(_("哪一页"), max_length=300, blank=True)
    name = ProtectedTextField(_("称呼"), blank=True)
    phone = ProtectedTextField(_("联系电话"), blank=True)
    code_fingerprint = models.CharField(max_length=64, editable=False, unique=True)
    received_on = models.DateField(_("收到日期"), default=timezone.localdate, editable=False)
    due_on = models.DateField(_("答复期限"), editable=False, db_index=True)
    is_simple = models.BooleanField(_("简单来信"), default=False, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=LetterState, default=LetterState.RECEIVED, editable=False
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("承办人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="letters",
    )
    answer = models.TextField(_("答复"), max_length=2000, blank=True, editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    public_title = models.CharField(_("公开的标题"), max_length=60, blank=True, editable=False)
    public_question = models.TextField(_("公开的问题"), max_length=1000, blank=True, editable=False)
    public_answer = models.TextField(_("公开的答复"), max_length=2000, blank=True, editable=False)
    # What the public answer cites, so that the law's and the article's page tell of it.
    laws = models.ManyToManyField(
        "statutes.Law", verbose_name=_("引用的法规"), blank=True, editable=False, related_name="letters"
    )
    provisions = models.ManyToManyField(
        "statutes.Provision", verbose_name=_("引用的条款"), blank=True, editable=False, related_name="letters"
    )
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    public_texts = ("public_title", "public_question", "public_answer")
    lasting = True
    untold_fields = ("code_fingerprint",)

    class Meta:
        verbose_name = _("来信")
        verbose_name_plural = _("来信")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return _("%(kind)s（%(day)s第%(number)s号）") % {
            "kind": self.get_kind_display(), "day": chinese_date(self.received_on), "number": self.pk,
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("public:letter", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, on: datetime.date) -> bool:
        return self.is_open and self.due_on < on

    def is_far_overdue(self, on: datetime.date) -> bool:
        """Nobody has answered for three months."""
        return self.is_open and self.received_on + TOO_LONG <= on
