from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("执行中")
    FAILED = "failed", _("失败")
    SUCCEEDED = "succeeded", _("完成")
