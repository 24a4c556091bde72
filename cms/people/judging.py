"""Judges a roster: places, numbers, and rows against each other and against the stored persons.

One person must not become two, nor two persons one. What is certain is noted as certain; what merely looks
alike waits for a person.
"""

from collections import defaultdict

from cms.core.protected import fingerprint
from cms.intake.cells.identity import birth_of
from cms.intake.spec import Other, Row
from cms.people.models import Appointment, Person
from cms.places.matching import PlaceMatcher

# Findings after which the number in the row is a guess and proves nothing about other rows.
_DOUBTFUL = {"id_checksum", "id_precision_lost"}


class RosterJudge:
    """Judges all rows of one file together."""

    def __init__(self, rows: list[Row]):
        self.rows = rows
        self.places = PlaceMatcher()

    def judge(self) -> None:
        for row in self.rows:
            self._judge_place(row)
            self._judge_birth(row)
        self._judge_identity_numbers()
        self._judge_same_persons()
        self._judge_phones()
        self._judge_certificates()
        self._judge_against_stored()

    def _judge_place(self, row: Row) -> None:
        given, community = row.values.get("所属街镇"), row.values.get("所属居村")
        subdistrict = None
        if given:
            found = self.places.subdistrict(given)
            if found.place is None:
                row.find("place_unknown", "所属街镇", f"没有“{given}”这个街镇，请核对或先导入地点")
                return
            subdistrict = found.place
            self._settle(row, "所属街镇", given, found)
        if not community:
            row.find("place_unknown", "所属居村", "没有填居村，请补填")
            return
        found = self.places.community(community, subdistrict)
        if found.place:
            self._settle(row, "所属居村", community, found)
            if subdistrict is None:
                row.values["所属街镇"] = found.place.parent.name
                row.find("place_alias", "所属街镇", f"按居村补为“{found.place.parent.name}”")
        elif found.elsewhere:
            where = found.elsewhere.parent.name
            row.find("place_wrong_town", "所属居村", f"“{community}”在{where}，不在{subdistrict}，请核对")
        elif found.ambiguous:
            row.find("place_unknown", "所属居村", f"“{community}”对应不止一个居村，请写全称")
        else:
            row.find("place_unknown", "所属居村", f"没有“{community}”这个居村，请核对或先导入地点")

    def _settle(self, row: Row, column: str, given: str, found) -> None:
        if not found.exact:
            row.find("place_alias", column, f"“{given}”已改为“{found.place.name}”")
        row.values[column] = found.place.name

    def _judge_birth(self, row: Row) -> None:
        number, birth = row.values.get("身份证号"), row.values.get("出生年月")
        if number and birth and "id_15" not in row.codes and birth_of(number) != birth:
            row.find("birth_mismatch_id", "出生年月", f"与身份证号中的 {birth_of(number)} 不符，请核对")

    def _judge_identity_numbers(self) -> None:
        for group in self._grouped("身份证号"):
            names = {row.values["姓名"] for row in group}
            if len(names) > 1:
                for row in group:
                    row.find("id_conflict", "身份证号", f"{_others(group, row)}用同一号码而姓名不同，请核对")

    def _judge_same_persons(self) -> None:
        by_name = defaultdict(list)
        for row in self.rows:
            if row.values.get("姓名"):
                by_name[row.values["姓名"]].append(row)
        for group in by_name.values():
            for place, row in enumerate(group):
                twin = next((earlier for earlier in group[:place] if same_person(earlier, row)), None)
                if twin:
                    other = Other(f"第{twin.number}行", row=(twin.sheet, twin.number))
                    row.find("dup_person", "姓名", f"与第{twin.number}行疑似同一人，请确认", other)

    def _judge_phones(self) -> None:
        for group in self._grouped("联系电话"):
            if len({row.values["姓名"] for row in group if row.values["姓名"]}) > 1:
                for row in group:
                    row.find(
                        "shared_phone", "联系电话", f"与{_others(group, row)}同号而姓名不同，按不同的人保存"
                    )

    def _judge_certificates(self) -> None:
        for group in self._grouped("证书编号"):
            # A person who stands there twice has one certificate.
            if not all(_one_person(group[0], row) for row in group[1:]):
                for row in group:
                    row.find("cert_duplicate", "证书编号", f"与{_others(group, row)}编号相同，请核对")

    def _grouped(self, column: str) -> list[list[Row]]:
        """Rows that share a value of a column, two or more."""
        groups = defaultdict(list)
        for row in self.rows:
            if row.values.get(column) and not _DOUBTFUL.intersection(row.codes):
                groups[row.values[column]].append(row)
        return [group for group in groups.values() if len(group) > 1]

    def _judge_against_stored(self) -> None:
        names = {row.values["姓名"] for row in self.rows if row.values.get("姓名")}
        stored = stored_by_name(names)
        held = _certificates([row.values["证书编号"] for row in self.rows if row.values.get("证书编号")])
        for row in self.rows:
            number = row.values.get("证书编号")
            if number in held and held[number] != row.values["姓名"]:
                row.find("cert_conflict", "证书编号", "这个编号已发给另一人，请核对")
            candidates = stored.get(row.values.get("姓名"), ())
            alike = None if find_person(row.values, candidates) else resembling(row.values, candidates)
            if alike:
                other = Other(f"名册中的{alike.name}（{alike.birth}）", record=alike.pk)
                message = "名册中有同名同出生年月的人，其他信息对不上，请确认是否同一人"
                row.find("weak_match", "姓名", message, other)


