"""Who else looks at a batch just now, told through the cache: nothing depends on it."""

from time import time

from django.core.cache import cache

HERE_SECONDS = 300


def others_at(batch_id: int, user) -> list[str]:
    """The names of the others who opened a page of the batch within five minutes; notes this account, too."""
    key, now = f"intake:{batch_id}:people", time()
    here = {pk: seen for pk, seen in cache.get(key, {}).items() if seen[1] > now - HERE_SECONDS}
    here[user.pk] = (str(user), now)
    cache.set(key, here, HERE_SECONDS)
    return sorted(name for pk, (name, _) in here.items() if pk != user.pk)
