"""A register of volunteers goes in: one person stays one, namesakes stay apart, nobody is shown unasked."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.core.models import AuditEntry
from cms.intake.models import ImportBatch
from cms.intake.services.purging import purge_due
from cms.people.enums import AppointmentRole, AppointmentState, ConsentPurpose
from cms.people.imports.origins import identity_fingerprints, of_one_number
from cms.people.models import Appointment, Consent, Person, RosterSetting
from cms.people.queries.sameness import suggested_pairs
from tests.cms.intake.rosters import person

pytestmark = pytest.mark.django_db
HEAD = [
    "志愿者编号", "姓名", "出生日期", "身份证号", "手机号码", "所属街镇", "所属居村", "服务队伍",
    "同意公开信息", "监护人姓名", "监护人电话", "状态",
]  # fmt: skip
NAME, BIRTH, NUMBER, PHONE = person(1)[:4]
OTHER_PHONE = "19900005555"


@pytest.fixture
def register(community, workbook):
    """Builds a register; each row is what differs from the invented person 1."""

    def build(*rows, name="志愿者.xlsx"):
        town = community.parent.name
        standard = {
            "志愿者编号": "ZY-1", "姓名": NAME, "出生日期": "1980-05-01", "手机号码": PHONE, "所属街镇": town,
            "所属居村": "柳林居委会", "同意公开信息": "是", "状态": "在册",
        }  # fmt: skip
        cells = [[{**standard, **row}.get(column) for column in HEAD] for row in rows]
        return workbook(["普法志愿者名册"], HEAD, *cells, name=name)

    return build


@pytest.fixture
def volunteers(office_imports):
    def do(file, **options):
        return office_imports(file, kind="volunteers", **options)

    return do


def decide(office_imports, batch, action):
    keys = [row.pk for row in batch.rows.pending()]
    office_imports.press(batch, "intake_review", {"action": action, "rows": keys})
    return office_imports.press(batch, "intake_batch")


def roles():
    """Who is what: by person the roles and the number given with each."""
    return [
        (held.pk, [(item.role, item.phone) for item in held.appointments.order_by("pk")])
        for held in Person.objects.order_by("pk")
    ]


def done(batch):
    return {what: batch.counts[what] for what in ("create", "change", "unchanged", "pending")}


def test_register_is_imported_once_and_only_differences_follow(register, volunteers, community):
    assert done(volunteers(register({}))) == {"create": 1, "change": 0, "unchanged": 0, "pending": 0}
    held = Appointment.objects.get()
    assert (held.role, held.volunteer_number, held.community) == (
        AppointmentRole.VOLUNTEER,
        "ZY-1",
        community,
    )
    assert (held.person.phone, held.phone, held.person.birth) == (PHONE, "", "1980-05")
    assert done(volunteers(register({})))["unchanged"] == 1
    assert done(volunteers(register({"服务队伍": "律师队", "手机号码": OTHER_PHONE})))["change"] == 1
    held.refresh_from_db()
    held.person.refresh_from_db()
    assert (held.team, held.person.phone, held.phone) == ("律师队", OTHER_PHONE, "")


@pytest.mark.parametrize(
    ("differs", "by"),
    [
        ({}, "name+phone"),
        ({"身份证号": NUMBER}, "id"),
        ({"身份证号": NUMBER, "手机号码": OTHER_PHONE}, "id"),
        ({"身份证号": NUMBER, "手机号码": OTHER_PHONE, "出生日期": None}, "id"),
    ],
)
def test_person_of_the_roster_stays_one_without_its_number_being_kept(
    differs, by, office_imports, roster, register, volunteers
):
    office_imports(roster(person(1)))
    batch = volunteers(register(differs))
    assert done(batch) == {"create": 0, "change": 1, "unchanged": 0, "pending": 0}
    values = batch.rows.get().cells["values"]
    assert values["roster"] == {"row": "名册.xlsx!Sheet!3", "by": by}
    held = Person.objects.get()
    assert [item.role for item in held.appointments.order_by("pk")] == ["literate", "volunteer"]
    assert (held.identity_number, held.identity_fingerprint) == ("", "")
    # The roster knows its people better; the other number is kept with the registration.
    assert held.phone == PHONE
    assert held.appointments.get(role="volunteer").phone == (
        "" if by == "name+phone" else differs.get("手机号码", "")
    )
    assert done(volunteers(register(differs)))["unchanged"] == 1
    assert done(office_imports(roster(person(1))))["unchanged"] == 1


def test_number_proves_nothing_once_the_sheets_are_purged(office_imports, roster, register, volunteers):
    office_imports(roster(person(1)))
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=100))
    purge_due()
    batch = volunteers(register({"身份证号": NUMBER, "手机号码": OTHER_PHONE}))
    row = batch.rows.get()
    assert row.problem == "weak_match"
    assert row.cells["values"]["roster"] == {"row": None, "by": "name+birth"}


def test_two_of_one_number_in_the_tables_who_agree_in_nothing_else_are_suggested_until_they_are_purged(
    office_imports, roster, register, volunteers
):
    office_imports(roster(person(1)))
    differs = {"姓名": "别人", "身份证号": NUMBER, "手机号码": OTHER_PHONE, "出生日期": None}
    assert done(volunteers(register(differs, {"志愿者编号": "ZY-2", "姓名": "旁人"})))["create"] == 2

    def suggested():
        pairs, _count = suggested_pairs(identity_fingerprints, of_one_number=of_one_number())
        return [(pair.first.name, pair.second.name, [str(each) for each in pair.why]) for pair in pairs]

    assert suggested() == [(NAME, "别人", ["同身份证号", "姓名写法不同"])]
    ImportBatch.objects.update(created_at=timezone.now() - timedelta(days=100))
    purge_due()
    assert (suggested(), of_one_number()) == ([], [])


def test_number_that_is_kept_proves_for_ever(office_imports, roster, register, volunteers):
    setting = RosterSetting.load()
    setting.keep_identity_numbers = True
    setting.save()
    office_imports(roster(person(1)))
    ImportBatch.objects.all().delete()
    assert done(volunteers(register({"身份证号": NUMBER, "手机号码": OTHER_PHONE})))["change"] == 1
    assert Person.objects.get().identity_number == NUMBER


def test_kept_number_of_another_name_waits(office_imports, roster, register, volunteers):
    setting = RosterSetting.load()
    setting.keep_identity_numbers = True
    setting.save()
    office_imports(roster(person(1)))
    batch = volunteers(register({"姓名": "别人", "身份证号": NUMBER, "手机号码": OTHER_PHONE}))
    assert batch.rows.get().codes == ["birth_text", "id_conflict"]


@pytest.mark.parametrize(("action", "persons"), [("same", 1), ("apart", 2)])
def test_same_name_and_birth_only_suggests(action, persons, office_imports, roster, register, volunteers):
    office_imports(roster(person(1)))
    weak = {"手机号码": OTHER_PHONE}
    batch = volunteers(register(weak))
    assert batch.rows.get().problem == "weak_match"
    assert Person.objects.count() == 1
    decide(office_imports, batch, action)
    found = roles()
    assert len(found) == persons
    assert found[-1][1][-1][0] == "volunteer"
    batch = volunteers(register(weak))
    assert done(batch) == {"create": 0, "change": 0, "unchanged": 1, "pending": 0}
    assert roles() == found


def test_namesakes_stay_apart(office_imports, roster, register, volunteers):
    office_imports(roster(person(1)))
    batch = volunteers(register({"出生日期": "1990-01-01", "手机号码": OTHER_PHONE}))
    assert done(batch)["create"] == 1
    assert sorted(Person.objects.values_list("birth", flat=True)) == ["1980-05", "1990-01"]


def test_person_entered_twice_keeps_the_first_number(office_imports, register, volunteers):
    batch = volunteers(register({}, {"志愿者编号": "ZY-9", "服务队伍": "律师队"}))
    assert [row.problem for row in batch.rows.pending()] == ["dup_person"]
    decide(office_imports, batch, "same")
    held = Appointment.objects.get()
    assert (held.volunteer_number, held.team) == ("ZY-1", "律师队")


def test_person_registered_under_another_number_waits(office_imports, register, volunteers):
    volunteers(register({}))
    batch = volunteers(register({"志愿者编号": "ZY-9"}))
    assert batch.rows.get().problem == "dup_person"
    decide(office_imports, batch, "same")
    assert Appointment.objects.get().volunteer_number == "ZY-1"


def test_number_of_two_persons_waits_in_both_rows(register, volunteers):
    batch = volunteers(register({}, {"姓名": "别人", "手机号码": OTHER_PHONE}))
    assert [row.problem for row in batch.rows.all()] == ["number_duplicate", "number_duplicate"]
    assert not Appointment.objects.exists()


def test_number_somebody_else_holds_waits(register, volunteers):
    volunteers(register({}))
    batch = volunteers(register({"姓名": "别人", "手机号码": OTHER_PHONE}))
    assert batch.rows.get().problem == "number_duplicate"


def test_volunteer_of_a_whole_subdistrict_is_registered_there(register, volunteers, community):
    volunteers(register({"所属居村": None}))
    assert Appointment.objects.get().community == community.parent


@pytest.mark.parametrize(
    ("said", "code", "listed"),
    [
        ("是", None, True),
        ("Y", "value_alias", True),
        ("×", "value_alias", False),
        (None, "consent_blank", False),
    ],
)
def test_only_who_said_yes_may_be_listed(said, code, listed, register, volunteers):
    batch = volunteers(register({"同意公开信息": said}))
    assert batch.rows.get().codes == ["birth_text", *([code] if code else [])]
    assert Consent.objects.filter(purpose=ConsentPurpose.LISTING, withdrawn_on=None).exists() is listed


def test_no_withdraws_the_yes_given_before(register, volunteers):
    volunteers(register({}))
    assert done(volunteers(register({"同意公开信息": "否"})))["change"] == 1
    assert Consent.objects.get().withdrawn_on is not None
    assert done(volunteers(register({"同意公开信息": "否"})))["unchanged"] == 1
    assert done(volunteers(register({})))["change"] == 1
    assert Consent.objects.filter(withdrawn_on=None).count() == 1


def test_table_that_does_not_ask_for_consent_leaves_it_as_it_is(register, volunteers, workbook, community):
    volunteers(register({}))
    head = ["志愿者编号", "姓名", "手机号码", "所属街镇", "服务队伍"]
    batch = volunteers(workbook(head, ["ZY-1", NAME, PHONE, community.parent.name, "律师队"]))
    assert batch.rows.get().codes == []
    assert Consent.objects.get().withdrawn_on is None
    held = Appointment.objects.get()
    assert (held.team, held.state, held.person.birth) == ("律师队", AppointmentState.ACTIVE, "1980-05")


def test_minor_needs_a_guardian_whose_number_is_protected(register, volunteers):
    minor = {"出生日期": "2015-01-01", "同意公开信息": "否"}
    assert volunteers(register(minor)).rows.get().problem == "minor_no_guardian"
    volunteers(register({**minor, "监护人姓名": "王大", "监护人电话": OTHER_PHONE}))
    held = Person.objects.get()
    assert (held.guardian_name, held.masked_guardian_phone) == ("王大", "199****5555")


def test_minor_is_listed_only_once_a_person_confirms_the_guardians_consent(
    register, volunteers, office_imports
):
    minor = {"出生日期": "2015-01-01", "监护人姓名": "王大", "监护人电话": OTHER_PHONE}
    batch = volunteers(register(minor))
    assert batch.rows.get().problem == "minor_consent"
    assert not Consent.objects.exists()
    decide(office_imports, batch, "accept")
    assert Consent.objects.get().purpose == ConsentPurpose.LISTING


def test_guardian_of_an_adult_is_not_kept(register, volunteers):
    volunteers(register({"监护人姓名": "王大", "监护人电话": OTHER_PHONE}))
    held = Person.objects.get()
    assert (held.guardian_name, held.guardian_phone) == ("", "")


def test_paused_is_a_state_and_who_left_does_not_come_back_by_an_old_list(register, volunteers):
    volunteers(register({"状态": "暂停"}))
    assert Appointment.objects.get().state == AppointmentState.PAUSED
    Appointment.objects.update(state=AppointmentState.LEFT)
    volunteers(register({"状态": "在册"}))
    assert Appointment.objects.get().state == AppointmentState.LEFT


def test_personal_numbers_are_nowhere_in_plain(client, register, volunteers):
    batch = volunteers(
        register(
            {"身份证号": NUMBER},
            {"志愿者编号": "ZY-2", "姓名": "王小", "出生日期": "2015-01-01", "手机号码": "19900006666",
             "同意公开信息": "否", "监护人姓名": "王大", "监护人电话": OTHER_PHONE},
        )
    )  # fmt: skip
    page = client.get(reverse("intake_batch", args=[batch.pk]) + "?level=all").content.decode()
    dump = [page, *(str(entry.detail) for entry in AuditEntry.objects.all())]
    with connection.cursor() as cursor:
        for table in ("intake_importrow", "intake_importchange", "people_person", "people_appointment"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            dump += [json.dumps(row, default=str) for row in cursor.fetchall()]
    numbers = (NUMBER, PHONE, OTHER_PHONE, "19900006666")
    assert [number for number in numbers if any(number in text for text in dump)] == []


def test_batch_is_taken_back_with_its_consents(office_imports, roster, register, volunteers):
    office_imports(roster(person(1)))
    batch = volunteers(register({}))
    office_imports.press(batch, "intake_undo")
    assert [item.role for item in Appointment.objects.all()] == ["literate"]
    assert not Consent.objects.exists()


def test_cost_does_not_grow_with_the_rows(register, volunteers):
    rows = [{"志愿者编号": f"ZY-{n}", "姓名": f"居民{n}", "手机号码": f"1990001{n:04d}"} for n in range(60)]
    counts = []
    for part in (rows[:3], rows[3:]):
        with CaptureQueriesContext(connection) as queries:
            volunteers(register(*part))
        counts.append(len(queries))
    # SQLite takes a thousand values at a time: a few more batches, never one for each row.
    assert counts[1] <= counts[0] + 5


def test_volunteers_without_numbers_go_in_and_are_found_again(volunteers, workbook, community):
    head = ["序号", "姓名", "手机号码", "所属居村"]
    rows = [[1, "王甲", "19900000001", "柳林居委会"], [2, "王乙", "19900000002", "柳林居委会"]]
    for _ in range(2):
        volunteers(workbook(["柳林居民区志愿者名单"], head, *rows))
    held = Appointment.objects.volunteers().order_by("pk").values_list("person__name", "volunteer_number")
    assert list(held) == [("王甲", ""), ("王乙", "")]
