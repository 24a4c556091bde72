"""Yearly reports: last year's, signed and public; one begun for this year."""

from datetime import date

from cms.accounts.models import User
from cms.agencies.models import Agency
from cms.core.values import version_of
from cms.reports.models import Report
from cms.reports.queries.drafting import UNEXPLAINED
from cms.reports.services.reports import draw_up_report, publish_report, sign_report, write_sections
from sites.demo.office import Office

# Whose are public, and who signed them.
SIGNERS = {"QQ-RS": "季明川", "QQ-SC": "宋怀远", "QQ-GA": "程立言", "QQ-XF": "郭靖平"}
BEGUN = "QQ-RS"
WHY = "场地与讲师没有落实，已列入下一年第一季度的安排。"
NEXT = "逐项排出时间表，把活动办到居村和企业门口；每场活动请听众写下一件还想知道的事，据此定下一场的题目。"


def build_reports(office: Office, desks: dict[Agency, User], today: date) -> None:
    clerk = office.accounts["office"]
    _finished(None, "普明法", clerk, clerk, today.year - 1)
    by_code = {agency.code: agency for agency in desks}
    for code, signer in SIGNERS.items():
        agency = by_code[code]
        _finished(agency, signer, desks[agency], clerk, today.year - 1)
    draw_up_report(year=today.year, agency=by_code[BEGUN], actor=desks[by_code[BEGUN]])


def _finished(agency: Agency | None, signer: str, writer: User, clerk: User, year: int) -> Report:
    report = draw_up_report(year=year, agency=agency, actor=writer)
    write_sections(
        report,
        {
            section: {
                "heading": section.heading,
                "text": section.text.replace(UNEXPLAINED, UNEXPLAINED + WHY) or NEXT,
                "seen": version_of(section),
            }
            for section in report.sections.all()
        },
        actor=writer,
    )
    return publish_report(sign_report(report, signer=signer, actor=writer), actor=clerk)
