"""Who has left is made nameless after the years the office set, or at once where they ask for it.

What they did stays counted.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.queries import last_seen
from cms.accounts.services import forget_member
from cms.core.errors import RuleBroken
from cms.core.writing import Action, anyone, removing, writing
from cms.inbox.services import forget_messages_naming
from cms.people.enums import ENDED, RUNNING
from cms.people.models import (
    Appointment,
    Consent,
    EndingProposal,
    Membership,
    Merge,
    Nomination,
    NominationStep,
    Person,
    RosterSetting,
    ServiceRecord,
    YearlyExcuse,
)
from cms.people.services.self_nominations import forget_self_nominations_of
from cms.people.services.trail_names import forget_in_trail

# How each kind of record leads to the person, and what of it is about nobody afterwards. Of a person the
# gender stays, for the figures; of the rest roles, places, states, days and hours.
EMPTIED: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    Person: (
        "pk",
        (
            "birth", "ethnicity", "political_status", "education", "skills", "phone", "identity_number",
            "guardian_name", "guardian_phone",
        ),
    ),
    Appointment: ("person", ("phone", "remark", "speciality", "category", "nominated_by", "training")),
    ServiceRecord: ("appointment__person", ("remark",)),
    YearlyExcuse: ("appointment__person", ("words",)),
    EndingProposal: ("appointment__person", ("grounds", "statement", "decision")),
    Nomination: ("person", ("category",)),
    NominationStep: ("nomination__person", ("opinion",)),
    Merge: ("kept", ("gone_name", "reason")),
}  # fmt: skip
CALLED, GONE = "已匿名", "（到期已清除）"
FORGET = {
    kind: Action[Model](
        f"{kind._meta.label_lower}.forget",
        _("到期匿名"),
        anyone,
        writes=(*fields, "name") if kind is Person else fields,
    )
    for kind, (_path, fields) in EMPTIED.items()
}
PART = Action[Membership]("people.membership.part", _("到期解除关联"), anyone)
END_CONSENT = Action[Consent]("people.consent.forget", _("到期失效"), anyone, writes=("withdrawn_on",))


def departed(on: date) -> QuerySet[Person]:
    """Who has had no standing appointment and no running nomination for the years that are kept.

    A record that was written since counts from then on, as does signing in with an account of one's own. None
    where the office keeps them for ever (0).
    """
    years = RosterSetting.load().departed_years
    if not years:
        return Person.objects.none()
    before = on - relativedelta(years=years)
    mine = {"person": OuterRef("pk")}
    stands = Appointment.objects.filter(**mine).exclude(state__in=ENDED, updated_at__date__lt=before)
    runs = Nomination.objects.filter(**mine, state__in=RUNNING)
    left = Person.objects.filter(Exists(Appointment.objects.filter(**mine)), ~Exists(stands), ~Exists(runs))
    left = left.annotate(seen_at=last_seen("membership__user"))
    unseen = Q(membership=None) | Q(seen_at__date__lt=before, membership__updated_at__date__lt=before)
    return left.filter(unseen, updated_at__date__lt=before).exclude(name__startswith=CALLED)


@transaction.atomic
def forget_departed(on: date) -> int:
    """Make those nameless whose time is over; returns how many. Hours, training and roles stay counted."""
    found = list(departed(on))
    for person in found:
        _forget(person, on)
    return len(found)


@transaction.atomic
def erase(person: Person, on: date) -> None:
    """Make somebody nameless who asked for it. RuleBroken while they serve, or are on the way to."""
    serves = person.appointments.exclude(state__in=ENDED).exists()
    if serves or person.nominations.filter(state__in=RUNNING).exists():
        raise RuleBroken(_("此人还在册，或者还在推荐中：请先在“任用”“推荐”里办理退出，再答复已删除。"))
    forget_self_nominations_of(person)
    forget_messages_naming(_names_of(person))
    _forget(person, on)


def _names_of(person: Person) -> set[str]:
    return {person.name, *person.merges.values_list("gone_name", flat=True)}


def _forget(person: Person, on: date) -> None:
    names = _names_of(person)
    for kind, (path, fields) in EMPTIED.items():
        for record in kind._default_manager.filter(**{path: person.pk}):
            _empty(record, FORGET[kind], fields)
    for consent in person.consents.filter(withdrawn_on=None):
        with writing(consent, END_CONSENT, actor=None) as ended:
            ended.withdrawn_on = max(on, ended.given_on)
    _forget_account(person)
    forget_in_trail(Person.objects.get(pk=person.pk), names)


def _forget_account(person: Person) -> None:
    membership = Membership.objects.filter(person=person).first()
    if membership:
        removing(membership, PART, actor=None)
        forget_member(User.objects.get(pk=membership.user_id))


def _empty(record: Model, action: Action[Model], fields: tuple[str, ...]) -> None:
    with writing(record, action, actor=None) as held:
        for name in fields:
            if getattr(held, name):
                setattr(held, name, "" if getattr(held._meta.get_field(name), "blank", False) else GONE)
        if isinstance(held, Person):
            # Each by itself: nobody is to be taken for another of that name.
            held.name = f"{CALLED}{held.pk}"
