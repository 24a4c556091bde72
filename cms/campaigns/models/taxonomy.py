"""Where the law is brought to, and to whom: ordered tables that the office edits."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.core.personal_data import PublicTexts


class OrderedNameQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True)


class OrderedName(PublicTexts, models.Model):
    """A name in an office-made order. One no longer used is set inactive, so that old records keep it."""

    name = models.CharField(_("名称"), max_length=30, unique=True)
    order = models.PositiveSmallIntegerField(
        _("次序"), default=100, validators=[MaxValueValidator(10_000)], help_text=_("数字小的排在前面。")
    )
    active = models.BooleanField(_("启用"), default=True, help_text=_("停用后不再供选择，已有记录不受影响。"))

    objects = OrderedNameQuerySet.as_manager()
    public_texts: tuple[str, ...] = ("name",)

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Setting(OrderedName):
    """A kind of place that legal education goes into (八进)."""

    aliases = models.CharField(
        _("别名"), max_length=120, blank=True, help_text=_("用顿号分开；导入表格时别名按本项计。")
    )

    public_texts = ("name", "aliases")

    class Meta(OrderedName.Meta):
        verbose_name = _("普法场所（八进）")
        verbose_name_plural = _("普法场所（八进）")

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every alias."""
        return (self.name, *(alias for alias in self.aliases.split("、") if alias))


class Audience(OrderedName):
    """A group of people that legal education is for. Each in use has an entry page of what exists for it."""

    introduction = models.CharField(
        _("入口页的话"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("对这些人说的一两句话，可以不写。"),
    )
    prefers_access = models.BooleanField(
        _("先列无障碍的地点"),
        default=False,
        db_default=False,
        help_text=_("入口页上有无障碍设施的排在前面。"),
    )

    public_texts = ("name", "introduction")
    # Found by what its page gathers.
    search_kind = ""

    class Meta(OrderedName.Meta):
        verbose_name = _("普法对象")
        verbose_name_plural = _("普法对象")

    def get_absolute_url(self) -> str:
        return reverse("public:audience", args=[self.pk])
