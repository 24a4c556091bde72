from django.utils.translation import gettext_lazy as _

from cms.campaigns.models import AnonymisationCheck, CasePage, texts
from cms.campaigns.permissions import can_confirm_anonymisation, is_reviewer
from cms.core.writing import Action, writing


def _not_the_writer(user, check: AnonymisationCheck) -> bool:
    return can_confirm_anonymisation(user, check.page)


CONFIRM = Action[AnonymisationCheck](
    "campaigns.anonymisationcheck.confirm",
    _("确认已隐名"),
    is_reviewer,
    of=_not_the_writer,
    refusal=_("只有没有参与撰写的审核员可以确认。"),
)


def confirm_anonymisation(page: CasePage, *, actor) -> AnonymisationCheck:
    """Keep `actor`'s word that the newest wording of `page` names nobody; safe to repeat.

    Raises NotAllowed for one who is no reviewer or wrote the case.
    """
    wording = texts.fingerprint(page.get_latest_revision_as_object())
    check = AnonymisationCheck(page=page, fingerprint=wording, confirmed_by=actor)
    CONFIRM.ask(actor, check)
    if held := page.anonymisation_checks.filter(fingerprint=wording).first():
        return held
    with writing(check, CONFIRM, actor=actor):
        return check
