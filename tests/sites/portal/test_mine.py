"""A member's own page: seen, corrected, asked, taken away, and withdrawn from with effect at once."""

import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.core.models import AuditEntry
from cms.inbox.models import Message
from cms.people.models import Appointment, Consent, Person
from cms.people.queries import merit
from cms.people.services.appointments import move_appointment
from cms.volunteering.models import MemberRequest, ServiceProof
from cms.volunteering.services.requests import answer_done
from search.service import SearchRequest, search
from tests.cms.accounts.factories import UserFactory
from tests.cms.exams.factories import AdmissionFactory, SittingFactory
from tests.cms.people.factories import (
    CertificateFactory,
    ConsentFactory,
    MembershipFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
from tests.cms.training.factories import SignUpFactory
from tests.cms.volunteering.factories import (
    ApplicationFactory,
    CallFactory,
    ServiceProofFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db
MINE = reverse("portal:mine")


@pytest.fixture
def volunteer(client):
    held = VolunteerFactory(person=PersonFactory(name="林知夏", phone="19900001234"))
    ServiceRecordFactory(
        appointment=held, date=date(2026, 3, 1), activity="宪法晨读", verified_on=date(2026, 4, 1)
    )
    client.force_login(MembershipFactory(person=held.person).user)
    return held


def test_what_is_held_is_shown_masked_and_given_whole_as_a_file(client, volunteer):
    page = client.get(MINE).content.decode()
    assert ["林知夏" in page, "199****1234" in page, "19900001234" in page, "宪法晨读" in page] == [
        True, True, False, True,
    ]  # fmt: skip
    response = client.get(reverse("portal:mine_data"))
    held = json.loads(response.content)
    assert (held["本人"]["手机号"], held["服务记录"][0]["小时"]) == ("19900001234", 2.0)
    assert "no-store" in response["Cache-Control"]
    assert AuditEntry.objects.filter(action="people.person.export").count() == 1


def test_the_page_stays_within_its_budget_of_queries(client, volunteer, django_assert_max_num_queries):
    ServiceRecordFactory(appointment=volunteer, date=date(2026, 3, 2), half_hours=3)
    client.get(MINE)
    with django_assert_max_num_queries(25):
        page = client.get(MINE).content.decode()
    assert "已核实的志愿服务 2 小时；另有 1.5 小时待核实" in page


def test_withdrawn_consent_is_gone_from_page_search_and_cache_at_once(client, volunteer):
    ConsentFactory(person=volunteer.person, purpose="listing")
    pages = [volunteer.community.get_absolute_url(), reverse("public:people")]

    def shown() -> list[bool]:
        found = search(SearchRequest(query="林知夏"))
        return [*("林知夏" in client.get(page).content.decode() for page in pages), bool(found.hits)]

    assert shown() == [True, True, False]
    client.post(reverse("portal:mine_consent"), {"purpose": "listing"})
    # Nothing waits for a cache to run out, and no page may be kept by anybody on the way.
    assert shown() == [False, False, False]
    assert ["no-store" in client.get(page)["Cache-Control"] for page in pages] == [True, True]
    cache.clear()
    assert shown() == [False, False, False]
    client.post(reverse("portal:mine_consent"), {"purpose": "listing", "agree": "1"})
    assert shown() == [True, True, False]
    assert Consent.objects.filter(purpose="listing").count() == 2


def test_minor_takes_a_consent_back_alone_and_gives_one_with_the_guardian(client, volunteer):
    Person.objects.update(birth=f"{timezone.localdate().year - 10}-01")
    ConsentFactory(person=volunteer.person, purpose="listing")
    url = reverse("portal:mine_consent")
    client.post(url, {"purpose": "listing"})
    page = client.post(url, {"purpose": "listing", "agree": "1"}, follow=True).content.decode()
    assert ("监护人到居村或普法办同意" in page, Consent.objects.filter(withdrawn_on=None).count()) == (
        True,
        0,
    )


def test_home_tells_what_waits_for_oneself_as_long_as_it_does(client, volunteer):
    call, other = CallFactory(), SignUpFactory()
    admission, passed = AdmissionFactory.create_batch(2, person=volunteer.person)
    SittingFactory(admission=passed, score=100, finished_at=timezone.now())
    seat = SignUpFactory(person=volunteer.person, session__starts_on=timezone.localdate())
    over = SignUpFactory(person=volunteer.person, session__starts_on=timezone.localdate() - timedelta(days=1))
    page = client.get(reverse("portal:home")).content.decode()
    told = (call.event.title, admission.exam.title, seat.session.title, seat.code)
    untold = (passed.exam.title, over.code, other.code)
    assert ([each in page for each in told], [each in page for each in untold]) == ([True] * 4, [False] * 3)


def test_own_certificate_is_taken_while_it_is_valid(client, volunteer):
    held = CertificateFactory(appointment__person=volunteer.person)
    url = reverse("portal:mine_certificate", args=[held.pk])
    assert (client.get(url)["Content-Type"], url in client.get(MINE).content.decode()) == (
        "application/pdf",
        True,
    )
    Appointment.objects.filter(pk=held.appointment_id).update(state="left")
    page = client.get(MINE).content.decode()
    assert (client.get(url).status_code, url in page, "已撤销" in page) == (404, False, True)
    other = CertificateFactory()
    assert client.get(reverse("portal:mine_certificate", args=[other.pk])).status_code == 404


def test_what_others_said_of_the_service_is_shown(client, volunteer):
    volunteer.commendations.create(title="优秀志愿者", given_by="区司法局", given_on=date(2026, 1, 5))
    volunteer.evaluations.create(year=2025, grade="good", words="随叫随到")
    page = client.get(MINE).content.decode()
    assert all(each in page for each in ("优秀志愿者", "2025年度　良好　随叫随到"))


def test_phone_and_offers_are_corrected_by_oneself(client, volunteer):
    skill = SkillFactory()
    given = {"phone": "199 0000 4321", "skills": [skill.pk], "times": ["weekend_morning"]}
    client.post(reverse("portal:mine_correct"), given)
    volunteer.refresh_from_db()
    assert (volunteer.person.phone, [*volunteer.profile.skills.all()], volunteer.profile.times) == (
        "19900004321", [skill], ["weekend_morning"],
    )  # fmt: skip
    page = client.post(reverse("portal:mine_correct"), {"phone": "12"}, follow=True).content.decode()
    assert "11 位手机号" in page


def test_correction_is_asked_for_once_and_answered(client, volunteer):
    office, asked = UserFactory(roles=[Role.OFFICE]), {"kind": "correct", "words": "出生年月不对"}
    for _twice in range(2):
        page = client.post(reverse("portal:mine_ask"), asked, follow=True).content.decode()
    assert ("不必重复" in page, MemberRequest.objects.count()) == (True, 1)
    answer_done(MemberRequest.objects.get(), reason="已改为五月", actor=office)
    assert "已改为五月" in client.get(MINE).content.decode()


def test_erasure_leaves_no_name_nor_number_once_it_is_said_to_be_done(client, volunteer):
    office, person = UserFactory(roles=[Role.OFFICE]), volunteer.person
    account = person.membership.user
    applied = ApplicationFactory(name="林知夏", phone=person.phone, appointment=volunteer, state="approved")
    client.post(reverse("portal:mine_proof"), {"starts_on": "2026-01-01", "ends_on": "2026-10-31"})
    ServiceProof.objects.update(state="issued", number="志服证〔2026〕00001号")
    client.post(reverse("portal:mine_ask"), {"kind": "erase", "words": "林知夏搬走了"})
    request = MemberRequest.objects.get()
    with pytest.raises(RuleBroken, match="先在“任用”"):
        answer_done(request, reason="已删除", actor=office)
    request.refresh_from_db()
    assert (request.state, Person.objects.get().name) == ("open", "林知夏")
    move_appointment(volunteer, "leave", actor=office, reason="本人要求删除")
    answer_done(request, reason="已删除", actor=office)
    for each in (request, applied, account):
        each.refresh_from_db()
    person = Person.objects.get()
    assert (person.name, person.phone, person.phone_fingerprint, applied.name, applied.phone) == (
        f"已匿名{person.pk}", "", "", "", "",
    )  # fmt: skip
    assert (request.state, request.words, request.answer, account.is_active) == ("done", "", "已删除", False)
    assert merit(person).hours > 0
    assert client.get(MINE).status_code == 302
    told = [*AuditEntry.objects.values_list("target_label", "actor_name", "detail")]
    told += Message.objects.values_list("text", flat=True)
    assert [each for each in told if "林知夏" in str(each)] == []


def test_proof_is_asked_for_here_and_taken_once_it_is_given(client, volunteer):
    client.post(reverse("portal:mine_proof"), {"starts_on": "2026-01-01", "ends_on": "2026-10-31"})
    proof = ServiceProof.objects.get()
    url = reverse("portal:proof_file", args=[proof.pk])
    assert client.get(url).status_code == 404
    ServiceProof.objects.update(
        state="issued", number="志服证〔2026〕00001号", half_hours=4, times=1, issued_on="2026-11-01"
    )
    assert client.get(url)["Content-Type"] == "application/pdf"
    assert client.get(reverse("portal:proof_details", args=[proof.pk, "docx"])).status_code == 200
    checked = reverse("public:certificate") + f"?number={'志服证〔2026〕00001号'}&code={proof.check_code}"
    page = client.get(checked).content.decode()
    assert ["有效" in page, "1 次，2 小时" in page, "林**" in page, "林知夏" in page] == [
        True,
        True,
        True,
        False,
    ]
    ServiceProof.objects.update(half_hours=6)
    assert client.get(url).status_code == 404


def test_page_and_papers_of_another_are_not_there(client, volunteer):
    proof = ServiceProofFactory(appointment=volunteer, state="issued", half_hours=4, times=1, number="1")
    client.force_login(MembershipFactory().user)
    assert "林知夏" not in client.get(MINE).content.decode()
    assert client.get(reverse("portal:proof_file", args=[proof.pk])).status_code == 404
    client.force_login(UserFactory(roles=[Role.MEMBER]))
    for name in ("mine_consent", "mine_correct", "mine_ask", "mine_proof"):
        assert client.post(reverse(f"portal:{name}"), {"purpose": "listing"}).status_code == 404
    client.logout()
    assert client.get(MINE).status_code == 302


def test_what_was_typed_wrong_stands_there_once_with_what_is_wrong_and_no_number(client, volunteer):
    page = reverse("portal:mine")
    answer = client.post(
        reverse("portal:mine_ask"), {"kind": "erase", "words": "请删除 19900001234 的登记"}, follow=True
    )
    said = answer.content.decode()
    assert ("请不要" in said, "的登记</textarea>" in said, "19900001234" in said) == (True, True, False)
    assert "的登记" not in client.get(page).content.decode()
    answer = client.post(
        reverse("portal:mine_correct"), {"phone": "123", "times": "weekday_morning"}, follow=True
    )
    said = answer.content.decode()
    assert ('value="123"' in said, said.count("请填写 11 位手机号") > 1) == (True, True)
    assert answer.redirect_chain == [(page, 302)]
