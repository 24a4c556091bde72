from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.enums import Move


def _same(*values: str) -> list[tuple[str, str]]:
    """Choices that are kept as they are shown."""
    return [(value, value) for value in values]


# As the registration form lists them; tables bring other words for them: `imports.words`.
GENDERS = _same("男", "女")
ETHNICITIES = _same(
    "汉族", "蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族", "侗族",
    "瑶族", "白族", "土家族", "哈尼族", "哈萨克族", "傣族", "黎族", "傈僳族", "佤族", "畲族", "高山族",
    "拉祜族", "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜族", "土族", "达斡尔族", "仫佬族", "羌族",
    "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯族", "阿昌族", "普米族", "塔吉克族", "怒族", "乌孜别克族",
    "俄罗斯族", "鄂温克族", "德昂族", "保安族", "裕固族", "京族", "塔塔尔族", "独龙族", "鄂伦春族", "赫哲族",
    "门巴族", "珞巴族", "基诺族",
)  # fmt: skip
POLITICAL_STATUSES = _same(
    "中共党员", "中共预备党员", "共青团员", "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员",
    "致公党党员", "九三学社社员", "台盟盟员", "无党派人士", "群众",
)  # fmt: skip
EDUCATIONS = _same("小学", "初中", "高中", "中专", "大专", "本科", "硕士研究生", "博士研究生")


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


class CertificateStanding(models.TextChoices):
    VALID = "valid", _("有效")
    INVALID = "invalid", _("无效")
    WITHDRAWN = "withdrawn", _("已撤销")


class ConsentPurpose(models.TextChoices):
    MANAGEMENT = "management", _("名册管理")
    LISTING = "listing", _("公开展示")
    SHARING = "sharing", _("向其他单位提供")
    PHOTO = "photo", _("使用照片")


# What is agreed to, purpose by purpose; whoever changes the words changes the version.
CONSENT_VERSION = "2026-11"
CONSENT_WORDS = {
    ConsentPurpose.MANAGEMENT: _("登记我的姓名、出生年月、手机号等，用于核实、培训、考核和聘任。"),
    ConsentPurpose.LISTING: _("聘任之后，在网站公开我的姓名、角色和所在居村。"),
    ConsentPurpose.SHARING: _("把我的联系方式提供给需要普法服务的单位。"),
    ConsentPurpose.PHOTO: _("在普法报道中使用有我的照片。"),
}


_S = AppointmentState
# In the roster. The states before come from paper; from there, too, only a nomination leads into it.
IN_ROSTER = (_S.ACTIVE, _S.PAUSED)
# What may become of an appointment, by verb.
MOVES = {
    "pause": Move(_("暂停"), (_S.ACTIVE,), _S.PAUSED, _("只有在册的任用可以暂停。")),
    "resume": Move(_("恢复"), (_S.PAUSED,), _S.ACTIVE, _("只有暂停的任用可以恢复。")),
    "leave": Move(
        _("退出"),
        (_S.TRAINING, _S.ACTIVE, _S.PAUSED),
        _S.LEFT,
        _("只有培训中、在册或暂停的任用可以退出；其余的请用“撤销任用”。"),
    ),
    "remove": Move(
        _("撤销任用"),
        tuple(state for state in _S if state not in ENDED),
        _S.REMOVED,
        _("这项任用已经结束。"),
    ),
}


# The moves that a 街镇 proposes and the district decides on, once the person was heard.
ENDINGS = ("pause", "leave", "remove")


class ExcuseKind(models.TextChoices):
    ILLNESS = "illness", _("生病")
    LEAVE = "leave", _("请假、外出")
    OTHER = "other", _("其他")


class EndingState(models.TextChoices):
    PROPOSED = "proposed", _("待听取本人意见")
    HEARD = "heard", _("待普法办决定")
    APPROVED = "approved", _("已同意")
    REJECTED = "rejected", _("未同意")


class NominationSource(models.TextChoices):
    SELF = "self", _("自荐")
    RECOMMENDED = "recommended", _("居村推荐")


class SelfNominationState(models.TextChoices):
    """Of what came by the public form; once taken up, the nomination goes its own way."""

    RECEIVED = "received", _("已收到，待居村核实")
    ACCEPTED = "accepted", _("已受理")
    DECLINED = "declined", _("未受理")
    WITHDRAWN = "withdrawn", _("本人已撤回")


class NominationState(models.TextChoices):
    """What a nomination waits for, after the norm of 2021-11; the last three wait for nothing."""

    CHECK = "check", _("待居村核实")
    TRAINING = "training", _("待岗前培训")
    EXAM = "exam", _("待考核")
    OPINION = "opinion", _("待司法所意见")
    REGISTRATION = "registration", _("待区登记")
    ANNOUNCEMENT = "announcement", _("待公示")
    NOTICE = "notice", _("公示中")
    APPOINTED = "appointed", _("已聘任")
    REFUSED = "refused", _("未通过")
    WITHDRAWN = "withdrawn", _("已撤回")


_N = NominationState
CLOSED = (_N.APPOINTED, _N.REFUSED, _N.WITHDRAWN)
RUNNING = tuple(state for state in _N if state not in CLOSED)
# The steps of a nomination, by verb. Each follows the one above it; an exam that is failed leads back to
# itself, the last two lead out of the way.
WAY = {
    "check": Move(_("核实"), (_N.CHECK,), _N.TRAINING, _("居村已经核实过，或者推荐已经结束。")),
    "train": Move(_("登记岗前培训"), (_N.TRAINING,), _N.EXAM, _("居村核实之后、考核之前登记岗前培训。")),
    "exam": Move(_("登记考核通过"), (_N.EXAM,), _N.OPINION, _("先登记岗前培训，再登记考核；只登记一次。")),
    "fail": Move(_("登记考核未通过"), (_N.EXAM,), _N.EXAM, _("先登记岗前培训，再登记考核。")),
    "support": Move(
        _("司法所同意"), (_N.OPINION,), _N.REGISTRATION, _("考核通过之后、区登记之前由司法所签署意见。")
    ),
    "register": Move(
        _("区登记"), (_N.REGISTRATION,), _N.ANNOUNCEMENT, _("先由司法所签署意见，再由区登记；只登记一次。")
    ),
    "announce": Move(_("开始公示"), (_N.ANNOUNCEMENT,), _N.NOTICE, _("先由区登记，再公示；只公示一次。")),
    "appoint": Move(_("聘任"), (_N.NOTICE,), _N.APPOINTED, _("先公示，期满后才能聘任。")),
    "refuse": Move(_("不予通过"), RUNNING, _N.REFUSED, _("推荐已经结束，不能再退。")),
    "withdraw": Move(_("撤回推荐"), RUNNING, _N.WITHDRAWN, _("推荐已经结束，不能再撤回。")),
}
