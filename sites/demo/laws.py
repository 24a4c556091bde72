"""Laws of the demo: real titles without their texts, and one invented text to search in.

Titles are facts. The texts of laws enter by import only, with source and date of checking.
"""

from datetime import date
from pathlib import Path

from cms.statutes.enums import LawLevel
from cms.statutes.imports.storing import import_statutes
from cms.statutes.models import Law
from cms.statutes.services import LAWS
from sites.demo.office import Office

FOLDER = Path(__file__).parent / "statutes"
TITLES = (
    ("中华人民共和国宪法", LawLevel.CONSTITUTION),
    ("中华人民共和国民法典", LawLevel.LAW),
    ("中华人民共和国法治宣传教育法", LawLevel.LAW),
    ("中华人民共和国劳动合同法", LawLevel.LAW),
    ("中华人民共和国消费者权益保护法", LawLevel.LAW),
    ("中华人民共和国反电信网络诈骗法", LawLevel.LAW),
    ("中华人民共和国反家庭暴力法", LawLevel.LAW),
    ("中华人民共和国家庭教育促进法", LawLevel.LAW),
    ("中华人民共和国食品安全法", LawLevel.LAW),
    ("保障农民工工资支付条例", LawLevel.ADMINISTRATIVE),
)


def build_laws(office: Office, today: date) -> dict[str, Law]:
    """Laws by short title."""
    for title, level in TITLES:
        short = title.removeprefix("中华人民共和国")
        LAWS.add(actor=office.accounts["office"], title=title, short_title=short, slug=short, level=level)
    import_statutes(FOLDER, source="示范区自拟", checked_on=today)
    return {law.short_title: law for law in Law.objects.all()}
