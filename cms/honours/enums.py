from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.enums import Move


class Level(models.TextChoices):
    NATIONAL = "national", _("全国")
    CITY = "city", _("市级")
    DISTRICT = "district", _("区级")


class Source(models.TextChoices):
    """Where the number of a counted indicator comes from: said by the 居村, or counted from the record."""

    STATED = "stated", _("由居村填写")
    LITERATE = "literate", _("在册法律明白人（人）")
    LEADERS = "leaders", _("在册法治带头人（人）")
    TRAININGS = "trainings", _("法律明白人、法治带头人参加培训（人次）")
    ACTIVITIES = "activities", _("审核通过的普法活动（场）")
    ADVISER = "adviser", _("居村法律顾问（名）")
    ADVICE = "advice", _("法律顾问服务（次）")
    VENUES = "venues", _("法治文化阵地（处）")
    POINTS = "points", _("公共法律服务站点（处）")


RECORDED = tuple(source for source in Source if source != Source.STATED)
# The two grades of every scheme: whether the score reaches the line.
REACHED, MISSED = "达标", "未达标"


class ApplicationState(models.TextChoices):
    """What an application waits for; the last three wait for nothing."""

    DRAFT = "draft", _("草稿")
    RETURNED = "returned", _("退回补正")
    TOWN = "town", _("待街镇审核")
    DISTRICT = "district", _("待区评审")
    ANNOUNCEMENT = "announcement", _("待公示")
    NOTICE = "notice", _("公示中")
    CONFERRED = "conferred", _("已命名")
    REFUSED = "refused", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤回")


_A = ApplicationState
CLOSED = (_A.CONFERRED, _A.REFUSED, _A.WITHDRAWN)
# While the 居村 writes in it.
WRITTEN = (_A.DRAFT, _A.RETURNED)
JUDGED = (_A.DISTRICT, _A.ANNOUNCEMENT, _A.NOTICE)
# The steps of an application, by verb. The first five follow one another, the others lead back or out.
WAY = {
    "submit": Move(_("提交"), WRITTEN, _A.TOWN, _("已经提交，退回之后才能再交。")),
    "support": Move(_("街镇同意上报"), (_A.TOWN,), _A.DISTRICT, _("居村提交之后，由街镇审核一次。")),
    "approve": Move(_("区评审通过"), (_A.DISTRICT,), _A.ANNOUNCEMENT, _("街镇同意上报之后，由区评审一次。")),
    "announce": Move(_("开始公示"), (_A.ANNOUNCEMENT,), _A.NOTICE, _("先由区评审通过，再公示；只公示一次。")),
    "confer": Move(_("命名"), (_A.NOTICE,), _A.CONFERRED, _("先公示，期满后才能命名。")),
    "send_back": Move(
        _("退回补正"), (_A.TOWN, _A.DISTRICT), _A.RETURNED, _("街镇审核、区评审时才能退回补正。")
    ),
    "refuse": Move(_("不予通过"), JUDGED, _A.REFUSED, _("街镇上报之后、命名之前才能不予通过。")),
    "withdraw": Move(
        _("撤回申报"),
        tuple(state for state in _A if state not in CLOSED),
        _A.WITHDRAWN,
        _("申报已经结束，不能再撤回。"),
    ),
}


class TitleState(models.TextChoices):
    STANDING = "standing", _("有效")
    REVOKED = "revoked", _("已撤销")
    CANCELLED = "cancelled", _("已注销")


_T = TitleState
# How a re-check ends, by verb. Only a title that stands is re-checked.
RECHECKS = {
    "keep": Move(_("复核合格"), (_T.STANDING,), _T.STANDING, _("称号已经撤销或者注销。")),
    "revoke": Move(_("撤销称号"), (_T.STANDING,), _T.REVOKED, _("称号已经撤销或者注销。")),
    "cancel": Move(_("注销称号"), (_T.STANDING,), _T.CANCELLED, _("称号已经撤销或者注销。")),
}
