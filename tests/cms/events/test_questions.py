"""What an event asks of those who register, from the lines the office writes to the answers that are kept."""

import json
from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.core.errors import RuleBroken
from cms.events.models import Question, Registration
from cms.events.models.questions import can_be_asked, questions_in
from cms.events.queries.attending import Tally, answers_to
from cms.events.services.registering import (
    CONSENT,
    CONSENT_WITH_ANSWERS,
    FORGOTTEN_AFTER,
    cancel_registration,
    forget_registrations,
    register,
)
from tests.cms.events.factories import EventFactory

LINES = "*哪一场（上午/下午）\n\n孩子年龄（周岁）？\n要轮椅位吗（是／否）"


def test_lines_are_read_as_questions():
    assert questions_in(LINES) == [
        Question("哪一场", ("上午", "下午"), True),
        Question("孩子年龄（周岁）", (), False),
        Question("要轮椅位吗", ("是", "否"), False),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("一\n二\n三\n四\n五", ""),
        ("一\n二\n三\n四\n五\n六", "至多问 5 个"),
        ("几人\n您的身份证号", "第 2 个问题：报名不能问"),
        ("几人\n几人", "和另一个问题一样"),
        ("问" * 60, ""),
        ("问" * 61, "60 个字以内"),
        ("哪天（1/2/3/4/5/6/7/8）", ""),
        ("哪天（1/2/3/4/5/6/7/8/9）", "两到 8 个答案"),
        ("哪天（一/）", "两到 8 个答案"),
        ("哪天（一/一）", "两个一样"),
        (f"哪天（一/{'长' * 21}）", "至多 20 个字"),
    ],
)
def test_what_cannot_be_asked_is_told_by_its_number(words, told):
    with pytest.raises(ValidationError, match=told) if told else nullcontext():
        can_be_asked(words)


@pytest.fixture
def event(db):
    return EventFactory(takes_registrations=True, questions=LINES)


def come(event, answers, number=1) -> Registration:
    return register(event, name="王小明", phone=f"138{number:08d}", agreed=True, answers=answers)


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ([], {"question_0": ["请回答。"]}),
        (["晚上"], {"question_0": ["请从列出的答案里选。"]}),
        (["上午", "七" * 201], {"question_1": ["请写在 200 个字以内。"]}),
    ],
)
def test_answer_that_will_not_do_is_told_at_its_question(event, answers, problem):
    with pytest.raises(RuleBroken) as refused:
        come(event, answers)
    assert refused.value.message_dict == problem
    assert event.registrations.count() == 0


def test_answers_are_kept_with_what_was_asked_encrypted(event):
    held = come(event, ["上午", " ", "是"])
    event.questions = "别的问题"
    event.save()
    held.refresh_from_db()
    assert held.answered == [("哪一场", "上午"), ("要轮椅位吗", "是")]
    assert held.consent_text == CONSENT_WITH_ANSWERS != CONSENT
    raw = (
        Registration.objects.filter(pk=held.pk).extra(select={"raw": "answers"}).values_list("raw", flat=True)
    )
    assert not any(hidden in raw[0] for hidden in ("上午", json.dumps("上午")))


def test_answers_go_with_the_registration(event):
    held, later = come(event, ["上午", "", "是"]), come(event, ["下午"], 2)
    assert cancel_registration(event, code=held.cancel_code).answers == ""
    event.ends_at = timezone.now() - FORGOTTEN_AFTER
    event.starts_at = event.ends_at - FORGOTTEN_AFTER
    event.save()
    forget_registrations(timezone.now())
    later.refresh_from_db()
    assert (later.answers, later.answered) == ("", [])


def test_host_is_told_how_often_each_was_answered_and_no_name(event):
    come(event, ["上午", "6", "是"])
    come(event, ["上午", "5"], 2)
    come(event, ["下午"], 3)
    assert answers_to(event) == [
        Tally("哪一场", (("上午", 2), ("下午", 1))),
        Tally("孩子年龄（周岁）", (), ("5", "6")),
        Tally("要轮椅位吗", (("是", 1), ("否", 0))),
    ]
