from django.db import transaction

from cms.campaigns.models import AnonymisationCheck, CasePage, texts
from cms.campaigns.permissions import can_confirm_anonymisation
from cms.core import audit
from cms.core.errors import require


@transaction.atomic
def confirm_anonymisation(page: CasePage, *, actor) -> AnonymisationCheck:
    """Keep `actor`'s word that the newest wording of `page` names nobody; safe to repeat.

    Raises NotAllowed for one who is no reviewer or wrote the case.
    """
    require(can_confirm_anonymisation(actor, page), "只有没有参与撰写的审核员可以确认。")
    newest = page.get_latest_revision_as_object()
    check, made = AnonymisationCheck.objects.get_or_create(
        page_id=page.pk, fingerprint=texts.fingerprint(newest), defaults={"confirmed_by": actor}
    )
    if made:
        audit.record(actor, "campaigns.case.confirm_anonymisation", page)
    return check
