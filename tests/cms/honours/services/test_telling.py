"""Who is told of a step."""

import pytest

from cms.accounts.enums import Role
from cms.honours.services.steps import take_step
from cms.inbox.models import Message
from tests.cms.accounts.factories import UserFactory
from tests.cms.honours.factories import ApplicationFactory
from tests.cms.people.services.test_nominations import coordinator_of

pytestmark = pytest.mark.django_db

# By hand: who is told of what, in which words; the office never of its own step.
TOLD = {
    ("draft", "submit"): ("T", "arrived", "待街镇审核", "/portal/honours/{}/"),
    ("town", "support"): ("O", "arrived", "待区评审", "/office/honour_applications/inspect/{}/"),
    ("town", "send_back"): ("C", "returned", "退回补正，请补材料", "/portal/honours/{}/"),
    ("district", "approve"): ("CT", "result", "区评审通过，将要公示", "/portal/honours/{}/"),
    ("district", "refuse"): ("CT", "result", "没有通过，请补材料", "/portal/honours/{}/"),
    ("district", "send_back"): ("CT", "returned", "退回补正，请补材料", "/portal/honours/{}/"),
    ("announcement", "announce"): None,
    ("notice", "confer"): ("CT", "result", "已命名", "/portal/honours/{}/"),
    ("town", "withdraw"): None,
}


@pytest.mark.parametrize(("state", "verb"), TOLD)
def test_step_is_told_to_whom_it_concerns(state, verb):
    held = ApplicationFactory(scored=60, **({"on_notice": True} if state == "notice" else {"state": state}))
    tiers = {
        "C": coordinator_of(held.community),
        "T": coordinator_of(held.community.parent),
        "O": UserFactory(roles=[Role.OFFICE]),
    }
    coordinator_of(held.community.parent.parent)
    who = "C" if verb in ("submit", "withdraw") else "T" if state == "town" else "O"
    words = "请补材料" if verb in ("send_back", "refuse", "withdraw") else ""
    take_step(held, verb, actor=tiers[who], opinion=words)
    told = [(each.user, each.kind, each.text, each.link) for each in Message.objects.all()]
    if TOLD[state, verb] is None:
        assert told == []
        return
    told_tiers, kind, text, link = TOLD[state, verb]
    # Only the 居村 has something to mend.
    kinds = [kind if tier == told_tiers[0] else "result" for tier in told_tiers]
    assert sorted(told, key=lambda each: each[0].pk) == [
        (tiers[tier], kind, f"{held}：{text}", link.format(held.pk))
        for tier, kind in zip(told_tiers, kinds, strict=True)
    ]


def test_whoever_was_asked_is_not_asked_any_more_once_a_colleague_has_done_it():
    held = ApplicationFactory(scored=60, state="draft")
    own, both = coordinator_of(held.community), [coordinator_of(held.community.parent) for _ in range(2)]
    take_step(held, "submit", actor=own, opinion="")
    assert Message.objects.filter(user__in=both, read_at=None).count() == 2
    take_step(held, "send_back", actor=both[0], opinion="请补材料")
    left = Message.objects.filter(read_at=None)
    assert [(each.user, each.kind) for each in left] == [(own, "returned")]
