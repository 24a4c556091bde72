"""Clients for tests that ask a great many questions."""

from contextlib import ExitStack
from unittest.mock import patch

from django.contrib.auth import get_user, middleware
from django.core.handlers import exception
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client


class Forgetful(Client):
    """A browser that forgets what it was told: each answer would carry all the messages before it.

    Whoever sits before it is known from the first question on: account and rights are read once.
    """

    _holder = None

    def force_login(self, *args, **kwargs):
        self._holder = None
        super().force_login(*args, **kwargs)

    def logout(self):
        self._holder = None
        super().logout()

    def _known(self, request):
        if self._holder is None:
            self._holder = get_user(request)
        return self._holder

    def request(self, **request):
        with patch.object(middleware.auth, "get_user", self._known):
            response = super().request(**request)
        self.cookies.pop("messages", None)
        return response


class Glancing(Forgetful):
    """One who sees how it is answered, and has the page drawn only while `draws`; never that of a refusal."""

    draws = True

    def request(self, **request):
        with ExitStack() as undrawn:
            undrawn.enter_context(patch.object(exception, "get_exception_response", _refusal))
            if not self.draws:
                undrawn.enter_context(patch.object(SimpleTemplateResponse, "render", _blank))
            return super().request(**request)


def _blank(response):
    response.content = ""
    return response


def _refusal(request, resolver, status_code, exception):
    return HttpResponse(status=status_code)
