"""The article that was drafted from an activity."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.duties.models.activities import ActivityRecord


class NewsDraft(models.Model):
    """Which page was drafted from which activity. It goes with the page: then another may be drafted."""

    activity = models.OneToOneField(
        ActivityRecord, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="news_draft"
    )
    page = models.OneToOneField(
        "campaigns.ArticlePage", verbose_name=_("文章"), on_delete=models.CASCADE, related_name="+"
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("起草人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    drafted_at = models.DateTimeField(_("起草时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("新闻稿")
        verbose_name_plural = _("新闻稿")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page)
