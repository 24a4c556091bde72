from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an account is for. Each role is a Django group named by its label."""

    ADMINISTRATOR = "administrator", _("系统管理员")
    OFFICE = "office", _("普法办")
    EDITOR = "editor", _("编辑")
    REVIEWER = "reviewer", _("审核员")
    AGENCY_LOGGER = "agency_logger", _("单位联络员")
    COMMUNITY_COORDINATOR = "community_coordinator", _("居村联络员")
    MEMBER = "member", _("注册成员")


# Roles whose holders work in the admin at /office/.
OFFICE_SIDE = (Role.ADMINISTRATOR, Role.OFFICE, Role.EDITOR, Role.REVIEWER)
