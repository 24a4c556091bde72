"""How workers share the tests: one has the browser, one Elasticsearch; the rest is divided file by file."""

from xdist.scheduler import LoadScopeScheduling

# Beside those that have it in their name.
ASK_ELASTICSEARCH = ("tests/search/test_failover.py", "tests/search/test_return.py")
LONGEST = ("browser", "elasticsearch")


def share_of(nodeid: str) -> str:
    """The group of a test, or its file."""
    if nodeid.startswith("tests/browser/"):
        return "browser"
    if "elasticsearch" in nodeid or nodeid.startswith(ASK_ELASTICSEARCH):
        return "elasticsearch"
    return nodeid.partition("::")[0]


class Sharing(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)
