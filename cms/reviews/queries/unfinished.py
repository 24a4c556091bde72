"""What would be cut off if a stage of a round ended today."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.reviews.enums import GroupKind
from cms.reviews.models import Round
from search.chinese.dates import chinese_date


def cut_off_of_self(round: Round, on: date | None = None) -> list[str]:
    """Whether the agencies were promised more time, and which have handed in nothing."""
    silent = [
        str(each.agency)
        for each in round.participants.filter(self_submitted_at=None).select_related("agency")
    ]
    return _early(_("自评截止日"), round.self_until, on) + (
        [_("还有 %(count)s 个单位没有提交自评：%(who)s") % {"count": len(silent), "who": "、".join(silent)}]
        if silent
        else []
    )


def cut_off_of_scoring(round: Round, on: date | None = None) -> list[str]:
    """Whether panel and public were promised more time, and who of the panel has given no score."""
    silent = [each.name for each in round.assessors.filter(scores=None)]
    told = _early(_("评议团与投票截止日"), round.scoring_until, on)
    if told and round.scheme.groups.filter(kind=GroupKind.VOTE).exists():
        told.append(_("社会评价的投票随即关闭"))
    if silent:
        told.append(_("还有评委没有打分：%(who)s") % {"who": "、".join(silent)})
    return told


def _early(which: str, last: date, on: date | None) -> list[str]:
    if (on or timezone.localdate()) > last:
        return []
    return [_("%(which)s是%(day)s，现在结束就是提前结束") % {"which": which, "day": chinese_date(last)}]
