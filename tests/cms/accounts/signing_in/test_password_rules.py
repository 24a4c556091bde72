import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sites.demo.accounts import DEMO_PASSWORD
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    user = UserFactory(username="lianluo", name="连小川", email="chuan.lian@example.com")
    AgencyFactory(name="青桥区公安局", short_name="区公安局", code="QQ-GA").members.create(user=user)
    return user


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("好记的话三四五六七", "密码太短：至少要 10 个字符"),
        ("a b c d e        ", "密码太短"),
        ("1234567890", "不能全是数字"),
        ("２０２６１２０４１２３４", "不能全是数字"),
        ("qwertyuiop", "太常见"),
        ("QwertyUiop", "太常见"),
        ("ｑｗｅｒｔｙｕｉｏｐ", "太常见"),
        ("password2026", "太常见"),
        ("aaaaaaaaaaaa", "太常见"),
        ("abababababab", "太常见"),
        ("lianluo2026", "不要用账号名"),
        ("LianLuo-2026", "不要用账号名"),
        ("lianluo-lianluo", "不要用账号名"),
        ("连小川2026连小川", "不要用账号名"),
        ("chuan.lian2026", "不要用账号名"),
        ("青桥区公安局20261", "不要用账号名"),
        ("区公安局2026!!", "不要用账号名"),
        ("qq-ga20261", "不要用账号名"),
        ("zhifa-2026", "不要用账号名"),
        ("zhifa-demo-2026", "太常见"),
        ("Zhifa-Demo-2026", "太常见"),
        ("ｚｈｉｆａ－ｄｅｍｏ－2027", "太常见"),
    ],
)
def test_bad_password_is_refused_with_the_cure(holder, password, told):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, holder)
    assert told in "".join(refused.value.messages)


@pytest.mark.parametrize(
    "password", ["今天也要去柳林社区讲课", "correct-horse-battery", "青桥-示范-2026-口令", "柳林Xk29桥下再见"]
)
def test_good_password_passes(holder, password):
    validate_password(password, holder)


def test_ten_characters_are_enough(holder):
    validate_password("三月柳絮飞满了柳林镇", holder)
    with pytest.raises(ValidationError, match="太短"):
        validate_password("三月柳絮飞满柳林镇", holder)


def test_what_the_demo_prints_is_known():
    assert settings.KNOWN_PASSWORDS == [DEMO_PASSWORD]
