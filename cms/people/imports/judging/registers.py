"""What every register of persons is judged by: places, numbers, rows against each other and against what is
stored.

What is certain is noted as certain; what merely looks alike waits for a person.
"""

import re
from collections import defaultdict

from cms.core.personal_data import without_personal_numbers
from cms.core.protected import fingerprint
from cms.intake.cells.identity import birth_of, gender_of
from cms.intake.cells.text import as_text
from cms.intake.spec import Other, Row
from cms.people.imports.matching import Form, Match, StoredPersons, same_person
from cms.people.models import Appointment, Person
from cms.places.imports.judging import PlaceJudge

_GONE = re.compile(
    r"已故|去世|病逝|死亡|(?:已|年|月|本人|自愿)退出|已?注销|离任|调离|迁出|搬离|搬走|迁走|不再担任|除名"
)
# 赵甲（女）, 赵甲女士.
_GENDER = re.compile(r"[(（\[【〔]\s*([男女])(?:性|\b)|(先生)$|(?:女士|小姐)$")


class RegisterJudge:
    """Judges all rows of one file together. `duplicate` and `taken` are the codes for a badge that two rows
    of the file carry, and that a stored person of another name holds."""

    form: Form
    duplicate: str
    taken: str
    needs_community = True

    def __init__(self, rows: list[Row]):
        self.rows = rows
        self.places = PlaceJudge(titles_tell=True)

    def judge(self) -> None:
        for row in self.rows:
            self._judge_place(row)
            self._judge_birth(row)
            self._judge_gender(row)
            _judge_remark(row)
        self._judge_identity_numbers()
        self._judge_same_persons()
        self._judge_phones()
        self._judge_badges()
        self._judge_against_stored()

    def _matched(self, row: Row, match: Match) -> None:
        """Called for a row whose person is certain."""

    def _resembles(self, row: Row, alike: Person) -> None:
        """Called for a row whose person is only suggested."""

    def _judge_place(self, row: Row) -> None:
        self.places.judge(row)
        known = row.values["所属居村"] or (not self.needs_community and row.values["所属街镇"])
        if not known:
            row.find("place_unknown", "所属居村", "没有填居村，请补填")

    def _judge_birth(self, row: Row) -> None:
        number, birth = row.values.get("身份证号"), (row.values.get(self.form.birth) or "")[:7]
        if number and "birth_two_months" in row.codes:
            self._settle_month(row, birth_of(number))
        elif number and birth and "id_15" not in row.codes and birth_of(number) != birth:
            row.find("birth_mismatch_id", self.form.birth, f"与身份证号中的 {birth_of(number)} 不符，请核对")

    def _settle_month(self, row: Row, birth: str) -> None:
        """January or October: the identity number tells."""
        year = row.values[self.form.birth][:4]
        row.forget("birth_two_months")
        if birth in (f"{year}-01", f"{year}-10"):
            row.values[self.form.birth] = birth
            row.find("birth_text", self.form.birth, f"按身份证号读作 {birth}")
        else:
            row.find("birth_mismatch_id", self.form.birth, f"与身份证号中的 {birth} 不符，请核对")

    def _judge_gender(self, row: Row) -> None:
        number, gender = row.values.get("身份证号"), row.values.get("性别")
        if number and gender and gender_of(number) != gender:
            row.find("gender_mismatch_id", "性别", f"与身份证号中的“{gender_of(number)}”不符，请核对")
        beside = _gender_beside_name(row)
        told = gender or (number and gender_of(number))
        if beside and told and beside != told:
            row.find("gender_mismatch_name", "性别", f"姓名后写的是“{beside}”，这里是“{told}”，请核对")

    def _judge_identity_numbers(self) -> None:
        for group in self._grouped("身份证号"):
            if len({row.values["姓名"] for row in group}) > 1:
                for row in group:
                    row.find("id_conflict", "身份证号", f"{_others(group, row)}用同一号码而姓名不同，请核对")

    def _judge_same_persons(self) -> None:
        by_name = defaultdict(list)
        for row in self.rows:
            if row.values.get("姓名"):
                by_name[row.values["姓名"]].append((row, self.form.traits(row.values)))
        for group in by_name.values():
            for place, (row, traits) in enumerate(group):
                twin = next((earlier for earlier, held in group[:place] if same_person(held, traits)), None)
                if twin:
                    other = Other(f"第{twin.number}行", row=(twin.sheet, twin.number))
                    row.find("dup_person", "姓名", f"与第{twin.number}行疑似同一人，请确认", other)

    def _judge_phones(self) -> None:
        for group in self._grouped(self.form.phone):
            if len({row.values["姓名"] for row in group if row.values["姓名"]}) > 1:
                for row in group:
                    message = f"与{_others(group, row)}同号而姓名不同，按不同的人保存"
                    row.find("shared_phone", self.form.phone, message)

    def _judge_badges(self) -> None:
        for group in self._grouped(self.form.badge):
            # A person who stands there twice has one number.
            if all(self._is_one_person(group[0], row) for row in group[1:]):
                continue
            for row in group:
                row.find(self.duplicate, self.form.badge, f"与{_others(group, row)}编号相同，请核对")

    def _is_one_person(self, one: Row, other: Row) -> bool:
        a, b = self.form.traits(one.values), self.form.traits(other.values)
        return a.name == b.name and same_person(a, b)

    def _grouped(self, column: str) -> list[list[Row]]:
        """Rows that share a value of a column, two or more."""
        groups = defaultdict(list)
        for row in self.rows:
            if row.values.get(column):
                groups[row.values[column]].append(row)
        return [group for group in groups.values() if len(group) > 1]

    def _judge_against_stored(self) -> None:
        names = {name for row in self.rows if (name := row.values.get("姓名"))}
        stored = StoredPersons(self.form, names)
        holders = self._holders()
        numbers = self._number_holders()
        for row in self.rows:
            badge, name = row.values.get(self.form.badge), row.values.get("姓名")
            if badge and holders.get(badge, name) != name:
                row.find(self.taken, self.form.badge, "这个编号已发给另一人，请核对")
            if numbers.get(fingerprint(row.values.get("身份证号") or "", "identity"), name) != name:
                row.find("id_conflict", "身份证号", "这个号码已属于另一姓名的人，请核对")
            traits = self.form.traits(row.values)
            match = stored.find(traits)
            if match:
                self._matched(row, match)
                continue
            alike = stored.alike(traits)
            if alike:
                other = Other(f"名册中的{alike.name}（{alike.birth}）", record=alike.pk)
                what = "同名同出生年月" if alike.birth and alike.birth == traits.birth else "同一居村同名"
                message = f"名册中有{what}的人，其他信息对不上，请确认是否同一人"
                row.find("weak_match", "姓名", message, other)
                self._resembles(row, alike)

    def _holders(self) -> dict[str, str]:
        """The names of those who hold the badges of this file."""
        field = self.form.badge_field
        badges = {row.values.get(self.form.badge) for row in self.rows} - {None, ""}
        held = Appointment.objects.filter(**{f"{field}__in": badges})
        return dict(held.values_list(field, "person__name"))

    def _number_holders(self) -> dict[str, str]:
        """The names of those whose stored identity numbers stand in this file."""
        numbers = {number for row in self.rows if (number := row.values.get("身份证号"))}
        held = Person.objects.filter(
            identity_fingerprint__in=[fingerprint(number, "identity") for number in numbers]
        )
        return dict(held.values_list("identity_fingerprint", "name"))


def _gender_beside_name(row: Row) -> str:
    """What stands with the name about the sex of who bears it; empty where nothing does."""
    found = _GENDER.search(as_text(row.decision.values.get("姓名", row.raw.get("姓名"))))
    if not found:
        return ""
    return found[1] or ("男" if found[2] else "女")


def _judge_remark(row: Row) -> None:
    """Who is said to be gone is no more on the register unless somebody says so."""
    remark = row.values.get("备注") or ""
    if not row.values.get("状态") and _GONE.search(remark):
        told = f"备注写着“{without_personal_numbers(remark[:30])}”，没有填状态：确认后按在册导入，或不导入"
        row.find("name_note", "备注", told)


def _others(group: list[Row], row: Row) -> str:
    return "、".join(f"第{other.number}行" for other in group if other is not row)
