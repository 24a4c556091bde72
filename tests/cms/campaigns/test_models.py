from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.accounts.enums import Role
from cms.campaigns.models import CampaignPage, HomePage
from cms.campaigns.services import confirm_anonymisation
from cms.core.errors import NotAllowed, RuleBroken
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import (
    ArticlePageFactory,
    CampaignPageFactory,
    CasePageFactory,
    published,
)

pytestmark = pytest.mark.django_db

IDENTITY = "310107199003071234"
MOBILE = "13812345678"


def test_campaign_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError, match="结束日期不能早于开始日期"):
        CampaignPageFactory(starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 1))


def test_database_itself_refuses_a_campaign_that_ends_before_it_starts():
    page = CampaignPageFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignPage.objects.filter(pk=page.pk).update(ends_on=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": f"联系{MOBILE}"}, "标题"),
        ({"summary": f"当事人身份证{IDENTITY}"}, "摘要"),
        ({"source": MOBILE}, "来源"),
        ({"body": [("heading", "案情"), ("paragraph", f"<p>请打<b>{MOBILE}</b></p>")]}, "正文第2块"),
        ({"body": [("quote", {"text": "话", "source": IDENTITY})]}, "正文第1块"),
        (
            {
                "body": [
                    (
                        "question",
                        {"question": "问", "answer": f"<p>{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}</p>"},
                    )
                ]
            },
            "正文第1块",
        ),
    ],
    ids=["title", "summary", "source", "paragraph", "quote", "spaced"],
)
def test_personal_number_is_refused_and_its_place_named(fields, where):
    with pytest.raises(ValidationError) as refused:
        ArticlePageFactory(**fields)
    message = "".join(refused.value.messages)
    assert where in message
    assert IDENTITY not in message
    assert MOBILE not in message


def test_personal_number_split_by_markup_is_still_found():
    with pytest.raises(ValidationError, match="手机号"):
        ArticlePageFactory(body=[("paragraph", "<p>138<b>1234</b>5678</p>")])


def test_office_telephone_is_allowed():
    ArticlePageFactory(body=[("paragraph", "<p>咨询电话 021-52564588，热线 12348。</p>")])


def test_personal_number_in_a_draft_never_becomes_a_revision():
    page = ArticlePageFactory()
    page.body = [("paragraph", f"<p>{IDENTITY}</p>")]
    with pytest.raises(ValidationError):
        page.save_revision()
    assert not page.revisions.exists()


def test_page_is_not_published_by_a_person_without_review():
    page = ArticlePageFactory(live=False)
    revision = page.save_revision()
    with pytest.raises(RuleBroken, match="初审"):
        revision.publish(user=UserFactory(roles=[Role.OFFICE]))
    page.refresh_from_db()
    assert not page.live


def test_system_does_not_publish_without_review_either():
    page = ArticlePageFactory(live=False)
    with pytest.raises(RuleBroken, match="初审"):
        page.save_revision().publish()
    page.refresh_from_db()
    assert not page.live


def test_case_cannot_be_born_public():
    with pytest.raises(RuleBroken):
        CasePageFactory(live=True)


def test_case_without_confirmed_anonymisation_stays_private_even_for_the_system():
    with pytest.raises(RuleBroken, match="隐去当事人身份"):
        published(CasePageFactory())


def test_case_is_published_once_a_reviewer_confirmed_its_wording():
    page = CasePageFactory(owner=UserFactory(roles=[Role.EDITOR]))
    page.save_revision()
    confirm_anonymisation(page, actor=UserFactory(roles=[Role.REVIEWER]))
    assert published(page).live


def test_changing_the_wording_of_a_case_voids_the_confirmation():
    page = CasePageFactory()
    page.save_revision()
    confirm_anonymisation(page, actor=UserFactory(roles=[Role.REVIEWER]))
    page.facts = "<p>住在某路某号的张某。</p>"
    with pytest.raises(RuleBroken, match="重新确认"):
        published(page)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AGENCY_LOGGER, Role.MEMBER])
def test_anonymisation_is_confirmed_by_reviewers_only(role):
    page = CasePageFactory()
    page.save_revision()
    with pytest.raises(NotAllowed):
        confirm_anonymisation(page, actor=UserFactory(roles=[role]))


def test_anonymisation_is_not_confirmed_by_the_writer():
    writer = UserFactory(roles=[Role.REVIEWER])
    page = CasePageFactory()
    page.save_revision(user=writer)
    with pytest.raises(NotAllowed):
        confirm_anonymisation(page, actor=writer)


def test_there_is_one_home_page():
    assert HomePage.objects.count() == 1
    assert not HomePage.can_create_at(HomePage.objects.get().get_parent())
