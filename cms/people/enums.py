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
    PAUSED = "paused", _("暂停")
    LEFT = "left", _("已退出")
    REMOVED = "removed", _("已撤销")


# States from which nothing follows.
ENDED = (AppointmentState.LEFT, AppointmentState.REMOVED)


class ConsentPurpose(models.TextChoices):
    MANAGEMENT = "management", _("名册管理")
    LISTING = "listing", _("公开展示")
    SHARING = "sharing", _("向其他单位提供")
    PHOTO = "photo", _("使用照片")


class ServiceDuty(models.TextChoices):
    """What a law-literate person does, after the norm of 2021-11."""

    PUBLICITY = "publicity", _("宣传政策法规")
    GUIDANCE = "guidance", _("引导法律服务")
    MEDIATION = "mediation", _("化解矛盾纠纷")
    GOVERNANCE = "governance", _("参与基层治理")


# From which state to which, and by what a person would call the step.
STEPS = {
    AppointmentState.NOMINATED: (AppointmentState.TRAINING, AppointmentState.REMOVED),
    AppointmentState.TRAINING: (AppointmentState.NOTICE, AppointmentState.LEFT, AppointmentState.REMOVED),
    AppointmentState.NOTICE: (AppointmentState.ACTIVE, AppointmentState.REMOVED),
    AppointmentState.ACTIVE: (AppointmentState.PAUSED, AppointmentState.LEFT, AppointmentState.REMOVED),
    AppointmentState.PAUSED: (AppointmentState.ACTIVE, AppointmentState.LEFT, AppointmentState.REMOVED),
    AppointmentState.LEFT: (),
    AppointmentState.REMOVED: (),
}
