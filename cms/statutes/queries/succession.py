"""What became of the articles of a law in the text that replaced it: asked by whoever cites them."""

from collections.abc import Iterable

from cms.statutes.models import LawVersion, Provision
from cms.statutes.queries import version_before


class Succession:
    """From the text before to `new`. Without a text before, nothing became of anything. Queries: three."""

    def __init__(self, new: LawVersion):
        old = version_before(new)
        self.is_known = old is not None
        self._before = {each.ref: each.text for each in old.articles.all()} if old else {}
        self._articles = list(new.articles.all())
        self._now = {each.ref: each.text for each in self._articles}

    def of(self, provisions: Iterable[Provision]) -> list[tuple[str, str]]:
        """Each label, with what became of the article in words."""
        return [(each.label, self._became(each.ref)) for each in provisions] if self.is_known else []

    def _became(self, ref: str) -> str:
        text = self._before.get(ref)
        if self._now.get(ref, "") == text:
            return "没有变化"
        moved = next((each.label for each in self._articles if each.text == text), None)
        if moved:
            return f"文字没有变化，现为{moved}"
        return "已改动" if ref in self._now else "新文本里没有这一条"
