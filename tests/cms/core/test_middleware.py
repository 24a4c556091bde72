"""A refusal raised anywhere is a sentence for the person who asked."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from cms.core.errors import NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db
SENTENCE = "名额已满，请另选一场。"


def refuse(request):
    raise RuleBroken(SENTENCE)


def deny(request):
    raise NotAllowed("只有普法办可以这样做。")


def fail(request):
    raise ValueError("真正的故障")


def form(request):
    return HttpResponse("表单")


urlpatterns = [
    path("refuse/", refuse),
    path("deny/", deny),
    path("fail/", fail),
    path("form/", form),
    path("button/", require_POST(form)),
    path("page/", require_GET(form)),
]


@pytest.fixture(autouse=True)
def addresses():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


def test_button_is_answered_on_the_page_it_stands_on(client):
    response = client.post(
        "/refuse/", {"next": "/form/"}, headers={"referer": "http://testserver/form/?page=2"}
    )
    assert (response.status_code, response["Location"]) == (302, "/form/?page=2")
    assert said(response) == [SENTENCE]


@pytest.mark.parametrize(
    "referer", ["", "https://elsewhere.example/form/", "javascript:alert(1)", "//elsewhere.example/"]
)
def test_without_a_page_of_ours_to_return_to_the_sentence_stands_alone(client, referer):
    response = client.post("/refuse/", headers={"referer": referer})
    assert response.status_code == 409
    assert SENTENCE in response.content.decode()
    assert "elsewhere" not in response.content.decode()


def test_what_was_typed_is_kept_and_no_password_with_it(client):
    typed = {
        "summary": "一篇写了半天的文章<b>",
        "password": "secret-word",
        "csrfmiddlewaretoken": "machinery",
    }
    response = client.post("/refuse/", typed, headers={"referer": "http://testserver/form/"})
    page = response.content.decode()
    assert response.status_code == 409
    assert SENTENCE in page
    assert "一篇写了半天的文章&lt;b&gt;" in page
    assert "secret-word" not in page
    assert "machinery" not in page
    assert "no-store" in response["Cache-Control"]


def test_address_opened_directly_never_redirects_in_circles(client):
    response = client.get("/deny/", headers={"referer": "http://testserver/deny/"})
    assert response.status_code == 403
    assert "只有普法办可以这样做。" in response.content.decode()


@pytest.mark.parametrize(
    "asked", [{"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}], ids=["fetch", "json"]
)
@pytest.mark.parametrize(("address", "status"), [("/refuse/", 409), ("/deny/", 403)])
def test_program_is_answered_in_json(client, asked, address, status):
    response = client.post(address, headers=asked)
    assert response.status_code == status
    assert response.json()["success"] is False
    assert "。" in response.json()["error_message"]


def test_fault_stays_a_fault(client):
    with pytest.raises(ValueError, match="真正的故障"):
        client.get("/fail/")


def test_what_a_form_carries_for_the_machine_was_not_typed(client):
    carried = {"form_token": "Oebzd_e7lGDUJPqocOBfNeocveUh7zMn", "seen": "2-abcdef"}
    response = client.post("/refuse/", carried, headers={"referer": "http://testserver/form/"})
    assert (response.status_code, response["Location"], said(response)) == (302, "/form/", [SENTENCE])


@pytest.mark.parametrize(
    ("method", "address", "allowed", "told"),
    [("get", "/button/", "POST", "再按一次按钮"), ("post", "/page/", "GET", "只供查看")],
)
def test_the_wrong_way_to_an_address_is_told_in_words(client, method, address, allowed, told):
    page = getattr(client, method)(address)
    machine = getattr(client, method)(address, headers={"accept": "application/json"})
    assert (page.status_code, page["Allow"], machine.status_code, machine["Allow"]) == (
        405, allowed, 405, allowed,
    )  # fmt: skip
    assert told in page.content.decode()
    assert told in machine.json()["detail"]
