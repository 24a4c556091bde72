from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.inbox.models import InboxSetting
from cms.reviews.enums import RoundState
from cms.reviews.models import Ballot, PanelScore, Round
from cms.reviews.services import panels, rounds, scoring, telling, voting
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import logger_of
from tests.cms.inbox.robot import Robot, listening
from tests.cms.reviews.factories import AssessorFactory, ParticipantFactory, RoundFactory, indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


@pytest.fixture
def voted():
    """A round of two agencies in which the public votes."""
    held = RoundFactory(state=RoundState.SCORING)
    for code, name in (("Q02", "青桥区教育局"), ("Q01", "青桥区公安分局")):
        ParticipantFactory(round=held, agency=AgencyFactory(code=code, name=name))
    return held


def _main(client, address: str) -> bytes:
    """The page without what belongs to this visit alone, such as the token of the form in its foot."""
    return client.get(address).content.partition(b"<main")[2].partition(b"</main>")[0]


def frozen(held, office):
    for number, participant in enumerate(held.participants.all()):
        finding = {"office_score": Decimal(number * 10)}
        scoring.score({(participant, indicator(held, "A1")): finding}, actor=office)
    telling.tell_results(held, actor=office)
    Round.objects.filter(pk=held.pk).update(told_on=timezone.localdate() - timedelta(days=60))
    return rounds.freeze_round(Round.objects.get(pk=held.pk), actor=office)


def test_open_ballot_is_found_from_the_public_list_and_named_to_the_office_until_it_closes(
    client, voted, office
):
    address = reverse("public:review_vote", args=[2026])
    client.force_login(office)
    pages = [reverse("public:activities"), reverse("review_rounds:inspect", args=[voted.pk])]
    assert [address in client.get(page).content.decode() for page in pages] == [True, True]
    until = timezone.localdate() - timedelta(days=1)
    Round.objects.filter(pk=voted.pk).update(self_until=until, scoring_until=until)
    assert [address in client.get(page).content.decode() for page in pages] == [False, False]


def test_grades_are_public_only_once_published_and_in_the_order_of_the_list(client, voted, office):
    address = reverse("public:review", args=[2026])
    held = frozen(voted, office)
    assert client.get(address).status_code == 404
    listed = reverse("public:activities")
    assert address not in client.get(listed).content.decode()
    rounds.publish_result(held, actor=office)
    assert address in client.get(listed).content.decode()
    page = client.get(address).content.decode()
    assert page.index("青桥区公安分局") < page.index("青桥区教育局")
    # A grade, and no figure by which to rank.
    assert "合格" in page
    assert not any(figure in page for figure in ("58.33", "100.00", "总分", "第1名"))


def test_published_grades_read_the_same_after_the_agencies_changed(client, voted, office):
    rounds.publish_result(frozen(voted, office), actor=office)
    address = reverse("public:review", args=[2026])
    before = _main(client, address)
    for participant in voted.participants.all():
        participant.agency.name = "改名"[: participant.pk] + str(participant.pk)
        participant.agency.save()
    cache.clear()
    assert _main(client, address) == before


def test_member_votes_once_without_javascript_and_is_thanked(client, voted):
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    address = reverse("public:review_vote", args=[2026])
    first = voted.participants.first()
    assert client.get(address).status_code == 200
    thanked = client.post(address, {f"p{first.pk}": "5"})
    again = client.post(address, {f"p{first.pk}": "1"})
    assert [("您已投票" in page.content.decode()) for page in (thanked, again)] == [True, True]
    assert [each.votes[5] + each.votes[1] for each in voted.participants.all()] == [1, 0]


def test_empty_ballot_is_told_and_not_cast(client, voted):
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    page = client.post(reverse("public:review_vote", args=[2026]), {})
    assert (page.status_code, "还没有选择" in page.content.decode()) == (422, True)
    assert not Ballot.objects.exists()


def test_logger_does_not_vote_on_the_own_agency(client, voted):
    own = voted.participants.first()
    client.force_login(logger_of(own.agency))
    page = client.get(reverse("public:review_vote", args=[2026])).content.decode()
    assert (own.agency.name in page, voted.participants.last().agency.name in page) == (False, True)


