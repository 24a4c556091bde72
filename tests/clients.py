"""Clients for tests that ask a great many questions."""

from django.test import Client


class Forgetful(Client):
    """A browser that forgets what it was told: each answer would carry all the messages before it."""

    def request(self, **request):
        response = super().request(**request)
        self.cookies.pop("messages", None)
        return response
