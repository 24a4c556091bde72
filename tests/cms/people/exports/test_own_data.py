"""What a member takes away: all that is held about them, of every app, and nothing of anybody else."""

import datetime
import json
from decimal import Decimal

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from cms.people.exports.own_data import own_data
from cms.people.models import EndingProposal, NominationStep, SelfNomination, YearlyExcuse
from cms.volunteering.models import Commendation, Evaluation
from tests.cms.exams.factories import AdmissionFactory, SittingFactory
from tests.cms.people.factories import (
    CertificateFactory,
    ConsentFactory,
    MembershipFactory,
    NominationFactory,
    PersonFactory,
    ServiceRecordFactory,
    VolunteerFactory,
)
from tests.cms.places.factories import CommunityFactory
from tests.cms.training.factories import AttendanceFactory, SignUpFactory
from tests.cms.volunteering.factories import (
    AnswerFactory,
    ApplicationFactory,
    MemberRequestFactory,
    ProfileFactory,
    ServiceProofFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)
EVERYTHING = {
    "任用", "证书", "同意", "退出建议", "成员账号", "推荐", "推荐的办理记录", "自荐", "服务记录",
    "年度要求的说明", "签到", "培训报名", "考生", "答卷", "征集的答复", "志愿者报名", "表彰奖励", "年度评价",
    "本人的请求", "志愿服务意向", "志愿服务记录证明",
}  # fmt: skip


def with_everything(name: str):
    """A person of whom every app keeps something; free words carry the name."""
    person = PersonFactory(name=name, phone="19900001234", identity_number="")
    held = VolunteerFactory(person=person, phone="19900004321", remark=f"{name}备注")
    ProfileFactory(appointment=held, skills=[SkillFactory(name=f"{name}特长")], times=["weekend_morning"])
    Commendation.objects.create(appointment=held, title=f"{name}表彰", given_by="区司法局", given_on=DAY)
    Evaluation.objects.create(appointment=held, year=2026, grade="good", words=f"{name}评语")
    YearlyExcuse.objects.create(appointment=held, year=2026, kind="illness", words=f"{name}病假")
    EndingProposal.objects.create(appointment=held, verb="pause", grounds=f"{name}理由")
    ServiceProofFactory(appointment=held, answer=f"{name}证明")
    AnswerFactory(appointment=held)
    ApplicationFactory(appointment=held, words=f"{name}自述", state="approved")
    ServiceRecordFactory(appointment=held, activity=f"{name}晨读", date=DAY)
    CertificateFactory(appointment=held)
    for make in (ConsentFactory, MembershipFactory, AttendanceFactory, SignUpFactory):
        make(person=person)
    MemberRequestFactory(person=person, words=f"{name}请求")
    nomination = NominationFactory(person=person)
    NominationStep.objects.create(
        nomination=nomination, verb="check", done_on=DAY, actor_name="经办人", opinion=f"{name}意见"
    )
    SelfNomination.objects.create(
        nomination=nomination,
        person=person,
        community=CommunityFactory(),
        words=f"{name}自荐",
        code_fingerprint=name,
    )
    SittingFactory(admission=AdmissionFactory(person=person), score=Decimal("88.5"))
    return person


def test_everything_of_every_app_is_given_and_nothing_of_anybody_else():
    person, _other = with_everything("林知夏"), with_everything("方小满")
    held = own_data(person)
    assert {kind: len(rows) for kind, rows in held.items() if kind != "本人"} == dict.fromkeys(EVERYTHING, 1)
    told = json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False)
    words = ("备注", "特长", "表彰", "评语", "病假", "理由", "证明", "自述", "晨读", "请求", "意见", "自荐")
    assert [each for each in words if f"林知夏{each}" not in told] == []
    assert ("方小满" in told, "经办人" in told) == (False, False)


def test_values_are_plain_and_whole():
    held = own_data(with_everything("林知夏"))
    assert (held["本人"]["手机号"], held["任用"][0]["登记手机号"]) == ("19900001234", "19900004321")
    assert held["志愿服务意向"][0]["可服务的时间"] == "周末上午"
    assert (held["答卷"][0]["成绩"], held["年度评价"][0]["评价"]) == (88.5, "良好")
    begun = held["答卷"][0]["开始时间"]
    assert begun.utcoffset() == datetime.timedelta(hours=8)
