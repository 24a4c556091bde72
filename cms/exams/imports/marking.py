"""Finds the exam and the person of each mark, and keeps it as a sitting on paper."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from cms.exams.enums import SittingSource
from cms.exams.models import Admission, Exam, Sitting
from cms.exams.models.sittings import TENTH
from cms.exams.queries.sittings import due_nomination
from cms.intake.cells.titles import day_in
from cms.intake.journal import Journal
from cms.intake.spec import Outcome, Row
from cms.people.models import Person
from search.chinese.folding import folded


class ScoreJudge:
    """Judges all rows of one file together; leaves the keys `exam` and `person` in the values of a row."""

    def __init__(self, rows: list[Row], on: date):
        self.rows, self.on = rows, on
        self.exams = {folded(exam.title): exam for exam in Exam.objects.order_by("pk")}
        self.people = _people({row.values.get("姓名") for row in rows})
        self.settled = _settled(each.pk for named in self.people.values() for each in named)

    def judge(self) -> None:
        first: dict[tuple, Row] = {}
        for row in self.rows:
            values = row.values
            exam, person = self._exam(row), self._person(row)
            values["exam"], values["person"] = exam and exam.pk, person and person.pk
            if values["成绩"] is None and not row.codes:
                row.find("absent", "成绩", "没有成绩，不登记")
            self._judge_day(row, exam)
            if not (exam and person) or row.decision.skip:
                continue
            earlier = first.setdefault((exam.pk, person.pk, _day(row, exam)), row)
            if earlier is not row:
                told = f"与第{earlier.number}行是同一人同一场的成绩，请删去一行或改正"
                row.find("score_repeated", "姓名", told)
            elif self._is_settled_otherwise(row, exam, person):
                row.find("reviewed_already", "成绩", "成绩已经计入推荐，这次没有改动")

    def _judge_day(self, row: Row, exam: Exam | None) -> None:
        """A mark that names no day is of the day in the titles, else of the exam's, once that has come."""
        today = self.on.isoformat()
        is_told = any(found.column == "考试日期" for found in row.findings)
        if not (row.values.get("考试日期") or is_told) and (day := day_in(row.told or row.titles, "考试")):
            row.values["考试日期"] = day.isoformat()
            row.find("value_told", "考试日期", f"按标题填为 {day}")
        if named := row.values.get("考试日期"):
            if named > today:
                row.find("future_date", "考试日期", "考试日期在将来，请核对")
            return
        if exam and row.values["成绩"] is not None and not is_told and _day(row, exam) > today:
            row.find("date_missing", "考试日期", "这场考试还没有到开始的日子，请填写考试日期")

    def _is_settled_otherwise(self, row: Row, exam: Exam, person: Person) -> bool:
        held = self.settled.get((exam.pk, person.pk, _day(row, exam)))
        return None not in (held, row.values["成绩"]) and held != _score(row)

    def _exam(self, row: Row) -> Exam | None:
        named = folded(row.values.get("考试名称"))
        if named in self.exams:
            return self.exams[named]
        told = folded("".join(row.told or row.titles)) if not named else ""
        found = [exam for title, exam in self.exams.items() if title in told]
        if len(found) == 1:
            return found[0]
        known = "、".join(exam.title for exam in list(self.exams.values())[-5:]) or "还没有建考试"
        row.find("exam_unknown", "考试名称", f"认不出是哪一场考试，请照考试的名称填写：{known}")
        return None

    def _person(self, row: Row) -> Person | None:
        values = row.values
        name = values.get("姓名")
        if not name:
            row.find("name_missing", "姓名", "没有姓名，请补填")
            return None
        named = self.people[name]
        tail = values.get("手机尾号")
        if tail:
            named = [each for each in named if each.phone.endswith(tail)]
        if len(named) > 1 and (place := folded(values.get("所属居村"))):
            named = [each for each in named if place in _places(each)]
        if len(named) == 1:
            return named[0]
        told = f"名册上没有“{name}”" if not named else f"名册上有 {len(named)} 位“{name}”"
        row.find("attendee_unknown", "姓名", f"{told}，请核对姓名、居村和手机尾号")
        return None


class ScoreStore:
    """A mark is known by the exam, the person and the day; the same table again changes nothing."""

    def __init__(self, journal: Journal):
        self.journal = journal

    def store(self, rows: list[Row]) -> Outcome:
        done, records = [], []
        for place, row in enumerate(rows, start=1):
            what, sitting = self._store_one(row)
            done.append(what)
            records.append(sitting.pk if sitting else None)
            self.journal.advance(place, len(rows))
        return Outcome(tuple(done), tuple(records))

    def _store_one(self, row: Row) -> tuple[str, Sitting | None]:
        values = row.values
        if values["成绩"] is None:
            return "unchanged", None
        exam, person = Exam.objects.get(pk=values["exam"]), Person.objects.get(pk=values["person"])
        admission = Admission.objects.filter(exam=exam, person=person).first()
        if admission is None:
            admission = Admission()
            told = {"exam": exam, "person": person, "nomination": due_nomination(person)}
            self.journal.keep(admission, told)
        held_on = date.fromisoformat(_day(row, exam))
        known = Sitting.objects.filter(admission__exam=exam, admission__person=person)
        held = known.filter(source=SittingSource.PAPER, held_on=held_on).first()
        if held and held.fed_at:
            return "unchanged", held
        sitting = held or Sitting()
        fields = {"score": _score(row)}
        if held is None:
            number = known.count() + 1
            fields |= {
                "admission": admission, "source": SittingSource.PAPER, "number": number, "held_on": held_on,
            }  # fmt: skip
        return self.journal.keep(sitting, fields), sitting


def _day(row: Row, exam: Exam) -> str:
    """The day that the row names, else that of the exam: the first of its days."""
    return row.values.get("考试日期") or timezone.localdate(exam.opens_at).isoformat()


def _score(row: Row) -> Decimal:
    """The mark as it is kept, to a tenth."""
    return Decimal(str(row.values["成绩"])).quantize(TENTH)


def _settled(people: Iterable[int]) -> dict[tuple[int, int, str], Decimal]:
    """The marks on paper that are the exam of a nomination by now, by exam, person and day."""
    held = Sitting.objects.filter(source=SittingSource.PAPER, admission__person__in=list(people))
    found = held.exclude(fed_at=None).exclude(held_on=None).order_by("pk")
    return {
        (exam, person, day.isoformat()): score
        for exam, person, day, score in found.values_list(
            "admission__exam", "admission__person", "held_on", "score"
        )
    }


def _people(names: set) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    held = Person.objects.filter(name__in=names - {None}).order_by("pk")
    for person in held.prefetch_related("appointments__community", "nominations__community"):
        found[person.name].append(person)
    return found


def _places(person: Person) -> set[str]:
    held = (*person.appointments.all(), *person.nominations.all())
    return {folded(name) for each in held for name in (each.community.name, each.community.short_name)}
