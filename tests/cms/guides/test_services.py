"""A guide is written by one, published by another, frozen, revised as another version."""

import pytest

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.guides.enums import GuideState
from cms.guides.models import Guide
from cms.guides.models.graph import Advice, Graph, Ground, PartKind, Question
from cms.guides.services import (
    ask_first,
    create_guide,
    enter_guide,
    publish_guide,
    put_part,
    remove_part,
    revise_guide,
    withdraw_guide,
)
from cms.statutes.models import Law
from tests.cms.accounts.factories import UserFactory
from tests.cms.guides.factories import GuideFactory, graph
from tests.cms.statutes.factories import ArticleFactory, LawFactory

pytestmark = pytest.mark.django_db
WORDS = {
    "slug": "wages",
    "kind": "help",
    "topic": "工资",
    "title": "欠薪怎么办",
    "summary": "怎么要。",
    "order": 1,
}


@pytest.fixture
def editor():
    return UserFactory(roles=[Role.EDITOR])


@pytest.fixture
def reviewer():
    return UserFactory(roles=[Role.REVIEWER])


@pytest.fixture
def law():
    return LawFactory(title="中华人民共和国示范法", short_title="示范法")


def test_guide_is_published_by_somebody_else_and_stays_as_it_was(editor, reviewer, law):
    office = UserFactory(roles=[Role.OFFICE])
    guide, _became = enter_guide("wages", WORDS, graph(), actor=office)
    with pytest.raises(NotAllowed, match="不能发布自己写的"):
        publish_guide(guide, actor=office)
    with pytest.raises(NotAllowed):
        publish_guide(guide, actor=editor)
    guide = publish_guide(guide, actor=reviewer)
    assert (guide.state, guide.published_at is not None) == (GuideState.PUBLISHED, True)
    for change in (
        lambda: put_part(guide, PartKind.QUESTION, Question("q1", "改了"), actor=office),
        lambda: remove_part(guide, "q1", actor=office),
    ):
        with pytest.raises(RuleBroken, match="另起一版"):
            change()
    assert Guide.objects.get(pk=guide.pk).steps == graph()


def test_who_changed_a_part_does_not_publish(law):
    writer, other = (UserFactory(roles=[Role.OFFICE]) for _each in range(2))
    guide, _became = enter_guide("wages", WORDS, graph(), actor=writer)
    put_part(guide, PartKind.OUTCOME, Advice("o2", "改了", todo=("一",)), actor=other)
    with pytest.raises(NotAllowed):
        publish_guide(guide, actor=other)


def test_broken_graph_is_not_published_and_all_that_is_broken_is_told(editor, reviewer):
    law = ArticleFactory(
        number=3, version__law__title="中华人民共和国示范法", version__law__short_title="示范法"
    )
    broken = graph(
        findings=(Advice("f1", "风险", todo=("做",), grounds=(Ground("中华人民共和国示范法", "4"),)),),
        outcomes=graph().outcomes[:1],
    )
    guide = GuideFactory(graph=broken.document())
    with pytest.raises(RuleBroken) as refused:
        publish_guide(guide, actor=reviewer)
    assert refused.value.messages == [
        "“干满一个月了吗？”答“没满”没有下文：选下一个问题或一个结果。",
        "《中华人民共和国示范法》第四条现行文本里没有，请核对条号。",
    ]
    guide.refresh_from_db()
    assert (guide.state, law.version.law.title) == (GuideState.DRAFT, "中华人民共和国示范法")


def test_new_version_takes_the_place_of_the_old_only_when_published(editor, reviewer, law):
    first, _became = enter_guide("wages", WORDS, graph(), actor=editor)
    publish_guide(first, actor=reviewer)
    second = revise_guide(first, actor=editor)
    with pytest.raises(RuleBroken, match="已有一个没有发布的草稿"):
        revise_guide(first, actor=editor)
    assert (second.version, second.state, second.graph) == (2, GuideState.DRAFT, first.graph)
    assert [*second.laws.all()] == [law]
    assert Guide.objects.published().get() == first
    publish_guide(second, actor=reviewer)
    assert [*Guide.objects.values_list("version", "state").order_by("version")] == [
        (1, "replaced"),
        (2, "published"),
    ]


def test_guide_is_withdrawn_for_a_reason(editor, reviewer, law):
    guide, _became = enter_guide("wages", WORDS, graph(), actor=editor)
    guide = publish_guide(guide, actor=reviewer)
    with pytest.raises(RuleBroken):
        withdraw_guide(guide, reason="", actor=editor)
    assert withdraw_guide(guide, reason="法律改了", actor=editor).state == GuideState.WITHDRAWN


def test_parts_are_put_taken_away_and_asked_first(editor):
    guide = create_guide(WORDS, actor=editor)
    for kind, part in [
        (PartKind.QUESTION, Question("q1", "一？")),
        (PartKind.QUESTION, Question("q2", "二？")),
        (PartKind.OUTCOME, Advice("o1", "完")),
        (PartKind.QUESTION, Question("q2", "改了？")),
    ]:
        guide = put_part(guide, kind, part, actor=editor)
    assert [guide.steps.first, *(each.words for each in guide.steps.questions)] == ["q1", "一？", "改了？"]
    assert ask_first(guide, "q2", actor=editor).steps.first == "q2"
    with pytest.raises(RuleBroken):
        ask_first(guide, "o1", actor=editor)
    guide = remove_part(guide, "q2", actor=editor)
    assert ([*guide.steps.parts], guide.steps.first) == (["q1", "o1"], "")


def test_choice_that_led_to_what_was_taken_away_leads_nowhere(editor, law):
    guide = remove_part(GuideFactory(), "o1", actor=editor)
    assert [choice.to for choice in guide.steps.question("q1").choices] == ["", "q2"]


def test_two_who_write_at_once_are_told(editor, law):
    guide = GuideFactory()
    with pytest.raises(RuleBroken, match="刚被别人改动过"):
        put_part(guide, PartKind.OUTCOME, Advice("o9", "新"), actor=editor, seen="old")


def test_file_read_again_changes_nothing_then_writes_over_the_draft_then_makes_a_version(editor, reviewer):
    law = {"grounds": (Ground("中华人民共和国民法典", "577"), Ground("中华人民共和国广告法"))}
    steps = graph(findings=(Advice("f1", "风险", todo=("做",), **law),))
    guide, became = enter_guide("wages", WORDS, steps, actor=editor)
    assert ([str(each) for each in guide.provisions.all()], became) == (
        ["《民法典》第五百七十七条"],
        "create",
    )
    assert (
        {*guide.laws.values_list("short_title", flat=True)}
        == {"民法典", "广告法"}
        == {*Law.objects.values_list("short_title", flat=True)}
    )
    assert enter_guide("wages", WORDS, steps, actor=editor)[1] == "unchanged"
    assert enter_guide("wages", {**WORDS, "title": "改"}, steps, actor=editor)[1] == "change"
    publish_guide(guide, actor=reviewer)
    assert enter_guide("wages", {**WORDS, "title": "改"}, steps, actor=editor) == (guide, "unchanged")
    newer, became = enter_guide("wages", WORDS, Graph(), actor=editor)
    assert (newer.version, newer.state, became) == (2, GuideState.DRAFT, "create")
