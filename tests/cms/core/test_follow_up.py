"""A follow-up number stands for one thing: drawn again where it is taken, and held by the database."""

import pytest
from django.db import IntegrityError

from cms.accounts.enums import Role
from cms.core import follow_up
from cms.exams.models import Admission
from cms.exams.services.exams import renew_code
from cms.letters.enums import LetterKind
from cms.letters.queries import letter_by
from cms.letters.services import receive
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import AdmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """What chance draws, one after the other."""

    def draws(module, *codes):
        left = list(codes)
        monkeypatch.setattr(module, "new_code", lambda: left.pop(0))

    return draws


def test_number_that_is_taken_is_drawn_again(drawn):
    drawn(follow_up, "AAAABBBBCCCC", "AAAABBBBCCCC", "AAAABBBBCCCC", "DDDDEEEEFFFF")
    told = [receive(LetterKind.QUESTION, f"第{n}问") for n in (1, 2)]
    assert [code for _letter, code in told] == ["AAAABBBBCCCC", "DDDDEEEEFFFF"]
    assert [letter_by(code) for _letter, code in told] == [letter for letter, _code in told]


def test_number_of_an_exam_is_one_persons(drawn):
    from cms.exams.services import exams

    office = UserFactory(roles=[Role.OFFICE])
    first, second = AdmissionFactory(), AdmissionFactory()
    drawn(exams, "2345ABCD", "2345ABCD", "6789EFGH")
    codes = [renew_code(each, actor=office)[0][1] for each in (first, second)]
    assert codes == ["2345ABCD", "6789EFGH"]
    held = Admission.objects.get(pk=first.pk).code_fingerprint
    with pytest.raises(IntegrityError):
        Admission.objects.filter(pk=second.pk).update(code_fingerprint=held)
