import pytest

pytestmark = pytest.mark.django_db


def test_elder_mode_is_kept_and_marks_every_page(client):
    response = client.post("/size/", {"size": "elder", "next": "/site-map/"})
    assert (response.status_code, response.url) == (302, "/site-map/")
    for address in ("/", "/site-map/", "/search/"):
        assert '<html lang="zh-Hans" data-size="elder">' in client.get(address).content.decode()


def test_elder_mode_is_left_again(client):
    client.post("/size/", {"size": "elder"})
    client.post("/size/", {"size": "standard"})
    text = client.get("/").content.decode()
    assert "data-size=" not in text
    assert "长者模式" in text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\x"]
)
def test_size_never_sends_a_visitor_elsewhere(client, elsewhere):
    assert client.post("/size/", {"size": "elder", "next": elsewhere}).url == "/"


def test_unknown_size_counts_as_standard(client):
    client.post("/size/", {"size": '"><script>'})
    assert "data-size=" not in client.get("/").content.decode()
    client.cookies["zhifa_size"] = "gigantic"
    assert "data-size=" not in client.get("/").content.decode()


def test_size_is_not_changed_by_following_a_link(client):
    assert client.get("/size/?size=elder").status_code == 405
