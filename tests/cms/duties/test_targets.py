"""What a duty asks for in numbers, and how far an agency has come."""

from datetime import datetime

import pytest
from django.utils import timezone

from cms.duties.models import CoHostAnswer
from cms.duties.queries import item_progress, products_in
from cms.duties.queries.wording import cited_by, done_in_figures, in_words, owed_in_figures
from cms.statutes.services import know_provisions
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, DutyItemFactory, DutyListFactory
from tests.cms.statutes.factories import LawFactory

pytestmark = pytest.mark.django_db

DAY = timezone.make_aware(datetime(2026, 5, 4, 9))


@pytest.fixture
def item():
    listed = DutyListFactory(year=2026)
    found = DutyItemFactory(list=listed, required_people=100, required_products=2, product="短视频")
    listed.state = "published"
    listed.save()
    return found


def held(item, starts_at=DAY, **fields):
    return ActivityFactory(host=item.agency, items=[item], state="approved", starts_at=starts_at, **fields)


def progress(item):
    [found] = item_progress(item, DAY.date())
    return found


@pytest.mark.parametrize(("people", "is_done"), [(99, False), (100, True), (101, True)])
def test_people_on_site_are_added_and_those_online_are_not(item, people, is_done):
    held(item, onsite=people - 1, online=5000, products="甲；乙")
    held(item, onsite=1, online=5000)
    assert (progress(item).people, progress(item).is_done) == (people, is_done)


@pytest.mark.parametrize(
    ("named", "number", "is_done"),
    [
        (("《甲》短视频；乙",), 2, True),
        (("甲", "甲；甲"), 1, False),
        (("",), 0, False),
        (("甲；", "乙\n丙"), 3, True),
    ],
)
def test_product_counts_once_by_its_name(item, named, number, is_done):
    for products in named:
        held(item, onsite=100, products=products)
    assert (progress(item).products, progress(item).is_done) == (number, is_done)


def test_activity_outside_the_window_brings_neither_people_nor_products(item):
    held(item, onsite=100, products="甲；乙", starts_at=timezone.make_aware(datetime(2027, 1, 1)))
    assert (progress(item).people, progress(item).products) == (0, 0)


def test_people_of_a_shared_activity_count_for_a_confirmed_co_hosts_own_item(item):
    other = AgencyFactory()
    activity = ActivityFactory(host=other, state="approved", starts_at=DAY, onsite=120, products="甲；乙")
    activity.co_hosts.add(item.agency)
    answer = CoHostAnswer.objects.create(activity=activity, agency=item.agency, is_confirmed=True)
    answer.items.add(item)
    [found] = [row for row in item_progress(item, DAY.date()) if row.agency == item.agency]
    assert (found.counted, found.people, found.products, found.is_done) == (1, 120, 2, True)


def test_figures_are_told_in_words(item):
    held(item, onsite=30, products="甲")
    assert owed_in_figures(item) == "开展1场，现场100人次，短视频2件"
    assert done_in_figures(progress(item)) == "已开展1场，现场30人次，短视频1件"


def test_item_without_further_targets_speaks_of_activities_alone():
    item = DutyItemFactory(required_count=3)
    assert owed_in_figures(item) == "开展3场"
    assert done_in_figures(progress(item)) == "已开展0场"


def test_articles_stand_beside_their_law_in_print():
    item = DutyItemFactory()
    code, constitution = LawFactory(short_title="民法典"), LawFactory(short_title="宪法")
    item.laws.set([code, constitution])
    item.articles.set(know_provisions([(code, "1254"), (code, "1255-2")], actor=None).values())
    assert cited_by(item) == "《宪法》、《民法典》第一千二百五十四条、第一千二百五十五条之二"
    assert in_words(item)["法律法规"] == cited_by(item)


@pytest.mark.parametrize(
    ("text", "names"),
    [("甲；乙", ("甲", "乙")), (" 甲 ;甲", ("甲", "甲")), ("；\n", ()), ("", ())],
)
def test_products_are_named_apart(text, names):
    assert products_in(text) == names
