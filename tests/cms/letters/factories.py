import factory
from django.utils import timezone

from cms.core.protected import fingerprint
from cms.letters.enums import LetterKind
from cms.letters.models import Letter
from cms.letters.queries import CODE_PURPOSE


class LetterFactory(factory.django.DjangoModelFactory):
    """A question of today, that nobody has looked at."""

    class Meta:
        model = Letter

    kind = LetterKind.QUESTION
    words = "楼上漏水，修了两次还漏，该找谁？"
    code_fingerprint = factory.Sequence(lambda n: fingerprint(f"CODE{n}", CODE_PURPOSE))
    received_on = factory.LazyFunction(timezone.localdate)
    due_on = factory.LazyAttribute(lambda letter: letter.received_on)
