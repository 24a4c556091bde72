"""Filters kept for oneself: had again with one press, seen and changed by nobody else."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from cms.accounts.enums import Role
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.kept_filters import MOST, forget_filter, keep_filter
from cms.core.models import KeptFilter
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory

pytestmark = pytest.mark.django_db
LIST = "agency"


@pytest.fixture
def office():
    return UserFactory(roles=[Role.OFFICE])


def _keep(actor, name="法院", query="kind=court"):
    return keep_filter(actor=actor, listed=LIST, name=name, asked=QueryDict(query))


def test_filter_is_kept_from_the_list_and_had_again(client, office):
    client.force_login(office)
    AgencyFactory(kind="court", name="青桥区人民法院")
    address = reverse("agency:index")
    asked = {"query": "q=王&p=2&_w_filter_fragment=1&kind=court&", "name": " 法院 "}
    answer = client.post(reverse("keep_filter", args=[LIST]), asked, follow=True)
    assert "已保存" in answer.content.decode()
    kept = KeptFilter.objects.get()
    assert (kept.owner, kept.name, kept.query) == (office, "法院", "kind=court")
    assert f'<a href="{address}?kind=court">法院</a>' in client.get(address).content.decode()
    client.post(reverse("forget_filter", args=[LIST, kept.pk]))
    assert not KeptFilter.objects.exists()


def test_list_offers_to_keep_only_what_is_narrowed(client, office):
    client.force_login(office)
    offered = 'name="query" value="kind=court"'
    assert offered not in client.get(reverse("agency:index")).content.decode()
    assert offered in client.get(reverse("agency:index"), {"kind": "court", "q": "无"}).content.decode()


def test_name_given_again_stands_for_the_new_filter(office):
    _keep(office)
    _keep(office, query="kind=government")
    assert [*KeptFilter.objects.values_list("query", flat=True)] == ["kind=government"]


def test_kept_filter_is_given_another_name_from_the_list(client, office):
    _keep(office, "法院")
    _keep(office, "政府", "kind=government")
    client.force_login(office)
    page = client.get(reverse("agency:index"), {"kind": "court"}).content.decode()
    assert 'value="法院" required' in page
    client.post(reverse("keep_filter", args=[LIST]), {"query": "kind=court", "name": "审判机关"})
    _keep(office, "政府")
    assert [*KeptFilter.objects.values_list("name", "query")] == [("政府", "kind=court")]


@pytest.mark.parametrize(
    ("name", "query", "cure"),
    [
        ("  ", "kind=court", "取个名字"),
        ("法院", "q=王", "还没有筛选"),
        ("法院", "kind=13800138000", "个人号码"),
        ("13800138000", "kind=court", "个人号码"),
    ],
)
def test_what_is_no_filter_or_names_somebody_is_refused(name, query, cure, office):
    with pytest.raises(RuleBroken, match=cure):
        _keep(office, name, query)


def test_list_has_so_many_and_no_more(office):
    for number in range(MOST):
        _keep(office, f"第{number}个", f"kind={number}")
    with pytest.raises(RuleBroken, match="最多"):
        _keep(office, "再一个")
    _keep(office, "第0个", "kind=another")


def test_what_another_kept_is_neither_seen_nor_deleted(client, office):
    kept = _keep(office, "只给自己")
    other = UserFactory(roles=[Role.OFFICE])
    client.force_login(other)
    assert "只给自己" not in client.get(reverse("agency:index")).content.decode()
    assert client.post(reverse("forget_filter", args=[LIST, kept.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        forget_filter(kept, actor=other)


def test_list_one_may_not_see_keeps_nothing(client):
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    asked = {"query": "state=x", "name": "任用"}
    assert client.post(reverse("keep_filter", args=["appointment"]), asked).status_code == 404
    assert client.post(reverse("keep_filter", args=["none"]), asked).status_code == 404
    assert not KeptFilter.objects.exists()
