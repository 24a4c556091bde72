"""What a record must say before it is submitted, and which rule asks for it.

Nothing is required for its own sake: each field names the list or report that would
otherwise have to ask again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cms.duties.enums import ActivityState
from cms.duties.models.activities import ActivityRecord

QUARTERLY = _("季度普法活动统计")
DUTY_LIST = _("年度普法责任清单")
ANNUAL_REPORT = _("年度普法履职报告")
EIGHT_PLACES = _("法律“八进”统计")

BASICS = "basics"
CONTENT = "content"
RESULTS = "results"
EVIDENCE = "photos"


@dataclass(frozen=True)
class Requirement:
    """One field that must be filled, the step it stands in and the rule that asks for it."""

    field: str
    label: str
    step: str
    rule: str
    is_met: Callable

    @property
    def because(self) -> str:
        return _("依据：%(rule)s") % {"rule": self.rule}


def _filled(field: str) -> Callable:
    return lambda activity: getattr(activity, field) not in (None, "")


def _chosen(field: str) -> Callable:
    return lambda activity: bool(getattr(activity, field).all())


REQUIREMENTS = (
    Requirement("name", _("活动名称"), BASICS, QUARTERLY, _filled("name")),
    Requirement("form", _("活动形式"), BASICS, DUTY_LIST, _filled("form")),
    Requirement("starts_at", _("开始时间"), BASICS, QUARTERLY, _filled("starts_at")),
    Requirement("ends_at", _("结束时间"), BASICS, QUARTERLY, _filled("ends_at")),
    Requirement(
        "venue", _("阵地或地址"), BASICS, EIGHT_PLACES, lambda activity: activity.venue_id or activity.address
    ),
    Requirement("settings", _("普法场所（八进）"), CONTENT, EIGHT_PLACES, _chosen("settings")),
    Requirement("audiences", _("普法对象"), CONTENT, DUTY_LIST, _chosen("audiences")),
    Requirement("laws", _("宣传的法律法规"), CONTENT, DUTY_LIST, _chosen("laws")),
    Requirement("onsite", _("现场参加人次"), RESULTS, QUARTERLY, _filled("onsite")),
    Requirement("online", _("线上触达人次"), RESULTS, QUARTERLY, _filled("online")),
    Requirement("summary", _("活动小结"), RESULTS, ANNUAL_REPORT, _filled("summary")),
)
BY_FIELD = {requirement.field: requirement for requirement in REQUIREMENTS}


def missing_from(activity) -> list[Requirement]:
    """What still keeps the record from being submitted, in the order of the form."""
    return [requirement for requirement in REQUIREMENTS if not requirement.is_met(activity)]


# What a reviewer may mark when returning a record, with the step in which it is mended.
_OF_STEPS = {
    BASICS: ("name", "items", "form", "starts_at", "ends_at", "venue", "address", "co_hosts"),
    CONTENT: ("settings", "audiences", "laws", "campaign", "event"),
    RESULTS: ("onsite", "online", "materials", "consultations", "boards", "products", "news_link", "summary"),
}


@dataclass(frozen=True)
class Markable:
    field: str
    label: str
    step: str


def _markable() -> dict[str, Markable]:
    labels = ActivityRecord._meta.get_field
    own = [
        Markable(name, labels(name).verbose_name, step) for step, names in _OF_STEPS.items() for name in names
    ]
    beside = [Markable("photos", _("佐证照片"), EVIDENCE), Markable("documents", _("佐证文件"), EVIDENCE)]
    return {each.field: each for each in (*own, *beside)}


MARKABLE = _markable()


def marked_in(activity: ActivityRecord) -> list[Markable]:
    """What the reviewer marked of a returned record, in the order of the form."""
    last = activity.last_transition if activity.state == ActivityState.RETURNED else None
    return [each for name, each in MARKABLE.items() if last and name in last.marked.split()]
