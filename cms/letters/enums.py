from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    QUESTION = "question", _("咨询")
    SUGGESTION = "suggestion", _("建议")
    CORRECTION = "correction", _("找错")
    REPORT = "report", _("反映问题")
    # Handed over at the end of a self-check, never chosen from a list.
    VISIT = "visit", _("请上门体检")


class LetterState(models.TextChoices):
    RECEIVED = "received", _("待分办")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("已答复")
    PUBLISHED = "published", _("已答复并公开")
    DISMISSED = "dismissed", _("不予办理")


# What somebody still has to answer.
OPEN = (LetterState.RECEIVED, LetterState.ASSIGNED)
