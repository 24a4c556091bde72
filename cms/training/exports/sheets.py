"""The sign-in sheet: to be signed on paper, with a code in every row; its table comes back by the import."""

from collections.abc import Iterable

from cms.core.papers.sign_in import Row, SignInSheet
from cms.people.models import Appointment
from cms.training.models import SignUp, TrainingSession

# As the import knows them: see `imports.attendance`.
HEADINGS = (
    "序号", "姓名", "所属居村", "手机尾号", "签到码", "签到", "到场时间", "离场时间", "学时",
    "备注", "培训名称", "培训日期",
)  # fmt: skip
TAIL = 4


def sheet_of(session: TrainingSession) -> SignInSheet:
    """Those who are on the list, by place and name, on paper; who waits stands at the end."""
    facts = [f"时间：{session.when_text}", f"地点：{session.place_text}"]
    if session.host_text:
        facts.append(f"主办：{session.host_text}")
    rows = [
        Row(str(number), held.person.name, place, held.code, "候补" if held.waits else "")
        for number, (held, place) in enumerate(_expected(session), 1)
    ]
    return SignInSheet(f"{session.title}签到表", tuple(facts), tuple(rows))


def table_of(session: TrainingSession) -> list[tuple]:
    """The same as a table under HEADINGS, to be filled in and imported."""
    return [
        (
            number,
            held.person.name,
            place,
            held.person.phone[-TAIL:],
            held.code,
            "",
            "",
            "",
            # Left blank, they follow from when one came and left.
            "",
            "候补" if held.waits else "",
            session.title,
            session.starts_on,
        )
        for number, (held, place) in enumerate(_expected(session), 1)
    ]


def _expected(session: TrainingSession) -> Iterable[tuple[SignUp, str]]:
    standing = list(session.sign_ups.standing().select_related("person"))
    held = Appointment.objects.filter(person__in=[each.person_id for each in standing])
    places = {each.person_id: str(each.community) for each in held.select_related("community").order_by("pk")}
    found = [(each, places.get(each.person_id, "")) for each in standing]
    return sorted(found, key=lambda each: (each[0].waits, each[1], each[0].person.name, each[0].pk))
