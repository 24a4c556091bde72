"""A page that cannot be made because the surroundings fail is 503, and passes."""

import psycopg
import pytest
from django.db import OperationalError

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(client, monkeypatch):
    client.raise_request_exception = False

    def with_error(error):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr("wagtail.models.Site.find_for_request", fail)
        return client.get("/sitemap.xml")

    return with_error


def test_lost_database_is_503_in_words(failing):
    error = OperationalError("connection refused")
    error.__cause__ = psycopg.OperationalError()
    response = failing(error)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "网站暂时不能提供服务" in response.content.decode()


def test_error_of_the_program_is_500(failing):
    response = failing(ValueError("坏了"))
    assert response.status_code == 500
    assert "网站出了差错" in response.content.decode()