def same_person(one: Row, other: Row) -> bool:
    """Whether two rows with one name are certainly or very probably one person.

    Namesakes differ in what both state: identity number, else birth. Rows agree by number, or by telephone,
    or by birth where neither number nor telephone speaks against it.
    """
    a, b = one.values, other.values

    def both(column):
        return a.get(column) and b.get(column)

    if both("身份证号") and not _DOUBTFUL.intersection([*one.codes, *other.codes]):
        return a["身份证号"] == b["身份证号"]
    if both("出生年月") and a["出生年月"] != b["出生年月"]:
        return False
    if both("联系电话") and a["联系电话"] == b["联系电话"]:
        return True
    same_community = a.get("所属居村") == b.get("所属居村")
    return bool(both("出生年月") and same_community)


def _one_person(one: Row, other: Row) -> bool:
    return one.values["姓名"] == other.values["姓名"] and same_person(one, other)


def find_person(values: dict, candidates) -> Person | None:
    """The stored person a row means, if any of its name: by number, telephone, or birth and place."""
    number = fingerprint(values.get("身份证号") or "", "identity")
    phone = fingerprint(values.get("联系电话") or "", "phone")
    birth = values.get("出生年月") or ""
    for person in candidates:
        if number and person.identity_fingerprint == number:
            return person
    for person in candidates:
        if phone and person.phone_fingerprint == phone and not _contradicts(person.birth, birth):
            return person
    for person in candidates:
        if values.get("证书编号") and values["证书编号"] in person.held_certificates:
            return person
    for person in candidates:
        same_phone = not _contradicts(person.phone_fingerprint, phone)
        if birth and person.birth == birth and same_phone and values.get("所属居村") in person.held_places:
            return person
    return None


def resembling(values: dict, candidates) -> Person | None:
    """A stored person of the same name with the same birth month, if any."""
    birth = values.get("出生年月")
    return next((person for person in candidates if birth and person.birth == birth), None)


def stored_by_name(names) -> dict[str, list[Person]]:
    """Stored persons by name, each knowing its certificates and the names of its communities."""
    found = defaultdict(list)
    persons = Person.objects.filter(name__in=names).prefetch_related("appointments__community")
    for person in persons:
        appointments = person.appointments.all()
        person.held_certificates = {item.certificate_number for item in appointments} - {""}
        person.held_places = {item.community.name for item in appointments}
        found[person.name].append(person)
    return found


def _certificates(numbers) -> dict[str, str]:
    held = Appointment.objects.filter(certificate_number__in=numbers)
    return dict(held.values_list("certificate_number", "person__name"))


def _contradicts(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _others(group: list[Row], row: Row) -> str:
    return "、".join(f"第{other.number}行" for other in group if other is not row)
