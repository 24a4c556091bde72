"""What is taught: a course that may be held many times."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import TimeStampedModel
from cms.core.personal_data import PublicTexts


class Course(PublicTexts, TimeStampedModel):
    """A subject with its laws and articles, for whom it is, and what is read for it."""

    title = models.CharField(
        _("课程名称"), max_length=120, unique=True, error_messages={"unique": _("已有同名的课程。")}
    )
    subject = models.CharField(
        _("课程内容"), max_length=300, blank=True, help_text=_("一两句话，说明学什么、学完能做什么。")
    )
    laws = models.ManyToManyField(
        "statutes.Law", verbose_name=_("涉及法规"), blank=True, related_name="courses"
    )
    articles = models.ManyToManyField(
        "statutes.Provision", verbose_name=_("条款"), blank=True, related_name="courses"
    )
    audiences = models.ManyToManyField(
        "campaigns.Audience", verbose_name=_("培训对象"), blank=True, related_name="+"
    )
    materials = models.ManyToManyField(
        "media.LibraryDocument",
        verbose_name=_("学习材料"),
        blank=True,
        related_name="+",
        help_text=_("从媒体库选择。报名的人和他们的居村可以下载。"),
    )

    public_texts = ("title", "subject")

    class Meta:
        verbose_name = _("培训课程")
        verbose_name_plural = _("培训课程")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
