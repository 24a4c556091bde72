import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.values import version_of
from cms.reviews.enums import RoundState
from cms.reviews.models import Appeal, Entry, Round
from cms.reviews.services import scoring, telling
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.reviews.factories import ParticipantFactory, RectificationFactory, indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    return ParticipantFactory(round__state=RoundState.SELF)


@pytest.fixture
def own(part, client):
    user = logger_of(part.agency)
    client.force_login(user)
    return user


def seen(part) -> dict[str, str]:
    """What the page says of the versions it shows."""
    return {f"i{entry.indicator_id}-seen": version_of(entry) for entry in part.entries.all()}


def told(part):
    office = UserFactory(roles=[Role.OFFICE])
    Round.objects.filter(pk=part.round_id).update(state=RoundState.SCORING)
    part.refresh_from_db()
    scoring.score({(part, indicator(part.round, "A1")): {"office_score": Decimal(9)}}, actor=office)
    telling.tell_results(part.round, actor=office)


def test_self_assessment_is_prefilled_from_the_record_and_asks_only_for_what_is_not_in_it(client, part, own):
    lecture = timezone.make_aware(timezone.datetime(2026, 2, 3, 9))
    ActivityFactory(host=part.agency, state="approved", starts_at=lecture, name="民法典讲座")
    address = reverse("portal:review", args=[part.pk])
    page = client.get(address).content.decode()
    a1, a3 = (indicator(part.round, key) for key in ("A1", "A3"))
    assert "记录 1 场" in page
    assert (f'name="i{a1.pk}-self_score"' in page, f'name="i{a3.pk}-self_score"' in page) == (True, False)
    evidence = client.get(reverse("portal:review_evidence", args=[part.pk, a3.pk])).content.decode()
    assert "民法典讲座" in evidence


def test_self_assessment_is_kept_and_may_be_changed(client, part, own):
    address = reverse("portal:review", args=[part.pk])
    a1 = indicator(part.round, "A1")
    for score in ("9", "8.5"):
        fields = {f"i{a1.pk}-self_score": score, f"i{a1.pk}-self_words": "有", **seen(part)}
        assert client.post(address, fields).status_code == 302
    assert list(Entry.objects.values_list("self_score", "self_words")) == [(Decimal("8.50"), "有")]


@pytest.mark.parametrize(
    ("score", "words"), [("11", "A1 的分值是 10"), ("甲", "field__error"), ("-1", "field__error")]
)
def test_self_score_that_does_not_hold_is_told_and_what_was_written_stays(score, words, client, part, own):
    a1 = indicator(part.round, "A1")
    page = client.post(
        reverse("portal:review", args=[part.pk]),
        {f"i{a1.pk}-self_score": score, f"i{a1.pk}-self_words": "写了很久"},
    )
    assert (page.status_code, words in page.content.decode(), "写了很久" in page.content.decode()) == (
        422,
        True,
        True,
    )
    assert not Entry.objects.exists()


def test_result_is_the_agencys_own_once_it_is_told_with_a_sentence_for_each_line(client, part, own):
    Round.objects.update(state=RoundState.SCORING)
    address = reverse("portal:review", args=[part.pk])
    assert "普法办正在组织评分" in client.get(address).content.decode()
    assert client.get(reverse("portal:review_sheet", args=[part.pk, "docx"])).status_code == 404
    told(part)
    page = client.get(address).content.decode()
    assert "应完成4，实际0" in page


def test_sheet_is_a_word_file_with_every_line(client, part, own):
    told(part)
    response = client.get(reverse("portal:review_sheet", args=[part.pk, "docx"]))
    tables = docx.Document(BytesIO(b"".join(response.streaming_content))).tables
    lines = tables[-1] if len(tables[-1].rows) > 1 else tables[-2]
    assert [row.cells[0].text for row in lines.rows] == ["代号", "A1", "A2", "A3", "B1"]


def test_appeal_is_filed_from_the_page_and_its_answer_read_there(client, part, own):
    told(part)
    client.post(reverse("portal:review_appeal", args=[part.pk]), {"words": "A3 少计一场"})
    assert list(Appeal.objects.values_list("words", flat=True)) == ["A3 少计一场"]
    Appeal.objects.update(answer="已补计", answered_at=timezone.now())
    page = client.get(reverse("portal:review", args=[part.pk])).content.decode()
    assert ("A3 少计一场" in page, "已补计" in page) == (True, True)


def test_appeal_sent_twice_by_two_taps_is_one(client, part, own):
    told(part)
    page = client.get(reverse("portal:review", args=[part.pk])).content.decode()
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    for _tap in range(2):
        client.post(
            reverse("portal:review_appeal", args=[part.pk]), {"words": "A3 少计", "form_token": token}
        )
    assert Appeal.objects.count() == 1


def test_empty_appeal_and_one_after_the_last_day_are_told(client, part, own):
    told(part)
    address = reverse("portal:review_appeal", args=[part.pk])
    told_why = client.post(address, {"words": " "}, follow=True).content.decode()
    assert "请写明哪一项、什么理由。" in told_why
    Round.objects.update(told_on=timezone.localdate() - timedelta(days=60))
    assert "不在申诉期内" in client.post(address, {"words": "晚了"}, follow=True).content.decode()
    assert not Appeal.objects.exists()


def test_rectification_is_reported_from_the_desk(client, part, own):
    task = RectificationFactory(participant=part)
    address = reverse("portal:rectification", args=[task.pk])
    assert "请写明整改情况" in client.post(address, {"report": " "}, follow=True).content.decode()
    page = client.post(address, {"report": "已补办两场"}, follow=True).content.decode()
    task.refresh_from_db()
    assert (task.state, "待复核" in page) == ("reported", True)


def test_colleague_is_not_overwritten_unseen_and_saving_once_more_is_a_decision(client, part, own):
    address, a1 = reverse("portal:review", args=[part.pk]), indicator(part.round, "A1")
    scoring.assess_self(part, {a1: {"self_score": Decimal(7), "self_words": "同事写的"}}, actor=own)
    old_page = {f"i{a1.pk}-self_score": "9", f"i{a1.pk}-self_words": "旧页面上写的", f"i{a1.pk}-seen": ""}
    page = client.post(address, old_page)
    told_why = page.content.decode()
    assert (page.status_code, "同事写的" in told_why, "旧页面上写的" in told_why) == (422, True, True)
    assert Entry.objects.get().self_words == "同事写的"
    assert client.post(address, old_page | seen(part)).status_code == 302
    assert Entry.objects.get().self_words == "旧页面上写的"


def test_count_that_the_office_fills_in_leads_to_no_records(client, part, own):
    bonus = indicator(part.round, "B1")
    address = reverse("portal:review_evidence", args=[part.pk, bonus.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("portal:review", args=[part.pk])).content.decode()


def test_indicator_that_was_not_touched_keeps_what_a_colleague_saved_meanwhile(client, part, own):
    address, a1 = reverse("portal:review", args=[part.pk]), indicator(part.round, "A1")
    page = client.get(address).content.decode()
    shown = dict(re.findall(r'<input[^>]*?name="([\w-]+)"[^>]*?value="([^"]*)"', page))
    scoring.assess_self(part, {a1: {"self_score": Decimal(7), "self_words": "同事写的"}}, actor=own)
    untouched = {f"i{a1.pk}-self_score": "", f"i{a1.pk}-self_words": ""}
    assert client.post(address, {**shown, **untouched}).status_code == 302
    assert Entry.objects.get().self_words == "同事写的"
