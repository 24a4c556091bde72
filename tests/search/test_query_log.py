import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.core import daily
from search import query_log
from search.models import QueryCount
from search.tasks import purge_query_log

pytestmark = pytest.mark.django_db


def counts() -> list[tuple]:
    return list(QueryCount.objects.order_by("query").values_list("query", "asked", "found"))


def test_queries_are_counted_by_day_whatever_their_spelling():
    for query, found in (("高空抛物", 3), ("高空拋物 ", 4), ("老赖", 0)):
        query_log.note(query, found)
    assert counts() == []
    query_log.write()
    query_log.write()
    assert counts() == [("老赖", 1, 0), ("高空抛物", 2, 4)]


@pytest.mark.parametrize(
    "query",
    [
        "我是19900001234要投诉",
        "１９９００００１２３４",
        "199-0000-1234",
        "310107199001019001 老赖",
        "案号202611240001",
    ],
)
def test_numbers_of_people_never_enter_the_log(query):
    kept = query_log.scrubbed(query)
    assert sum(char.isdigit() for char in kept) == 0


def test_numbers_of_articles_stay():
    assert query_log.scrubbed("民法典 1254条") == "民法典第一千二百五十四条"
    assert query_log.scrubbed("2026年宪法宣传周") == "2026年宪法宣传周"


@given(st.text(st.characters(categories=None), max_size=300))
def test_any_query_can_be_logged(query):
    assert len(query_log.scrubbed(query)) <= query_log.MAX_LOGGED


def test_old_counts_go(settings):
    settings.SEARCH_LOG_DAYS = 30
    today = timezone.localdate()
    for age in (31, 30, 1):
        QueryCount.objects.create(day=today - datetime.timedelta(days=age), query=f"{age}天前")
    assert purge_query_log.call() == 1
    assert [row[0] for row in counts()] == ["1天前", "30天前"]


def test_old_counts_go_every_day():
    assert purge_query_log in daily._tasks


def test_report_names_what_found_nothing_when_last_asked():
    today = timezone.localdate()
    days = [today - datetime.timedelta(days=age) for age in (2, 1, 0)]
    for day, query, asked, found in (
        (days[0], "网红店", 2, 0), (days[2], "网红店", 3, 0), (days[0], "彩礼", 9, 0),
        (days[1], "彩礼", 1, 4),
    ):  # fmt: skip
        QueryCount.objects.create(day=day, query=query, asked=asked, found=found)
    rows = query_log.unanswered(days[0])
    assert [(row.query, row.times, row.day) for row in rows] == [("网红店", 5, days[2])]


def test_log_out_of_order_does_not_break_the_answer(monkeypatch, caplog):
    from django.db import DatabaseError

    def locked(*args):
        raise DatabaseError("out of order")

    monkeypatch.setattr(query_log, "_count", locked)
    query_log.note("高空抛物", 1)
    query_log.write()
    assert "查询记录没有写入" in caplog.text
