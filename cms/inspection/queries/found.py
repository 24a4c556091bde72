"""What a check tells of one thing that is amiss."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from cms.inspection.enums import FindingKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OFFICE = _("普法办")


@dataclass(frozen=True)
class Found:
    """`key` is the same as long as it lasts; `link` is where it is mended, "" where nowhere."""

    kind: FindingKind
    key: str
    subject: str
    told: "StrOrPromise"
    link: str
    responsible: str


def about(kind: FindingKind, record: Model, told: "StrOrPromise", part: str = "") -> Found:
    """About a record; `part` tells several findings of one kind about it from each other."""
    key = f"{record._meta.label_lower}:{record.pk}:{part}"
    return Found(kind, key[:300], str(record)[:200], str(told)[:400], where_mended(record), who_mends(record))


def where_mended(record: Model) -> str:
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    return AdminURLFinder().get_edit_url(record) or ""


def who_mends(record: Model) -> str:
    """Its author, the account that has it, the unit whose it is, else the office."""
    for name in ("handler", "owner", "uploaded_by_user", "host", "responsible_unit"):
        if found := getattr(record, name, None):
            return str(found)[:80]
    return str(OFFICE)
