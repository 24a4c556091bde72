"""Marks of a paper exam go in once for each person and day, whoever wrote them how."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.exams.imports.marking import ScoreJudge
from cms.exams.models import Admission, Exam, Sitting
from cms.exams.services.sittings import feed_nomination
from cms.intake.spec import Row
from tests.cms.exams.factories import AdmissionFactory, ExamFactory
from tests.cms.people.factories import NominationFactory, PersonFactory

pytestmark = pytest.mark.django_db
HEAD = ["序号", "姓名", "居村", "手机号", "得分", "考试时间"]


@pytest.fixture
def exam():
    return ExamFactory(title="2026年岗前考试")


@pytest.fixture
def nominee(community):
    return NominationFactory(
        state="exam", person=PersonFactory(name="王小明", phone="19900000017"), community=community
    )


@pytest.fixture
def marked(exam, office, office_imports, workbook):
    def do(*rows, title="2026年岗前考试成绩表"):
        cells = [[row.get(name) for name in HEAD] for row in rows]
        return office_imports(workbook([title], HEAD, *cells), kind="exam_scores")

    return do


def codes(batch):
    return [row.codes for row in batch.rows.all()]


def done(batch):
    return [batch.counts[what] for what in ("create", "change", "unchanged", "pending")]


def test_mark_becomes_a_sitting_on_paper_of_the_nominee(marked, nominee, exam):
    assert done(marked({"姓名": "王 小明", "手机号": "0017", "得分": "86分", "考试时间": "2026.5.16"})) == [
        1,
        0,
        0,
        0,
    ]
    sitting = Sitting.objects.get()
    assert (sitting.score, sitting.source, sitting.held_on) == (86, "paper", date(2026, 5, 16))
    assert (sitting.admission.exam, sitting.admission.nomination, sitting.number) == (exam, nominee, 1)


def test_same_table_again_changes_nothing_and_a_mended_mark_only_that(marked, nominee):
    row = {"姓名": "王小明", "得分": 86, "考试时间": "2026-05-16"}
    marked(row)
    assert done(marked(row)) == [0, 0, 1, 0]
    assert done(marked(row | {"得分": 68.5})) == [0, 1, 0, 0]
    assert (Sitting.objects.get().score, Admission.objects.count()) == (68.5, 1)
    assert done(marked(row | {"考试时间": "2026-06-20"})) == [1, 0, 0, 0]
    assert [each.number for each in Sitting.objects.order_by("pk")] == [1, 2]


def test_who_did_not_sit_it_has_no_sitting(marked, nominee):
    assert codes(marked({"姓名": "王小明", "得分": "缺考"})) == [["absent"]]
    assert codes(marked({"姓名": "王小明", "得分": None})) == [["absent"]]
    assert not Sitting.objects.exists()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"姓名": "李四"}, "attendee_unknown"),
        ({"手机号": "9999"}, "attendee_unknown"),
        ({"得分": "良好"}, "number_unclear"),
        ({"得分": 120}, "score_out_of_range"),
        ({"考试时间": "2099-01-01"}, "future_date"),
    ],
)
def test_mark_that_cannot_be_kept_waits(row, found, marked, nominee):
    assert found in codes(marked({"姓名": "王小明", "得分": 60, **row}))[0]
    assert not Sitting.objects.exists()


def test_exam_nobody_prepared_is_told(marked, nominee):
    assert codes(marked({"姓名": "王小明", "得分": 60}, title="某次成绩")) == [["exam_unknown"]]


def test_one_person_twice_is_told(marked, nominee):
    row = {"姓名": "王小明", "得分": 60}
    assert codes(marked(row, row)) == [[], ["score_repeated"]]


def test_namesakes_are_told_apart_by_place_or_phone(marked, nominee):
    NominationFactory(person=PersonFactory(name="王小明", phone="19900000099"))
    assert codes(marked({"姓名": "王小明", "得分": 60})) == [["attendee_unknown"]]
    marked({"姓名": "王小明", "居村": "柳林居委会", "得分": 60})
    assert Sitting.objects.get().admission.person == nominee.person


def test_mark_that_has_become_the_exam_of_a_nomination_stays(marked, nominee, exam):
    admission = AdmissionFactory(exam=exam, person=nominee.person)
    kept = {"source": "paper", "number": 1, "held_on": "2026-05-16", "score": 80, "fed_at": timezone.now()}
    admission.sittings.create(**kept)
    batch = marked({"姓名": "王小明", "得分": 90, "考试时间": "2026-05-16"})
    assert (codes(batch), Sitting.objects.get().score) == ([["reviewed_already"]], 80)


@pytest.mark.parametrize(
    ("mark", "found"), [(85.1, []), ("缺考", ["absent"]), (None, ["absent"]), (85.2, ["reviewed_already"])]
)
def test_only_another_mark_is_told_that_it_was_settled(mark, found, marked, nominee, office):
    given = {"姓名": "王小明", "得分": 85.1, "考试时间": "2026-05-16"}
    marked(given)
    feed_nomination(Sitting.objects.get(), actor=office)
    batch = marked(given | {"得分": mark})
    assert codes(batch) == [found]
    assert (batch.counts["unchanged"], Sitting.objects.get().score) == (1, Decimal("85.1"))


def test_mark_without_a_day_is_of_the_day_of_the_exam(marked, nominee, exam):
    marked({"姓名": "王小明", "得分": 86})
    assert Sitting.objects.get().held_on == timezone.localdate(exam.opens_at)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ({"得分": 86}, ["date_missing"]),
        ({"得分": 86, "考试时间": "那天"}, ["date_unclear"]),
        ({"得分": 86, "考试时间": "2026-05-16"}, []),
        ({"得分": "缺考"}, ["absent"]),
    ],
)
def test_before_the_exam_a_mark_wants_its_day(row, found, marked, nominee, exam):
    Exam.objects.update(
        opens_at=timezone.now() + timedelta(days=1), closes_at=timezone.now() + timedelta(days=2)
    )
    assert codes(marked({"姓名": "王小明", **row})) == [found]
    assert Sitting.objects.count() == (found == [])


def test_judging_costs_the_same_however_many_rows(exam, django_assert_num_queries):
    nominees = [NominationFactory(state="exam").person.name for _ in range(9)]
    told = {"成绩": 60, "考试名称": exam.title}
    rows = [Row("", n, {}, told | {"姓名": name}) for n, name in enumerate(nominees)]
    for part in (rows[:1], rows[1:]):
        with django_assert_num_queries(6):
            ScoreJudge(part, timezone.localdate()).judge()
        assert [row.codes for row in part] == [[]] * len(part)
