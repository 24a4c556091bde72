"""Every way to publish × every role × every state: the public's reading changes only where the table says."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, TaskState

from cms.accounts.enums import Role
from cms.campaigns.services import approve, submit
from tests.clients import Forgetful
from tests.cms.accounts.factories import UserFactory
from tests.cms.campaigns.factories import TopicPageFactory
from tests.cms.campaigns.ways import WAYS, public_face

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous", "member", "agency", "community",
    "editor", "reviewer", "office", "administrator", "superuser",
)  # fmt: skip
STATES = ("draft", "first", "second", "third", "live", "newer", "private", "scheduled", "unpublished")
PUBLISHERS = ("reviewer", "office", "administrator", "superuser")
# Way, states in which it changes what the public reads, for whom, and how. What is not here changes nothing.
CHANGES = (
    ("approve", ("third",), ("office", "administrator", "superuser"), "published"),
    ("unpublish", ("live", "newer"), PUBLISHERS, "withdrawn"),
    ("unpublish several", ("live", "newer"), PUBLISHERS, "withdrawn"),
    ("delete several", ("live", "newer"), PUBLISHERS, "withdrawn"),
    ("move into the closed", ("live", "newer"), PUBLISHERS, "withdrawn"),
    ("close", ("live", "newer"), PUBLISHERS, "withdrawn"),
)


@dataclass
class Tree:
    """One page in every state, and two columns: one open to all, one for those who sign in."""

    pages: dict[str, Page] = field(default_factory=dict)
    open_place: Page | None = None
    closed_place: Page | None = None
    any_task_state: TaskState | None = None


@pytest.fixture
def author():
    return UserFactory(name="文思齐", roles=[Role.EDITOR])


@pytest.fixture
def readers():
    return [
        UserFactory(roles=[Role.REVIEWER]),
        UserFactory(roles=[Role.REVIEWER]),
        UserFactory(roles=[Role.OFFICE]),
    ]


@pytest.fixture
def tree(author, readers):
    built = Tree(
        open_place=TopicPageFactory(title="公开栏目"), closed_place=TopicPageFactory(title="内部栏目")
    )
    here = TopicPageFactory(title="原处")
    PageViewRestriction.objects.create(page=built.closed_place, restriction_type=PageViewRestriction.LOGIN)

    def write(state, place=here, approvals=0, **fields):
        page = TopicPageFactory(
            title=state,
            slug=state,
            live=False,
            owner=author,
            parent=place,
            **fields,
        )
        page.save_revision(user=author)
        if state != "draft":
            submit(page, actor=author)
        for reader in readers[:approvals]:
            approve(page, actor=reader)
        page.refresh_from_db()
        built.pages[state] = page
        return page

    write("draft")
    write("first")
    write("second", approvals=1)
    write("third", approvals=2)
    write("live", approvals=3)
    newer = write("newer", approvals=3)
    newer.title = "没有审过的新文字"
    newer.save_revision(user=author)
    write("private", place=built.closed_place, approvals=3)
    write("scheduled", approvals=3, go_live_at=timezone.now() + timedelta(days=1))
    write("unpublished", approvals=3).unpublish()
    built.any_task_state = TaskState.objects.first()
    return built


@pytest.fixture
def clients(author):
    held = {
        "member": {"roles": [Role.MEMBER]},
        "agency": {"roles": [Role.AGENCY_LOGGER]},
        "community": {"roles": [Role.COMMUNITY_COORDINATOR]},
        "reviewer": {"roles": [Role.REVIEWER]},
        "office": {"roles": [Role.OFFICE]},
        "administrator": {"roles": [Role.ADMINISTRATOR]},
        "superuser": {"is_superuser": True},
    }
    people = {role: UserFactory(**rights) for role, rights in held.items()} | {"editor": author}
    signed_in = {role: Forgetful(raise_request_exception=False) for role in ROLES}
    for role, person in people.items():
        signed_in[role].force_login(person)
    return signed_in


def outcome(before, after) -> str:
    """How the public's reading changed."""
    return ("published" if after - before else "") + ("withdrawn" if before - after else "")


@pytest.fixture
def undrawn(monkeypatch):
    """The pages of the admin are decided on and not drawn: two thousand would take a minute."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def test_nobody_goes_round_the_review(tree, clients, undrawn):
    face = public_face()
    assert {title for _pk, title in face} >= {"live", "newer"}
    changes, faults = {}, []
    for way, do in WAYS.items():
        for role in ROLES:
            for state in STATES:
                point = transaction.savepoint()
                page = tree.pages[state].specific_class.objects.get(pk=tree.pages[state].pk)
                response = do(clients[role], page, tree)
                if response.status_code >= 500:
                    faults.append((way, role, state))
                # What a refusal undid never happened; outside of a test the transaction is over by now.
                undone = transaction.get_rollback()
                if not undone and (changed := outcome(face, public_face())):
                    changes[way, role, state] = changed
                transaction.set_rollback(False)
                transaction.savepoint_rollback(point)
    assert faults == []
    assert changes == {
        (way, role, state): how for way, states, roles, how in CHANGES for role in roles for state in states
    }
