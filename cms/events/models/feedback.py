"""What those who came say afterwards. Nothing leads from it to a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.events.enums import Clarity, Usefulness
from cms.events.models.occasions import Event

LONGEST_WORDS = 300


class Feedback(models.Model):
    """The three answers of one person: no name, no code, no moment. `Registration.has_told` counts apart."""

    event = models.ForeignKey(
        Event, verbose_name=_("活动"), on_delete=models.CASCADE, related_name="feedback", editable=False
    )
    useful = models.CharField(_("这场活动对您有用吗"), max_length=10, choices=Usefulness)
    clear = models.CharField(_("讲的内容听懂了吗"), max_length=10, choices=Clarity)
    words = models.TextField(_("还想了解什么，有什么建议"), max_length=LONGEST_WORDS, blank=True)

    class Meta:
        verbose_name = _("活动反馈")
        verbose_name_plural = _("活动反馈")
        # By what was said: in the order of arrival one could tell whose it is.
        ordering = ["useful", "clear", "words", "pk"]

    def __str__(self) -> str:
        return f"{self.event}：{self.get_useful_display()}"
