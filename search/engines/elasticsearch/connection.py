"""How the cluster is reached, how long it is waited for, and what its failures are called."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, helpers
from elasticsearch.dsl.connections import get_connection

from search.engines.base import EngineUnavailable

# The public waits for no more than this before the replica answers.
ANSWER_SECONDS = 1.2
WRITE_SECONDS = 5.0
BUILD_SECONDS = 60.0


@dataclass(frozen=True)
class Connection:
    """How to reach the cluster. An empty value is one that is not used; `prefix` begins every name there.

    An index is cut into `shards` and kept in `replicas` copies besides; None: one where a second node is.
    """

    urls: tuple[str, ...]
    prefix: str = "zhifa"
    api_key: str = ""
    user: str = ""
    password: str = ""
    ca_file: str = ""
    verify: bool = True
    shards: int = 1
    replicas: int | None = None

    def client(self) -> Elasticsearch:
        options: dict = {}
        if self.api_key:
            options["api_key"] = self.api_key
        elif self.user:
            options["basic_auth"] = (self.user, self.password)
        if any(url.startswith("https://") for url in self.urls):
            options["verify_certs"] = self.verify
            options["ssl_show_warn"] = False
            if self.ca_file:
                options["ca_certs"] = self.ca_file
        # Another node is tried once where there is one; a node that hangs is not waited for twice.
        retries = min(1, len(self.urls) - 1)
        client = Elasticsearch(
            list(self.urls),
            request_timeout=ANSWER_SECONDS,
            max_retries=retries,
            retry_on_timeout=False,
            **options,
        )
        # The DSL adds a header to every client it meets: here, before threads share it.
        return get_connection(client)


@contextmanager
def unavailable() -> Iterator[None]:
    """Whatever the cluster refuses or fails to do is one error to the caller."""
    try:
        yield
    except (TransportError, ApiError, helpers.BulkIndexError) as error:
        raise EngineUnavailable(f"{type(error).__name__}: {error}") from error
