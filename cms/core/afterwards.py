"""What many records in one transaction each have done after the commit, done once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def afterwards_once() -> Iterator[None]:
    """What is registered meanwhile, for after the commit, is done once where it is the same for all."""
    connection = transaction.get_connection()
    start = len(connection.run_on_commit)
    yield
    acts = connection.run_on_commit[start:]
    connection.run_on_commit[start:] = {act: (told, act, robust) for told, act, robust in acts}.values()
