"""Who writes a page and who may review it."""

import pytest

from cms.accounts.enums import Role
from tests.cms.accounts.factories import UserFactory


@pytest.fixture
def editor():
    return UserFactory(name="文思齐", roles=[Role.EDITOR])


@pytest.fixture
def first():
    return UserFactory(name="甲审", roles=[Role.REVIEWER])


@pytest.fixture
def second():
    return UserFactory(name="乙审", roles=[Role.REVIEWER])


@pytest.fixture
def last():
    return UserFactory(name="终审人", roles=[Role.OFFICE])
