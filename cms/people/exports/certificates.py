"""Certificates on paper."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from cms.core.errors import RuleBroken
from cms.core.papers.certificates import CertificatePaper
from cms.people.models import Certificate, CertificateScheme
from search.chinese.dates import chinese_date


def on_paper(
    certificates: Iterable[Certificate], link_of: Callable[[str, str], str]
) -> list[CertificatePaper]:
    """What stands on each; `link_of(number, code)` is the address of the public check."""
    held = list(certificates)
    seals = {scheme: _seal_of(scheme) for scheme in {each.scheme for each in held}}
    return [_on_paper(each, link_of(each.number, each.check_code), seals[each.scheme]) for each in held]


def _seal_of(scheme: CertificateScheme) -> bytes:
    """The picture of the seal, small enough for paper; RuleBroken where it cannot be read."""
    if scheme.seal is None:
        return b""
    try:
        with scheme.seal.get_rendition("max-600x600|format-png").file.open("rb") as file:
            return file.read()
    except OSError as error:
        raise RuleBroken(_("印章图片打不开，请在“证书编号规则”里重新选择。")) from error


def _on_paper(certificate: Certificate, link: str, seal: bytes) -> CertificatePaper:
    appointment = certificate.appointment
    role, place = str(appointment.get_role_display()), appointment.community
    words = _("经推荐、培训、考核和公示，聘任您为%(town)s%(place)s%(role)s。特发此证。")
    until = certificate.valid_until
    return CertificatePaper(
        title=f"{role}证书",
        name=appointment.person.name,
        words=words % {"town": place.parent, "place": place, "role": role},
        role=role,
        community=f"{place.parent} {place}",
        number=certificate.number,
        facts=(
            f"编号：{certificate.number}",
            f"查验码：{certificate.check_code}",
            f"有效期至：{chinese_date(until)}" if until else "长期有效，以查验结果为准",
        ),
        link=link,
        issuer=certificate.scheme.issuer,
        signed_on=certificate.issued_on,
        seal=seal,
    )
