from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.people.enums import ConsentPurpose


class Slot(models.TextChoices):
    """When somebody can serve: a part of the day, on working days or on days off."""

    WEEKDAY_MORNING = "weekday_morning", _("工作日上午")
    WEEKDAY_AFTERNOON = "weekday_afternoon", _("工作日下午")
    WEEKDAY_EVENING = "weekday_evening", _("工作日晚上")
    WEEKEND_MORNING = "weekend_morning", _("周末上午")
    WEEKEND_AFTERNOON = "weekend_afternoon", _("周末下午")
    WEEKEND_EVENING = "weekend_evening", _("周末晚上")


class ApplicationState(models.TextChoices):
    RECEIVED = "received", _("已收到，待审核")
    APPROVED = "approved", _("已登记为志愿者")
    DECLINED = "declined", _("未登记")
    WITHDRAWN = "withdrawn", _("本人已撤回")


class CallState(models.TextChoices):
    OPEN = "open", _("征集中")
    CANCELLED = "cancelled", _("已取消")


class AnswerState(models.TextChoices):
    ACCEPTED = "accepted", _("参加")
    DECLINED = "declined", _("不参加")
    WITHDRAWN = "withdrawn", _("已退出")


# What a volunteer agrees to, purpose by purpose; whoever changes the words changes the version.
CONSENT_VERSION = "志愿者2026-11"
CONSENT_WORDS = {
    ConsentPurpose.MANAGEMENT: _(
        "登记我的姓名、出生年月、手机号、特长和可服务的时间，用于安排志愿服务、记录时长、出具证明。"
    ),
    ConsentPurpose.LISTING: _("登记之后，在网站公开我的姓名、角色和所在居村。"),
    ConsentPurpose.SHARING: _("把我的服务记录报送市志愿服务平台，或提供给需要普法服务的单位。"),
    ConsentPurpose.PHOTO: _("在普法报道中使用有我的照片。"),
}


class ProofState(models.TextChoices):
    REQUESTED = "requested", _("内部公示、待出具")
    ISSUED = "issued", _("已出具")
    REFUSED = "refused", _("不予出具")
    WITHDRAWN = "withdrawn", _("已撤销")


class Grade(models.TextChoices):
    EXCELLENT = "excellent", _("优秀")
    GOOD = "good", _("良好")
    FAIR = "fair", _("合格")
    POOR = "poor", _("不合格")


class RequestKind(models.TextChoices):
    CORRECT = "correct", _("更正信息")
    ERASE = "erase", _("删除我的信息")


class RequestState(models.TextChoices):
    OPEN = "open", _("待答复")
    DONE = "done", _("已办理")
    REFUSED = "refused", _("不能办理")


class ReportedFact(models.TextChoices):
    """What of a service record can stand in a column of the city's table."""

    NUMBER = "number", _("志愿者编号")
    NAME = "name", _("姓名")
    PHONE = "phone", _("手机号（遮住中间）")
    COMMUNITY = "community", _("所在居村或街镇")
    ACTIVITY = "activity", _("活动名称")
    DATE = "date", _("服务日期")
    START = "start", _("开始时间")
    END = "end", _("结束时间")
    HOURS = "hours", _("服务时长（小时）")
    POST = "post", _("服务岗位")
    PLACE = "place", _("服务地点")
    FIXED = "fixed", _("固定内容")
