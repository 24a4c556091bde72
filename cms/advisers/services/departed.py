"""Who advised is made nameless after the years the office set; terms and services stay counted, by firm."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.queries import last_seen
from cms.accounts.services import forget_member
from cms.advisers.models import Adviser, AdviserSetting, Agreement, ListingConsent
from cms.core.audit import forget_labels
from cms.core.writing import Action, anyone, writing

CALLED = "已匿名"
FORGET = Action[Adviser](
    "advisers.adviser.forget",
    _("到期匿名"),
    anyone,
    writes=("name", "office_phone", "hours", "account"),
)
END = Action[ListingConsent](
    "advisers.listingconsent.forget", _("到期失效"), anyone, writes=("withdrawn_on",)
)


def departed(on: date) -> QuerySet[Adviser]:
    """Who has had no term, no change and no sign-in for the years that are kept; 0 is for ever."""
    years = AdviserSetting.load().departed_years
    if not years:
        return Adviser.objects.none()
    before = on - relativedelta(years=years)
    lately = Agreement.objects.filter(adviser=OuterRef("pk"), ends_on__gte=before)
    found = Adviser.objects.annotate(seen_at=last_seen("account"))
    unseen = Q(account=None) | Q(seen_at__date__lt=before)
    old = found.filter(unseen, ~Exists(lately), updated_at__date__lt=before)
    return old.exclude(name__startswith=CALLED)


@transaction.atomic
def forget_departed(on: date) -> int:
    """Make those nameless whose time is over; returns how many."""
    found = list(departed(on))
    for adviser in found:
        account = adviser.account_id
        with writing(adviser, FORGET, actor=None) as held:
            # Each by itself: a firm has nobody twice.
            held.name = f"{CALLED}{held.pk}"
            held.office_phone, held.hours, held.account = "", "", None
        for consent in adviser.consents.standing():
            with writing(consent, END, actor=None) as ended:
                ended.withdrawn_on = max(on, ended.given_on)
        forget_labels(Adviser, [adviser.pk])
        for kind in (Agreement, ListingConsent):
            forget_labels(kind, kind._base_manager.filter(adviser=adviser).values_list("pk", flat=True))
        if account:
            forget_member(User.objects.get(pk=account))
    return len(found)
