"""Which account is which person: said by the office."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.core.tables import Table
from cms.core.writing import Action, anyone, writing
from cms.people.models import Membership, Person
from cms.people.permissions import can_manage_people

MEMBERSHIPS = Table(Membership, can_manage_people, writes=("user", "person"))
# Permitted with the approval that asks for it.
JOIN = Action[Membership]("people.membership.join", _("关联账号"), anyone)


def join(user: User, person: Person, *, actor) -> Membership:
    """Say that the account is the person's. RuleBroken where either has another already."""
    held = Membership.objects.filter(user=user, person=person).first()
    if held:
        return held
    fresh = Membership(user=user, person=person)
    with writing(fresh, JOIN, actor=actor):
        return fresh
