"""That an adviser agrees to be shown, and takes it back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.advisers.models import Adviser, ListingConsent
from cms.advisers.permissions import can_manage_advisers
from cms.core.errors import RuleBroken
from cms.core.writing import Action, writing

GIVE = Action[ListingConsent]("advisers.listingconsent.give", _("登记同意公开"), can_manage_advisers)
WITHDRAW = Action[ListingConsent](
    "advisers.listingconsent.withdraw",
    _("撤回同意公开"),
    can_manage_advisers,
    writes=("withdrawn_on",),
    when=lambda consent: consent.withdrawn_on is None,
    otherwise=_("这项同意已经撤回。"),
)


def give_consent(adviser: Adviser, *, text_version: str, given_on: date, actor) -> ListingConsent:
    """Record that an adviser agreed to be shown; RuleBroken where a consent stands."""
    consent = ListingConsent(adviser=adviser, text_version=text_version, given_on=given_on)
    with writing(consent, GIVE, actor=actor):
        pass
    return consent


def withdraw_consent(adviser: Adviser, *, actor) -> ListingConsent:
    """End the standing consent, today and at once; RuleBroken where none stands."""
    held = adviser.consents.standing().first()
    if held is None:
        raise RuleBroken(_("此人没有有效的同意，本来就不公开。"))
    with writing(held, WITHDRAW, actor=actor) as consent:
        consent.withdrawn_on = timezone.localdate()
    return consent
