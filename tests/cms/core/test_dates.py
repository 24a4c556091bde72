import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone


def shown(value) -> str:
    template = Template("{% load wagtailadmin_tags %}{% human_readable_date value %}")
    return " ".join(template.render(Context({"value": value})).split()).partition(">")[2].partition("<")[0]


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 30])
def test_day_in_the_admin_is_that_day_whether_past_or_to_come(days):
    day = datetime.date(2026, 12, 4) + datetime.timedelta(days=days)
    assert shown(day) == f"{day.year}年{day.month}月{day.day}日"


def test_moment_in_the_admin_has_its_time():
    moment = timezone.make_aware(datetime.datetime(2099, 12, 4, 9, 30))
    assert shown(moment) == "2099年12月4日 09:30"
