"""What members ask: their words are emptied in time, and who is erased is named in no reminder."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.inbox.models import Message
from cms.inbox.services import send
from cms.people.models import SelfNomination
from cms.people.services.self_nominations import receive
from cms.volunteering.services.calls import PASS_ON
from cms.volunteering.services.requests import (
    FORGOTTEN_AFTER,
    answer_done,
    answer_refused,
    ask,
    forget_requests,
    withdraw,
)
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import ConsentFactory, MembershipFactory, PersonFactory
from tests.cms.people.services.test_newcomers import AGREED, WHO
from tests.cms.places.factories import CommunityFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def asked(name, kind="erase", words="搬走了"):
    member = MembershipFactory(person=PersonFactory(name=name)).user
    return ask(member.membership.person, kind, words, actor=member)


def test_who_asks_for_a_correction_says_of_what_and_who_asks_to_be_erased_need_not():
    with pytest.raises(RuleBroken, match="哪一项不对"):
        asked("林知夏", "correct", " ")
    assert asked("林知夏", "erase", "").words == ""


@pytest.mark.parametrize(("after", "words"), [(-1, "搬走了"), (0, "搬走了"), (1, "")])
def test_words_are_emptied_half_a_year_after_the_answer(after, words, office):
    answered, open_one = asked("林知夏"), asked("周敏")
    answer_refused(answered, reason="还在服务", actor=office)
    forget_requests(TODAY + FORGOTTEN_AFTER + timedelta(days=after))
    for each in (answered, open_one):
        each.refresh_from_db()
    assert (answered.words, answered.answer, open_one.words) == (words, "还在服务", "搬走了")


@pytest.mark.parametrize(
    ("erased", "others"),
    [("王明", "王明华"), ("王明华", "王明"), ("买买提", "阿卜杜·买买提"), ("阿卜杜·买买提", "买买提")],
)
def test_reminders_that_name_who_is_erased_go_and_those_of_longer_or_shorter_names_stay(
    erased, others, office
):
    for name in (erased, others):
        request = asked(name)
        member = request.person.membership.user
        ConsentFactory(person=request.person, purpose="management")
        withdraw(request.person, "management", actor=member)
        told = PASS_ON % {"names": f"{name}、李芳等 12 人", "text": "集合时间改了"}
        send(office, "changed", f"call:{name}", told, "/portal/calls/", on=TODAY)
        if name == erased:
            erasing = request
    answer_done(erasing, reason="已删除", actor=office)
    assert sorted(Message.objects.values_list("text", flat=True)) == sorted(
        [
            f"{others}撤回了名册管理的同意，请办理退出",
            f"{others}请求{erasing.get_kind_display()}，请答复",
            f"请转告没有账号的志愿者{others}、李芳等 12 人：集合时间改了",
        ]
    )


def test_self_nomination_that_still_waits_goes_with_who_is_erased(office):
    request = asked("方知秋")
    given = {**WHO, "community": CommunityFactory(), "role": "leader", "category": "", "words": "愿意出力"}
    held, _code = receive(given, purposes=AGREED, member=request.person.membership.user)
    answer_done(request, reason="已删除", actor=office)
    held = SelfNomination.objects.get(pk=held.pk)
    assert (held.state, held.person, held.name, held.phone, held.words) == ("withdrawn", None, "", "", "")
