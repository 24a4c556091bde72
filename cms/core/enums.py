from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("执行中")
    FAILED = "failed", _("失败")
    SUCCEEDED = "succeeded", _("完成")


class ServiceDuty(models.TextChoices):
    """What is done for a community in law, by the four kinds of the norm of 2021-11."""

    PUBLICITY = "publicity", _("宣传政策法规")
    GUIDANCE = "guidance", _("引导法律服务")
    MEDIATION = "mediation", _("化解矛盾纠纷")
    GOVERNANCE = "governance", _("参与基层治理")


@dataclass(frozen=True)
class Move:
    """A step on a way: what its button says, from which states it leads where.

    Elsewhere it is refused with the words of `otherwise`.
    """

    label: Any
    sources: tuple[Any, ...]
    to: Any
    otherwise: Any
