"""What the office writes down of volunteers."""

import re

import pytest
from django.urls import reverse

from cms.accounts.enums import Role
from cms.volunteering.models import Profile
from tests.cms.accounts.factories import UserFactory
from tests.cms.people.factories import AppointmentFactory, VolunteerFactory
from tests.cms.places.factories import SubdistrictFactory
from tests.cms.volunteering.factories import ProfileFactory, SkillFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = UserFactory(roles=[Role.OFFICE])
    client.force_login(user)
    return user


def test_office_writes_down_what_somebody_without_an_account_offers_and_puts_them_in_a_team(client, office):
    held, skill, town, team = VolunteerFactory(), SkillFactory(), SubdistrictFactory(), TeamFactory()
    given = {"skills": [skill.pk], "towns": [town.pk], "times": ["weekend_morning"], "team": team.pk}
    url = reverse("volunteer_profiles:add")
    wrong = client.post(url, given | {"appointment": AppointmentFactory().pk})
    assert ("普法志愿者的那一段任用" in wrong.content.decode(), Profile.objects.count()) == (True, 0)
    client.post(url, given | {"appointment": held.pk})
    profile = Profile.objects.get()
    assert (profile.appointment, profile.times, profile.team) == (held, ["weekend_morning"], team)
    assert ([*profile.skills.all()], [*profile.towns.all()]) == ([skill], [town])
    page = client.get(reverse("volunteer_profiles:edit", args=[profile.pk])).content.decode()
    ticked = re.findall(r'name="(skills|times|towns)"[^>]* checked', page)
    assert ticked == ["skills", "times", "towns"]


def test_who_is_in_a_team_is_listed(client, office):
    inside, outside = ProfileFactory(team=TeamFactory()), ProfileFactory(team=TeamFactory())
    page = client.get(reverse("volunteer_profiles:index"), {"team": inside.team.pk}).content.decode()
    assert [each.appointment.person.name in page for each in (inside, outside)] == [True, False]
