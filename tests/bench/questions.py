"""The bank of questions: its list, a search in it, a paper drawn from it and its table read again."""

import time
from datetime import timedelta

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

SUBJECTS = ("宪法", "民法典", "劳动合同法", "治安", "消费", "家庭")
KINDS = ("single", "multiple", "truth")
# The list may cost this much, in milliseconds of the server and in queries.
LIST_MILLISECONDS, LIST_QUERIES = 200, 25


def run(size: int) -> None:
    """`size` questions, most of them in use."""
    from cms.accounts.models import User
    from cms.exams.models import Exam, ExamRule
    from cms.exams.queries.bank import changed_since_read
    from cms.exams.queries.drawing import draw

    _fill(size)
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.create_superuser("bank", password=None))
    for label, query in (
        ("列表第一页", ""),
        ("列表第二百页", "?p=200"),
        ("按状态、科目、题型筛选", "?state=reviewed&subject=宪法&kind=single"),
        ("按题干搜索", "?q=第99"),
    ):
        measure(label, client, f"/office/exam_questions/{query}")
    now = timezone.now()
    exam = Exam.objects.create(title="测速", opens_at=now, closes_at=now + timedelta(days=1))
    for kind in KINDS:
        ExamRule.objects.create(exam=exam, kind=kind, count=30, points=1)
    print(f"组一份 90 题的卷：{_timed(lambda: draw(exam)):.0f} 毫秒")
    print(f"查法规变化：{_timed(lambda: changed_since_read(timezone.localdate())):.0f} 毫秒")


def _fill(size: int) -> None:
    from cms.exams.models import Question

    options = {"truth": ["正确", "错误"], "single": ["甲", "乙", "丙"], "multiple": ["甲", "乙", "丙"]}
    Question.objects.bulk_create(
        [
            Question(
                stem=f"第{number}题：这样做对不对，为什么？",
                kind=(kind := KINDS[number % len(KINDS)]),
                options=options[kind],
                answer="AB" if kind == "multiple" else "A",
                subject=SUBJECTS[number % len(SUBJECTS)],
                state="draft" if number % 10 == 0 else "reviewed",
            )
            for number in range(size)
        ],
        batch_size=500,
    )


def measure(label: str, client: Client, url: str) -> None:
    client.get(url)
    # The log is of a fixed length, and filling the bank has filled it.
    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    # Now: the requests below empty the log.
    count = len(queries)
    took = _timed(lambda: client.get(url))
    good = answer.status_code == 200 and took <= LIST_MILLISECONDS and count <= LIST_QUERIES
    print(f"{label}：{took:.0f} 毫秒，{count} 次查询{'' if good else '　超出预算'}")


def _timed(work) -> float:
    """Milliseconds of the processor, the least of five: what else runs on the machine is not counted."""
    found = []
    for _turn in range(5):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return min(found)
