from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", _("等待读取")
    PREVIEWED = "previewed", _("预览完成")
    JUDGING = "judging", _("正在判定")
    UNREADABLE = "unreadable", _("无法读取")
    APPLYING = "applying", _("正在导入")
    APPLIED = "applied", _("已导入")
    FAILED = "failed", _("导入失败")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销")
    DISCARDED = "discarded", _("已丢弃")


# States in which the worker is busy and the page asks again.
BUSY = (BatchState.UPLOADED, BatchState.JUDGING, BatchState.APPLYING, BatchState.UNDOING)
# States in which nothing goes on until a person decides.
WAITING = (BatchState.PREVIEWED, BatchState.UNREADABLE, BatchState.FAILED)
# States in which rows may be decided on and applied.
OPEN = (BatchState.PREVIEWED, BatchState.APPLIED, BatchState.FAILED, BatchState.UNDONE)
