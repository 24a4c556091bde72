"""初审 → 复审 → 终审 by three people, through the admin's own addresses."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from cms.accounts.enums import Role
from cms.campaigns.services import confirm_anonymisation
from cms.core.errors import NotAllowed
from cms.core.models import AuditEntry
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import ArticlePageFactory, CampaignPageFactory, CasePageFactory
from tests.cms.campaigns.ways import opened
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(name="文思齐", roles=[Role.EDITOR])


@pytest.fixture
def reviewers():
    return [
        UserFactory(name="初审员", roles=[Role.REVIEWER]),
        UserFactory(name="复审员", roles=[Role.REVIEWER]),
        UserFactory(name="终审员", roles=[Role.OFFICE]),
    ]


@pytest.fixture
def page(editor):
    made = ArticlePageFactory(live=False, owner=editor)
    made.save_revision(user=editor)
    return made


def submit(page, user):
    page.get_workflow().start(page, user)


def act(client, page, user, action="approve"):
    client.force_login(user)
    state = WorkflowState.objects.get(object_id=str(page.pk), status=WorkflowState.STATUS_IN_PROGRESS)
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, state.current_task_state_id]
    )
    return client.post(address, {"comment": "已阅"} if action == "reject" else {})


def stage_of(page) -> str:
    return page.specific_class.objects.get(pk=page.pk).current_workflow_task.name


def test_three_people_bring_a_page_before_the_public(client, page, editor, reviewers):
    submit(page, editor)
    for stage, person in zip(("初审", "复审", "终审"), reviewers, strict=True):
        assert stage_of(page) == stage
        act(client, page, person)
    page.refresh_from_db()
    assert page.live
    assert page.first_published_at is not None


def test_every_step_of_the_way_stands_in_the_audit_trail(client, page, editor, reviewers):
    submit(page, editor)
    for person in reviewers:
        act(client, page, person)
    page.refresh_from_db()
    page.unpublish(user=reviewers[2])
    steps = AuditEntry.objects.filter(target_type="campaigns.articlepage").order_by("pk")
    assert list(steps.values_list("action", "actor_name")) == [
        ("campaigns.page.create", "文思齐"),
        ("campaigns.page.submitted", "文思齐"),
        ("campaigns.page.approved", "初审员"),
        ("campaigns.page.approved", "复审员"),
        ("campaigns.page.approved", "终审员"),
        ("campaigns.page.publish", "终审员"),
        ("campaigns.page.withdraw", "终审员"),
    ]


def test_nobody_approves_what_they_wrote(client, editor, reviewers):
    writer = reviewers[0]
    page = ArticlePageFactory(live=False, owner=editor)
    page.save_revision(user=writer)
    submit(page, editor)
    act(client, page, writer)
    assert stage_of(page) == "初审"


def test_whoever_asked_for_the_review_takes_no_part(client, page, reviewers):
    submit(page, reviewers[0])
    act(client, page, reviewers[0])
    assert stage_of(page) == "初审"


def test_superuser_does_not_approve_the_own_item_either(client, reviewers):
    chief = UserFactory(is_superuser=True)
    page = ArticlePageFactory(live=False, owner=chief)
    page.save_revision(user=chief)
    submit(page, chief)
    act(client, page, chief)
    assert stage_of(page) == "初审"


def test_one_person_does_not_review_twice(client, page, editor, reviewers):
    submit(page, editor)
    act(client, page, reviewers[0])
    act(client, page, reviewers[0])
    assert stage_of(page) == "复审"


def test_editor_reviews_nothing(client, page, editor):
    submit(page, editor)
    act(client, page, UserFactory(roles=[Role.EDITOR]))
    assert stage_of(page) == "初审"


def test_reviewer_without_office_role_does_not_close_the_review(client, page, editor, reviewers):
    submit(page, editor)
    act(client, page, reviewers[0])
    act(client, page, reviewers[1])
    act(client, page, UserFactory(roles=[Role.REVIEWER]))
    assert stage_of(page) == "终审"


def test_rule_holds_where_the_action_is_called_directly(page, editor):
    submit(page, editor)
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk))
    with pytest.raises(NotAllowed):
        state.task.specific.on_action(state, editor, "approve")


def test_returned_page_is_not_public_and_can_be_sent_again(client, page, editor, reviewers):
    submit(page, editor)
    act(client, page, reviewers[0], "reject")
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_case_waits_for_anonymisation_before_it_is_approved(client, editor, reviewers):
    case = CasePageFactory(owner=editor)
    case.save_revision(user=editor)
    submit(case, editor)
    act(client, case, reviewers[0])
    assert stage_of(case) == "初审"
    confirm_anonymisation(case, actor=reviewers[0])
    act(client, case, reviewers[0])
    assert stage_of(case) == "复审"


def test_publishing_past_the_review_is_refused_in_words(client, page, reviewers):
    client.force_login(reviewers[2])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.get(edit)
    assert response.status_code == 200
    assert 'name="action-publish"' not in response.content.decode()
    body = opened(page) | {
        "title": page.title, "slug": page.slug, "summary": "", "source": "", "picture": "",
        "body-count": "0", "action-publish": "1", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = client.post(edit, body)
    assert "须经初审、复审、终审通过后才能发布" in response.content.decode()
    page.refresh_from_db()
    assert not page.live


def test_editor_creates_and_submits_a_page_in_the_admin(client, editor):
    from cms.campaigns.models import ArticlePage, HomePage

    client.force_login(editor)
    add = reverse("wagtailadmin_pages:add", args=["campaigns", "articlepage", HomePage.objects.get().pk])
    assert client.get(add).status_code == 200
    response = client.post(
        add,
        {
            "title": "社区里的宪法课", "slug": "ke", "summary": "", "source": "", "picture": "",
            "body-count": "0", "action-submit": "1",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        },
    )  # fmt: skip
    assert response.status_code == 302
    made = ArticlePage.objects.get(slug="ke")
    assert not made.live
    assert made.current_workflow_task.name == "初审"


def test_reviewer_confirms_anonymisation_in_the_admin(client, editor, reviewers):
    case = CasePageFactory(owner=editor)
    case.save_revision(user=editor)
    address = reverse("campaigns_anonymisation", args=[case.pk])
    client.force_login(editor)
    assert client.post(address).status_code == 302
    assert not case.is_anonymised
    client.force_login(reviewers[0])
    opened = client.get(address)
    assert "花盆" in opened.content.decode()
    read = {"read": opened.context["fingerprint"]}
    case.facts = "<p>一只花盆砸坏了张某的汽车。</p>"
    case.save_revision(user=editor)
    assert client.post(address, read).status_code == 409
    assert not case.is_anonymised
    client.post(address, {"read": client.get(address).context["fingerprint"]})
    assert case.is_anonymised


def test_page_with_every_block_opens_in_the_admin(client, editor):
    law = LawFactory()
    body = [
        ("heading", "小标题"),
        ("paragraph", "<p>正文。</p>"),
        ("quote", {"text": "引文", "source": "出处"}),
        ("statute", {"law": law, "article": "1254", "remark": ""}),
        ("question", {"question": "问", "answer": "<p>答</p>"}),
        ("callout", "<p>提示</p>"),
    ]
    page = CampaignPageFactory(live=False, owner=editor, body=body)
    page.save_revision(user=editor)
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    assert law.title in response.content.decode()


def test_library_and_tables_are_open_to_whom_they_belong(client, editor):
    client.force_login(editor)
    assert client.get(reverse("wagtailimages:index")).status_code == 200
    assert client.get(reverse("wagtaildocs:index")).status_code == 200
    assert client.get(reverse("setting:add")).status_code == 302
    client.force_login(UserFactory(roles=[Role.OFFICE]))
    assert client.get(reverse("setting:index")).status_code == 200
    assert client.get(reverse("audience:add")).status_code == 200
