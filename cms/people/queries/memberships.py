"""Who of the roster an account is, and which account a person has."""

from cms.accounts.models import User
from cms.people.models import Person


def person_of(user) -> Person | None:
    """The person an account is known to be; None where nobody has said so."""
    if not user.is_authenticated:
        return None
    return Person.objects.filter(membership__user=user).first()


def account_of(person: Person) -> User | None:
    """The account that is known to be this person's; None where nobody has said so."""
    membership = getattr(person, "membership", None)
    return membership.user if membership else None
