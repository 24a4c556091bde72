from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    DUE_SOON = "due_soon", _("即将到期")
    OVERDUE = "overdue", _("已逾期")
    RETURNED = "returned", _("退回待改")
    DEADLINE = "deadline", _("期限将至")
    ARRIVED = "arrived", _("等您处理")
    RESULT = "result", _("结果反馈")
    CHANGED = "changed", _("变更通知")
