from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", _("等待读取")
    PREVIEWED = "previewed", _("预览完成")
    UNREADABLE = "unreadable", _("无法读取")
    APPLYING = "applying", _("正在导入")
    APPLIED = "applied", _("已导入")
    FAILED = "failed", _("导入失败")


# States in which the worker is busy and the page asks again.
BUSY = (BatchState.UPLOADED, BatchState.APPLYING)
