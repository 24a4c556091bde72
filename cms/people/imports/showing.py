"""What stored persons and services say in the columns of a table, for a row to be compared with."""

from typing import Any

from cms.people.models import Person, ServiceRecord


def persons(keys: list[int], *, birth: str, phone: str) -> dict[int, dict[str, Any]]:
    """Persons by column; `birth` and `phone` are what the table calls these."""
    found = Person.objects.filter(pk__in=keys).prefetch_related("appointments__community__parent")
    return {person.pk: _person(person, birth, phone) for person in found}


def services(keys: list[int]) -> dict[int, dict[str, Any]]:
    """Service records by column."""
    found = ServiceRecord.objects.filter(pk__in=keys).select_related("appointment__person")
    return {
        record.pk: {
            "志愿者编号": record.appointment.volunteer_number,
            "姓名": record.appointment.person.name,
            "活动名称": record.activity,
            "服务日期": record.date.isoformat(),
            "开始时间": record.start.strftime("%H:%M"),
            "服务时长": record.half_hours / 2,
            "服务岗位": record.post,
            "服务地点": record.place,
            "记录人": record.recorder,
        }
        for record in found
    }


def _person(person: Person, birth: str, phone: str) -> dict[str, Any]:
    places = {each.community for each in person.appointments.all() if each.community}
    return {
        "姓名": person.name,
        "性别": person.gender,
        birth: person.birth,
        "身份证号": person.identity_number,
        phone: person.phone,
        "所属街镇": sorted({place.parent.name for place in places}),
        "所属居村": sorted({place.name for place in places}),
    }
