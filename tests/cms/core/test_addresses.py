import pytest

from cms.core.addresses import client_address, neighbourhood


@pytest.mark.parametrize(
    ("proxies", "passed", "address"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.1, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.1, 198.51.100.7", "203.0.113.1"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "198.51.100.7:51234", "198.51.100.7"),
        (1, "[2001:db8::7]:51234", "2001:db8::7"),
        (1, "2001:DB8:0::7", "2001:db8::7"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "unknown", ""),
    ],
)
def test_address_is_what_our_own_proxy_saw(rf, settings, proxies, passed, address):
    settings.PROXIES_IN_FRONT = proxies
    assert client_address(rf.get("/", headers={"X-Forwarded-For": passed})) == address


def test_address_behind_a_socket_is_empty(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="")) == ""


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:0:1::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff::9", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::7", "2001:db8:0:2::/64"),
        ("", ""),
    ],
)
def test_neighbourhood_is_what_one_person_can_change_at_will(address, place):
    assert neighbourhood(address) == place
