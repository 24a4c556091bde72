"""The desk of guides: the graph drawn, what is wrong with it in words, one part a page."""

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.guides.models import Guide
from cms.guides.models.graph import Choice, Ground, Question
from tests.cms.accounts.factories import UserFactory
from tests.cms.guides.factories import GuideFactory, graph
from tests.cms.statutes.factories import ArticleFactory
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def part(guide, kind, key=""):
    name = "guides:part" if key else "guides:part_new"
    return reverse(name, args=[guide.pk, kind, *([key] if key else [])])


def seen(client, url) -> str:
    return client.get(url).context["form"]["seen"].value()


def test_guide_is_written_part_by_part(client):
    client.post(
        reverse("guides:add"),
        {
            "kind": "help",
            "topic": "工资",
            "title": "欠薪怎么办",
            "slug": "wages",
            "summary": "怎么要。",
            "order": 1,
        },
    )
    guide = Guide.objects.get()
    url = part(guide, "outcomes")
    ArticleFactory(number=3, version__law__title="中华人民共和国示范法", version__law__short_title="示范法")
    client.post(
        url,
        {
            "title": "去仲裁",
            "todo": "收集证据\n申请仲裁",
            "grounds": "《示范法》第3条",
            "seen": seen(client, url),
        },
    )
    url = part(guide, "questions")
    answers = {"words_1": "是", "to_1": "o1", "words_2": "否"}
    client.post(url, {"words": "欠了多久？", **answers, "seen": seen(client, url)})
    guide.refresh_from_db()
    assert guide.steps.question("q1") == Question("q1", "欠了多久？", "", (Choice("是", "o1"), Choice("否")))
    assert guide.steps.outcome("o1").grounds == (Ground("中华人民共和国示范法", "3"),)
    page = client.get(reverse("guides:inspect", args=[guide.pk])).content.decode()
    assert "“欠了多久？”答“否”没有下文" in page
    assert part(guide, "questions", "q1") in page
    assert "guide-graph__box--faulty" in page


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        ("outcomes", {"title": "去", "grounds": "《没有的法》第3条"}, "没有的法"),
        ("outcomes", {"title": "去", "grounds": "民法典里写着"}, "读不出法规和条号"),
        ("outcomes", {"title": "打13800000001"}, "手机号 138****0001，会公开显示"),
        ("questions", {"words": "问？", "to_1": "o1"}, "请写回答的文字"),
        ("questions", {"words": "问？", "words_1": "答", "to_1": "o9"}, "o9"),
    ],
)
def test_mistake_in_a_part_is_told_and_nothing_is_kept(client, kind, values, told):
    guide = GuideFactory()
    url = part(guide, kind)
    page = client.post(url, {**values, "seen": seen(client, url)}).content.decode()
    assert told in page
    guide.refresh_from_db()
    assert guide.steps == graph()


def test_part_written_over_what_another_has_changed_is_told(client):
    guide = GuideFactory()
    url = part(guide, "questions", "q1")
    page = client.post(url, {"words": "新？", "seen": "old"}).content.decode()
    assert "刚被别人改动过" in page


def test_part_is_taken_away(client):
    guide = GuideFactory()
    url = part(guide, "outcomes", "o2")
    client.post(url, {"remove": "1", "seen": seen(client, url)})
    guide.refresh_from_db()
    assert [*guide.steps.parts] == ["q1", "q2", "f1", "o1"]


def test_published_guide_offers_no_part_to_write(client):
    guide = GuideFactory(state="published")
    assert client.get(part(guide, "questions", "q1")).status_code in (302, 409)
    page = client.get(reverse("guides:inspect", args=[guide.pk])).content.decode()
    assert part(guide, "questions", "q1") not in page


def test_broken_guide_is_refused_with_words(client):
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    guide = GuideFactory(graph=graph(outcomes=()).document())
    page = take(client, "guides", "publish", guide).content.decode()
    assert "没有下文" in page
    guide.refresh_from_db()
    assert guide.state == "draft"
