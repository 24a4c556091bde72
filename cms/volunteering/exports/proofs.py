"""志愿服务记录证明 on paper."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.campaigns.models import SiteProfile
from cms.core.papers import Paper, Paragraph, Table
from cms.core.papers.certificates import CertificatePaper
from cms.volunteering.models import ServiceProof, VolunteerSetting
from search.chinese.dates import chinese_date


def proof_on_paper(proof: ServiceProof, link_of: Callable[[str, str], str]) -> CertificatePaper:
    """What stands on it; `link_of(number, code)` is the address of the public check."""
    person, place = proof.appointment.person, proof.appointment.community
    words = _(
        "您自%(first)s至%(last)s参加普法志愿服务 %(times)s 次，经核实，服务时长共 %(hours)s 小时。特此证明。"
    )
    told = {
        "first": chinese_date(proof.starts_on),
        "last": chinese_date(proof.ends_on),
        "times": proof.times,
        "hours": f"{proof.hours.normalize():f}",
    }
    registered = proof.appointment.volunteer_number
    return CertificatePaper(
        title="志愿服务记录证明",
        name=person.name,
        words=words % told,
        role="普法志愿者",
        community=str(place),
        number=proof.number,
        facts=tuple(
            filter(
                None,
                (
                    f"编号：{proof.number}",
                    f"查验码：{proof.check_code}",
                    f"志愿者编号：{registered}" if registered else "",
                    "免费出具，以查验结果为准",
                ),
            )
        ),
        link=link_of(proof.number, proof.check_code),
        issuer=_issuer(),
        signed_on=proof.issued_on,
    )


def _issuer() -> str:
    """As the office wrote it, or else who runs the site."""
    site = Site.objects.filter(is_default_site=True).first()
    runs = SiteProfile.for_site(site).organiser if site else ""
    return VolunteerSetting.load().issuer or runs or "普法办"


def details_of(proof: ServiceProof, *, made_at: datetime) -> Paper:
    """The service that the proof counts, line by line."""
    rows = tuple(
        (
            chinese_date(each.date),
            f"{each.start:%H:%M}–{each.until}",
            each.activity,
            each.post or "—",
            f"{each.hours.normalize():f}",
        )
        for each in proof.records()
    )
    head = (("服务日期", "起止时间", "活动", "岗位", "小时"),)
    return Paper(
        title="志愿服务记录明细",
        subtitles=(f"{proof.appointment.person}　{proof.number}",),
        blocks=(
            Table(widths=(5, 4, 10, 3, 2), head=head, rows=rows),
            Paragraph(f"共 {proof.times} 次，{proof.hours.normalize():f} 小时。"),
        ),
        made_at=made_at,
    )
