from django.db import models
from django.utils.translation import gettext_lazy as _


class LawLevel(models.TextChoices):
    """Levels of legal force, highest first (立法法)."""

    CONSTITUTION = "constitution", _("宪法")
    LAW = "law", _("法律")
    ADMINISTRATIVE = "administrative", _("行政法规")
    LOCAL = "local", _("地方性法规")
    INTERPRETATION = "interpretation", _("司法解释")
    RULE = "rule", _("规章")
    OTHER = "other", _("其他规范性文件")


class VersionStatus(models.TextChoices):
    IN_FORCE = "in_force", _("现行有效")
    AMENDED = "amended", _("已被修改")
    REPEALED = "repealed", _("已废止")
    # An interpretation or implementing rule that was not ended together with the law it is about.
    BASIS_REPEALED = "basis_ended", _("所依据的法律已废止")
    PENDING = "pending", _("尚未施行")