def test_visitor_without_account_votes_by_the_link_in_a_letter(
    client, voted, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_IS_SET_UP = True
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("public:review_letter", args=[2026]), {"email": "zhang@example.com"})
    [letter] = mail.outbox
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    assert "zhang" not in link
    address = link.partition("testserver")[2]
    first = voted.participants.first()
    assert "您已投票" in client.post(address, {f"p{first.pk}": "4"}).content.decode()
    assert client.get(address + "x").status_code in (301, 404)
    assert voted.participants.first().votes[4] == 1


def test_visitor_votes_once_by_the_link_sent_to_a_telephone(
    client, voted, monkeypatch, django_capture_on_commit_callbacks
):
    address = reverse("public:review_text", args=[2026])
    assert client.post(address, {"phone": "13900000001"}).status_code == 404
    with listening() as gateway:
        InboxSetting.objects.update(gateway=gateway)
        monkeypatch.setattr("cms.inbox.tasks.refuse_unsafe", lambda *told: None)
        assert "请填写 11 位手机号" in client.post(address, {"phone": "12345"}).content.decode()
        for _again in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                client.post(address, {"phone": " 13900000001 "})
        heard = Robot.heard
    assert [said["phone"] for said in heard] == ["13900000001"] * 2
    links = [said["text"].partition("testserver")[2] for said in heard]
    first = voted.participants.first()
    for link in links:
        assert "您已投票" in client.post(link, {f"p{first.pk}": "4"}).content.decode()
    assert voted.participants.first().votes[4] == 1
    assert "13900000001" not in "".join(links)


def test_votes_are_shown_to_nobody_before_the_end(client, voted, office):
    voting.cast_ballot(voted, "m", {voted.participants.first(): 5})
    client.force_login(office)
    page = client.get(reverse("review_rounds:inspect", args=[voted.pk])).content.decode()
    assert "投票的数目在那之前谁也看不到" in page
    assert "<h2>结果</h2>" not in page


def test_voting_ends_with_its_last_day(client, voted):
    address = reverse("public:review_vote", args=[2026])
    found = []
    for days in (0, 1):
        until = timezone.localdate() - timedelta(days=days)
        Round.objects.filter(pk=voted.pk).update(self_until=until, scoring_until=until)
        page = client.get(address)
        found.append((page.status_code, "投票已经截止" in page.content.decode()))
    assert found == [(200, False), (404, True)]
    assert "投票已经截止" not in client.get(reverse("public:review_vote", args=[2025])).content.decode()


def test_link_of_an_assessor_that_is_dead_says_so(client, voted):
    address = reverse("public:review_panel", args=[panels.token_of(AssessorFactory(round=voted))])
    Round.objects.filter(pk=voted.pk).update(state=RoundState.PROVISIONAL)
    page = client.get(address)
    assert (page.status_code, "这个链接不能用了" in page.content.decode()) == (404, True)


def test_assessor_scores_on_one_page_without_the_own_agency_and_without_self_scores(client, voted):
    own, other = voted.participants.all()
    scoring.Entry.objects.create(
        participant=other, indicator=indicator(voted, "A1"), self_score=10, self_words="自评说明在此"
    )
    assessor = AssessorFactory(round=voted, agency=own.agency)
    address = reverse("public:review_panel", args=[panels.token_of(assessor)])
    page = client.get(address).content.decode()
    assert (f'name="p{own.pk}"' in page, f'name="p{other.pk}"' in page, "自评说明在此" in page) == (
        False,
        True,
        False,
    )
    assert client.post(address, {f"p{other.pk}": "88.5", f"p{own.pk}": "100"}).status_code == 302
    assert list(PanelScore.objects.values_list("participant", "score")) == [(other.pk, Decimal("88.50"))]
    Round.objects.update(panel_sees_self=True)
    assert "自评说明在此" in client.get(address).content.decode()


@pytest.mark.parametrize("score", ["100.01", "-1", "甲"])
def test_score_out_of_range_is_told_at_its_agency(score, client, voted):
    assessor = AssessorFactory(round=voted)
    address = reverse("public:review_panel", args=[panels.token_of(assessor)])
    page = client.post(address, {f"p{voted.participants.first().pk}": score})
    assert (page.status_code, "field__error" in page.content.decode()) == (422, True)
    assert not PanelScore.objects.exists()
