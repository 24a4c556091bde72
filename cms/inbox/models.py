"""What an account is reminded of. Letters gather it once a day; a personal number is in neither."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from cms.inbox.enums import MessageKind

USER = settings.AUTH_USER_MODEL


@register_setting(icon="time")
class InboxSetting(BaseGenericSetting):
    """Where reminders go besides the inbox and the mailbox."""

    webhook = models.URLField(
        _("工作群机器人地址"),
        max_length=300,
        blank=True,
        help_text=_("每个工作日把新提醒的条数发到这个地址（https，JSON），不含姓名与号码。留空不发。"),
    )

    gateway = models.URLField(
        _("短信网关地址"),
        max_length=300,
        blank=True,
        db_default="",
        help_text=_(
            "社会评价用手机号验证时，把号码和投票链接发到这个地址（https，JSON），由它发短信。留空不用。"
        ),
    )

    panels = [FieldPanel("webhook"), FieldPanel("gateway")]

    class Meta:
        verbose_name = _("提醒设置")


class Message(models.Model):
    """One reminder for one account. `subject` names the thing it is about, so that it comes once a week."""

    # Nobody asks who names it; each save would cost a task that notes it.
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(USER, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("类别"), max_length=10, choices=MessageKind)
    subject = models.CharField(max_length=80)
    text = models.CharField(_("内容"), max_length=300)
    # A path of this site.
    link = models.CharField(max_length=200)
    sent_on = models.DateField(_("日期"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    # Of the letter that told of it.
    mailed_on = models.DateField(_("发信日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        ordering = ["-sent_on", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "read_at"], name="message_unread")]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "subject", "sent_on"], name="one_reminder_a_day")
        ]

    def __str__(self) -> str:
        return self.text


class Mailing(models.Model):
    """Whether an account wants letters; who has no row wants them."""

    user = models.OneToOneField(
        USER, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="mailing"
    )
    wants_letters = models.BooleanField(_("接收每日提醒邮件"), default=True)

    class Meta:
        verbose_name = _("提醒邮件")
        verbose_name_plural = _("提醒邮件")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}"
