"""What the sender got wrong is told apart from what is wrong here."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from django.test import RequestFactory

from cms.accounts.models import User
from cms.core.unreadable import what_is_unreadable

SENT = {"campaign": "x", "title": "讲座", "count": ""}
NAMED = ["“campaign”的值“x”不是这里要的数字、日期或编号。请返回原页面重新选择或填写。"]


def refusal(call) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011, each kind of exception is the subject
        call()
    return caught.value


@pytest.mark.parametrize(
    "call",
    [lambda: int("x"), lambda: User.objects.filter(pk="x"), lambda: {}["x"]],
    ids=["number", "key", "kind"],
)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_value_that_was_sent_is_named(call, verb):
    request = getattr(RequestFactory(), verb)("/", SENT)
    assert what_is_unreadable(request, refusal(call)) == NAMED


@pytest.mark.parametrize("call", [lambda: int("y"), lambda: {}["y"], lambda: None.startswith("x")])
def test_fault_of_ours_stays_one(call):
    assert what_is_unreadable(RequestFactory().get("/", SENT), refusal(call)) == []


def test_fault_without_anything_sent_stays_one():
    for error in (refusal(lambda: int("x")), User.DoesNotExist(), IntegrityError("UNIQUE constraint failed")):
        assert what_is_unreadable(RequestFactory().get("/"), error) == []


def test_empty_value_is_named_by_its_field():
    (told,) = what_is_unreadable(RequestFactory().get("/", {"count": ""}), refusal(lambda: int("")))
    assert told.startswith("“count”的值“”")


def test_record_that_is_not_there_is_told_and_a_missing_part_of_one_is_a_fault():
    request = RequestFactory().get("/", SENT)
    (told,) = what_is_unreadable(request, User.DoesNotExist())
    assert "记录不在了" in told
    missing = type("RelatedObjectDoesNotExist", (ObjectDoesNotExist,), {})
    assert what_is_unreadable(request, missing()) == []


@pytest.mark.parametrize(
    "error",
    [OverflowError(), DataError(), refusal(lambda: int("9" * 5000)), IntegrityError("datatype mismatch")],
)
def test_what_no_database_can_be_asked_is_told(error):
    (told,) = what_is_unreadable(RequestFactory().get("/", SENT), error)
    assert told.startswith("提交的内容")


def test_sentence_of_a_rule_is_passed_on():
    error = ValidationError("开始日期不能晚于结束日期。")
    assert what_is_unreadable(RequestFactory().post("/", SENT), error) == ["开始日期不能晚于结束日期。"]


def test_long_value_is_cut():
    request = RequestFactory().get("/", {"p": "长" * 500})
    (told,) = what_is_unreadable(request, refusal(lambda: int("长" * 500)))
    assert len(told) < 100
