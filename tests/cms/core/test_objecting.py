"""Who objected is forgotten long after the answer; what was said and found stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.errors import RuleBroken
from cms.core.models import AuditEntry
from cms.honours.services import objections as honours
from cms.people.services import objections as people
from tests.cms.honours import factories as of_honours
from tests.cms.people import factories as of_people

pytestmark = pytest.mark.django_db
BOTH = {"people": (people, of_people), "honours": (honours, of_honours)}


@pytest.mark.parametrize("room", BOTH)
@pytest.mark.parametrize(("days", "known"), [(179, True), (180, True), (181, False), (None, True)])
def test_objector_is_forgotten_half_a_year_after_the_answer(room, days, known):
    services, factories = BOTH[room]
    now = timezone.now()
    answered = {} if days is None else {
        "answer": "已核实", "is_upheld": False, "answered_at": now - timedelta(days=days),
    }  # fmt: skip
    held = factories.ObjectionFactory(name="郑怀安", phone="19900003333", words="没有公开", **answered)
    assert services.forget_objectors(timezone.localdate(now)) == (not known)
    held.refresh_from_db()
    told = ("郑怀安", "19900003333") if known else ("", "")
    assert (held.name, held.phone, held.words) == (*told, "没有公开")
    assert "郑怀安" not in str(list(AuditEntry.objects.values_list("detail", "target_label")))
    assert services.forget_objectors(timezone.localdate(now)) == 0


@pytest.mark.parametrize("missing", ["name", "phone"])
def test_objection_says_who_objects(missing):
    today = timezone.localdate()
    application = of_honours.ApplicationFactory(
        state="notice", notice_from=today - timedelta(days=7), notice_until=today
    )
    said = {"name": "郑怀安", "phone": "19900003333", "words": "没有公开", missing: ""}
    with pytest.raises(RuleBroken, match="请填写"):
        honours.object_to(application, **said)
