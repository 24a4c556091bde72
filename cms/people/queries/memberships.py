"""Who of the roster an account is, and which account a person has."""

from cms.accounts.models import User
from cms.people.models import Membership, Person


def person_of(user) -> Person | None:
    """The person an account is known to be; None where nobody has said so."""
    if not user.is_authenticated:
        return None
    membership = Membership.objects.select_related("person").filter(user=user).first()
    if membership is None:
        return None
    # Whoever asks the account again, as for what its menu offers, has the answer.
    membership.user = user
    return membership.person


def account_of(person: Person) -> User | None:
    """The account that is known to be this person's; None where nobody has said so."""
    membership = getattr(person, "membership", None)
    return membership.user if membership else None
