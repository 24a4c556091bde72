from django.db import models
from django.utils.translation import gettext_lazy as _


class AppointmentRole(models.TextChoices):
    LITERATE = "literate", _("法律明白人")
    LEADER = "leader", _("法治带头人")
    VOLUNTEER = "volunteer", _("普法志愿者")


class AppointmentState(models.TextChoices):
    """From nomination to the end, after 《乡村“法律明白人”培养工作规范（试行）》 (2021-11)."""

    NOMINATED = "nominated", _("已提名")
    TRAINING = "training", _("培训中")
    NOTICE = "notice", _("公示中")
    ACTIVE = "active", _("在册")
    LEFT = "left", _("已退出")
    REMOVED = "removed", _("已撤销")


class ConsentPurpose(models.TextChoices):
    MANAGEMENT = "management", _("名册管理")
    LISTING = "listing", _("公开展示")
    SHARING = "sharing", _("向其他单位提供")
    PHOTO = "photo", _("使用照片")


# From which state to which, and by what a person would call the step.
STEPS = {
    AppointmentState.NOMINATED: (AppointmentState.TRAINING, AppointmentState.REMOVED),
    AppointmentState.TRAINING: (AppointmentState.NOTICE, AppointmentState.LEFT, AppointmentState.REMOVED),
    AppointmentState.NOTICE: (AppointmentState.ACTIVE, AppointmentState.REMOVED),
    AppointmentState.ACTIVE: (AppointmentState.LEFT, AppointmentState.REMOVED),
    AppointmentState.LEFT: (),
    AppointmentState.REMOVED: (),
}
