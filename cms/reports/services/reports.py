"""A yearly report from its first draft to the public."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.agencies.models import Agency
from cms.core.errors import RuleBroken
from cms.core.personal_data import refuse_personal_numbers
from cms.core.writing import Action, anyone, standing, write, writing
from cms.reports.enums import ReportState
from cms.reports.models import SIGNED, Report, Section
from cms.reports.permissions import can_publish_reports, can_write_report, writes_reports
from cms.reports.queries.drafting import draft_sections, unexplained
from cms.reports.queries.papers import paper_of

DRAW_UP = Action[Report](
    "reports.report.create", _("新增"), writes_reports, writes=("year", "agency"), of=can_write_report
)
# Part of the drawing up, which asked who may.
BEGIN_SECTION = Action[Section]("reports.section.create", "", anyone)
WRITE = Action[Section](
    "reports.section.change",
    _("修改"),
    writes_reports,
    writes=("heading", "text"),
    of=lambda user, section: can_write_report(user, section.report),
    when=lambda section: section.report.is_open,
    otherwise=SIGNED,
)
SIGN = Action[Report](
    "reports.report.sign",
    _("签发"),
    writes_reports,
    writes=("state", "signer", "signed_at", "checksum"),
    of=can_write_report,
    when=standing(ReportState.DRAFT),
    otherwise=SIGNED,
)
PUBLISH = Action[Report](
    "reports.report.publish",
    _("公开"),
    can_publish_reports,
    writes=("state", "published_at"),
    when=standing(ReportState.SIGNED),
    otherwise=_("只有已签发、尚未公开的报告可以公开。"),
)
WITHDRAW = Action[Report](
    "reports.report.withdraw",
    _("撤下"),
    can_publish_reports,
    writes=("state",),
    when=standing(ReportState.PUBLISHED),
    otherwise=_("只有已公开的报告可以撤下。"),
    reason=_("请写明撤下的理由。"),
)


@transaction.atomic
def draw_up_report(*, year: int, agency: Agency | None, actor) -> Report:
    """A draft whose sections say what the record knows. RuleBroken where there is one of that year."""
    if Report.objects.filter(year=year, agency=agency).exists():
        raise RuleBroken(_("这一年的报告已经有了，请在那一份里改。"))
    whose = agency.name if agency else _("全区")
    report = Report(year=year, agency=agency, title=f"{whose}{year}年度普法责任制履职报告")
    write(report, DRAW_UP, {}, actor=actor)
    for position, (heading, text) in enumerate(draft_sections(year, agency, timezone.localdate()), start=1):
        section = Section(report=report, position=position, heading=heading, text=text)
        with writing(section, BEGIN_SECTION, actor=actor):
            pass
    return report


@transaction.atomic
def write_sections(report: Report, values: Mapping[Section, Mapping[str, str]], *, actor) -> None:
    """Keep heading and text of each section with the version it was read in (`seen`); all or nothing."""
    for section, said in values.items():
        if section.report_id != report.pk:
            raise RuleBroken(_("章节不属于这份报告，请重新打开。"))
        with writing(section, WRITE, actor=actor, seen=said["seen"]) as held:
            held.heading, held.text = said["heading"], said["text"]


@transaction.atomic
def sign_report(report: Report, *, signer: str, actor, seen: str | None = None) -> Report:
    """Nobody writes in it any more; it is known by the checksum of what stands in it."""
    if not signer.strip():
        raise RuleBroken({"signer": _("请写明签发人的姓名。")})
    with writing(report, SIGN, actor=actor, seen=seen) as held:
        if not any(section.text.strip() for section in held.sections.all()):
            raise RuleBroken(_("报告还没有正文。"))
        if missing := unexplained(held):
            raise RuleBroken(_("还没有写明未完成的原因：%(items)s。") % {"items": "；".join(missing)})
        held.signer, held.signed_at = signer.strip(), timezone.now()
        held.checksum = paper_of(held).checksum
        held.state = ReportState.SIGNED
    return held


def publish_report(report: Report, *, actor, seen: str | None = None) -> Report:
    with writing(report, PUBLISH, actor=actor, seen=seen) as held:
        for public in (held, *held.sections.all()):
            refuse_personal_numbers(public)
        held.state = ReportState.PUBLISHED
        held.published_at = held.published_at or timezone.now()
    return held


def withdraw_report(report: Report, *, reason: str, actor, seen: str | None = None) -> Report:
    """From the public; what was signed stays as it was."""
    with writing(report, WITHDRAW, actor=actor, seen=seen, reason=reason) as held:
        held.state = ReportState.SIGNED
    return held
