"""Elasticsearch as an engine, in the words of its own DSL. All analysis is ours: it is sent tokens."""

from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["Connection", "ElasticsearchEngine"]
