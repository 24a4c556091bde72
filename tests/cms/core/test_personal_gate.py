"""What the gate holds up, and what it must let through."""

import pytest
from django.core.exceptions import ValidationError

from cms.accounts.enums import Role
from cms.core.errors import RuleBroken
from cms.core.personal_data import PublicTexts, refuse_personal_numbers
from cms.events.enums import EventState
from cms.events.models import Event
from cms.events.services import cancel_event
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.events.factories import EventFactory

pytestmark = pytest.mark.django_db
NUMBER = "联系人 138 0013 8000"


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED])
@pytest.mark.parametrize("field", Event.public_texts)
def test_an_event_takes_no_number_before_or_after_it_is_public(state, field):
    event = EventFactory(state=state)
    setattr(event, field, NUMBER)
    with pytest.raises(RuleBroken, match=r"138\*\*\*\*8000"):
        event.save()
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert list(refused.value.message_dict) == [field]
    assert NUMBER not in Event.objects.values_list(field, flat=True)


def test_the_refusal_names_field_kind_and_masked_number():
    with pytest.raises(RuleBroken) as refused:
        refuse_personal_numbers(Event(title="讲座", introduction=NUMBER))
    assert refused.value.message_dict == {
        "introduction": ["介绍里有手机号 138****8000，会公开显示，请删去或隐去后再保存。"]
    }


def test_other_problems_are_told_beside_the_number():
    with pytest.raises(ValidationError) as refused:
        Event(title="", introduction=NUMBER).full_clean()
    assert {"title", "introduction"} <= refused.value.message_dict.keys()


def test_a_form_that_does_not_show_a_field_is_not_told_of_it():
    Event(title="讲座", introduction=NUMBER).clean_fields(exclude=["introduction", *_required()])


def test_what_is_public_by_mistake_can_be_taken_away():
    event = EventFactory(state=EventState.PUBLISHED)
    Event.objects.update(introduction=NUMBER)
    cancel_event(event, actor=UserFactory(roles=[Role.OFFICE]))
    event.refresh_from_db()
    assert (event.state, event.introduction) == (EventState.CANCELLED, NUMBER)


def test_an_office_phone_is_a_landline():
    agency = AgencyFactory()
    for phone in ("021-52564588", "52564588", "12348", "400-820-8820", "021-52564588转8012"):
        agency.office_phone = phone
        agency.full_clean()
    agency.office_phone = "13800138000"
    with pytest.raises(ValidationError, match="办公电话里有手机号"):
        agency.full_clean()


def test_a_model_names_fields_that_it_has():
    for model in PublicTexts.__subclasses__():
        if hasattr(model, "_meta"):
            assert [model._meta.get_field(name).name for name in model.public_texts] == list(
                model.public_texts
            )


def _required():
    return [field.name for field in Event._meta.concrete_fields if not field.blank and field.name != "title"]
