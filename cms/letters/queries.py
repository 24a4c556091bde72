"""Reads of letters. The day is passed in."""

from datetime import date
from urllib.parse import unquote, urlsplit

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.permissions import is_office
from cms.core.protected import fingerprint
from cms.core.seats import typed_code
from cms.letters.models import Letter, LetterQuerySet
from cms.letters.permissions import can_see_letters
from cms.statutes.models import Article, Law

# What a follow-up number is hashed for.
CODE_PURPOSE = "letters.follow-up"


def letter_by(code: str) -> Letter | None:
    """What a follow-up number stands for, however it was typed."""
    wanted = typed_code(code)
    return (
        Letter.objects.filter(code_fingerprint=fingerprint(wanted, CODE_PURPOSE)).first() if wanted else None
    )


def letters_to_see(user) -> LetterQuerySet:
    """All for the office; for a reviewer those that were given to the account."""
    found = Letter.objects.select_related("handler")
    if is_office(user):
        return found
    return found.filter(handler=user) if can_see_letters(user) else found.none()


def waiting_letters(user) -> QuerySet[Letter]:
    """What the account has to share out or answer, the most urgent first."""
    return letters_to_see(user).open().order_by("due_on", "pk")


def owner_of_page(page: str) -> User | None:
    """Whose the page is that somebody found an error in, by its address or its title; None where nobody's.

    An owner who has left, or may not answer letters, is nobody.
    """
    typed = page.strip()
    if not typed:
        return None
    found = Page.objects.live().filter(Q(url_path__in=_url_paths(typed)) | Q(title=typed))
    # Two pages of one title: nobody can tell which is meant.
    owners = {each.owner for each in found.select_related("owner")[:2]}
    owner = owners.pop() if len(owners) == 1 else None
    return owner if owner and owner.is_active and can_see_letters(owner) else None


def _url_paths(typed: str) -> list[str]:
    """What a page of that address is stored under; the address may be whole or begin with its path."""
    try:
        path = unquote(urlsplit(typed).path)
    except ValueError:
        return []
    if not path.startswith("/"):
        return []
    roots = Page.objects.filter(sites_rooted_here__isnull=False).values_list("url_path", flat=True)
    return [f"{root.rstrip('/')}{path.rstrip('/')}/" for root in roots]


def overdue_letters(on: date) -> QuerySet[Letter]:
    return Letter.objects.open().filter(due_on__lt=on).select_related("handler").order_by("due_on")


def published_letters() -> QuerySet[Letter]:
    """Questions and answers that anybody may read, the newest first."""
    return Letter.objects.published().order_by("-published_at", "-pk")


def letters_citing(law: Law) -> QuerySet[Letter]:
    """Published answers that cite the law, the newest first."""
    return published_letters().filter(laws=law)


def letters_citing_article(article: Article) -> QuerySet[Letter]:
    found = {"provisions__law": article.version.law_id, "provisions__ref": article.ref}
    return published_letters().filter(**found)
