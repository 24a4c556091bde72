"""The versioned indices of one platform, and the alias that readers and writers know."""

import hashlib
import json

from elasticsearch import BadRequestError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from search.analysis import lay_questions
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.mapping import Held

# Above the cluster's own templates.
PRIORITY = 500


class Indices:
    """`<prefix>-documents`, an alias of one index at a time; the index says its form in its name."""

    def __init__(self, connection: Connection, client: Elasticsearch):
        self.alias = f"{connection.prefix}-documents"
        self._client = client
        self._template = Held._index.clone(f"{self.alias}-*", client)
        self._template.settings(number_of_shards=connection.shards, **_copies(connection.replicas))
        # An index with other fields, cut otherwise or for other questions, is not written to. Sorted: in each
        # process the DSL names the fields in another order.
        made_of = [Held._doc_type.mapping.to_dict(), connection.shards, lay_questions.edition()]
        fixed = json.dumps(made_of, sort_keys=True)
        self._form = f"{self.alias}-{hashlib.blake2b(fixed.encode(), digest_size=4).hexdigest()}"

    def ready(self, patience: Elasticsearch) -> bool:
        """Whether the index in use is of this form, waited for as long as the client `patience` waits."""
        return any(name.startswith(f"{self._form}-") for name in self.current(patience))

    def named(self, name: str) -> Index:
        return Index(name, using=self._client)

    def create(self, name: str, *, aliased: bool = False, **settings) -> Index:
        index = self.named(f"{self._form}-{name}").settings(**settings)
        if aliased:
            index.aliases(**{self.alias: {}})
        self._template.as_composable_template(self.alias, priority=PRIORITY).save()
        try:
            index.create()
        except BadRequestError as error:
            # Two writers meet at the very first document: one of them makes the index.
            if error.error != "resource_already_exists_exception":
                raise
        return index

    def every(self) -> set[str]:
        return set(self._template.get(features="settings"))

    def current(self, patience: Elasticsearch | None = None) -> set[str]:
        try:
            return set(self.named(self.alias).get_alias(patience, name=self.alias))
        except NotFoundError:
            return set()

    def swap(self, index: Index) -> None:
        """One call: no reader finds the alias empty or double. The old index goes after its last answers."""
        old = sorted(self.current())
        left = [{"remove": {"index": name, "alias": self.alias}} for name in old]
        added = {"add": {"index": index._name, "alias": self.alias}}
        self._client.indices.update_aliases(actions=[*left, added])
        self.delete(old)

    def delete(self, names) -> None:
        for name in names:
            self.named(name).delete(ignore_unavailable=True)


def _copies(replicas: int | None) -> dict:
    return {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
