"""Every address there is, from the URLconf itself."""

from django.urls import URLResolver, get_resolver


def addresses(patterns=None, prefix="", namespace=""):
    """Each pattern's route as written, with its name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, route, inner)
        else:
            yield route, f"{namespace}{pattern.name or ''}"
