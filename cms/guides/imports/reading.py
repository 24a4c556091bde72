"""A guide from a YAML file: every mistake is told with the place where it stands, none is guessed away."""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from cms.core.errors import RuleBroken
from cms.guides.enums import GuideKind
from cms.guides.models.graph import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_CHOICES,
    MOST_PARTS,
    Advice,
    Choice,
    Graph,
    Ground,
    Question,
)
from search.chinese.citations import read_citations
from search.chinese.folding import normalise

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,29}")
_LAW = re.compile(r"《([^《》]+)》(.*)", re.DOTALL)
LONGEST_FILE = 200_000


@dataclass(frozen=True)
class GuideFile:
    """What a file says: the words of a guide by the names of its fields, its audiences by name, its graph."""

    slug: str
    words: dict[str, Any]
    audiences: tuple[str, ...]
    graph: Graph


def read_guide(text: str) -> GuideFile:
    """The guide that a file holds. RuleBroken tells every mistake, each with its place."""
    if len(text) > LONGEST_FILE:
        raise RuleBroken(_("文件太长：一份指引最多 %s 字。") % LONGEST_FILE)
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (
            _("第%(line)s行第%(column)s列") % {"line": mark.line + 1, "column": mark.column + 1}
            if mark
            else ""
        )
        raise RuleBroken(_("%s读不出来，请核对缩进、冒号与引号。") % (place or _("文件"))) from error
    reader = _Reader()
    found = reader.guide(data)
    if reader.problems:
        raise RuleBroken(reader.problems)
    return found


class _Reader:
    def __init__(self):
        self.problems: list[str] = []

    def guide(self, data) -> GuideFile:
        head = self.mapping(
            data,
            _("文件"),
            {
                "slug",
                "kind",
                "topic",
                "title",
                "summary",
                "order",
                "audiences",
                "first",
                "questions",
                "findings",
                "outcomes",
            },
        )
        kind = self.text(head, "kind", _("文件"), 8)
        if kind and kind not in GuideKind.values:
            self.problems.append(_("kind 写 help 或 check，不是“%s”。") % kind)
        order = head.get("order", 100)
        if not isinstance(order, int) or isinstance(order, bool):
            self.problems.append(_("order 是一个整数。"))
        words = {
            "kind": kind,
            "topic": self.text(head, "topic", _("文件"), 20),
            "title": self.text(head, "title", _("文件"), 60),
            "summary": self.text(head, "summary", _("文件"), 200),
            "order": order,
        }
        questions = self.parts(head, "questions", self.question)
        graph = Graph(
            first=self.text(head, "first", _("文件"), 30, wanted=False)
            or (questions[0].key if questions else ""),
            questions=questions,
            findings=self.parts(head, "findings", self.advice),
            outcomes=self.parts(head, "outcomes", self.advice),
        )
        keys = [each.key for each in (*graph.questions, *graph.findings, *graph.outcomes)]
        for twice in sorted({key for key in keys if keys.count(key) > 1}):
            self.problems.append(_("%s 用了两次，每个问题和结果各有一个名字。") % twice)
        return GuideFile(
            self.text(head, "slug", _("文件"), 60), words, self.lines(head, "audiences", _("文件"), 30), graph
        )

    def parts(self, head, name: str, read) -> tuple:
        given = head.get(name) or []
        if not isinstance(given, list) or len(given) > MOST_PARTS:
            self.problems.append(
                _("%(name)s 是一列，最多 %(most)s 项。") % {"name": name, "most": MOST_PARTS}
            )
            return ()
        return tuple(
            read(each, _("%(name)s 第%(n)s项") % {"name": name, "n": n}) for n, each in enumerate(given, 1)
        )

    def question(self, data, place: str) -> Question:
        held = self.mapping(data, place, {"key", "ask", "help", "choices"})
        choices = held.get("choices") or []
        if not isinstance(choices, list) or len(choices) > MOST_CHOICES:
            self.problems.append(
                _("%(place)s：choices 是一列，最多 %(most)s 个回答。")
                % {"place": place, "most": MOST_CHOICES}
            )
            choices = []
        return Question(
            self.key(held, place),
            self.text(held, "ask", place, LONGEST_TITLE),
            self.text(held, "help", place, LONGEST_WORDS, wanted=False),
            tuple(self.choice(each, f"{place}的第{n}个回答") for n, each in enumerate(choices, 1)),
        )

    def choice(self, data, place: str) -> Choice:
        held = self.mapping(data, place, {"say", "to", "note"})
        return Choice(
            self.text(held, "say", place, LONGEST_TITLE),
            self.text(held, "to", place, 30),
            self.text(held, "note", place, 30, wanted=False),
        )

    def advice(self, data, place: str) -> Advice:
        held = self.mapping(data, place, {"key", "title", "words", "todo", "grounds", "help"})
        return Advice(
            self.key(held, place),
            self.text(held, "title", place, LONGEST_TITLE),
            self.text(held, "words", place, LONGEST_WORDS, wanted=False),
            self.lines(held, "todo", place, LONGEST_WORDS),
            tuple(
                ground
                for each in self.lines(held, "grounds", place, 200)
                for ground in self.grounds(each, place)
            ),
            self.lines(held, "help", place, LONGEST_WORDS),
        )

    def grounds(self, text: str, place: str) -> list[Ground]:
        """《law in full》第…条、第…条; the law alone where no article is named."""
        match = _LAW.fullmatch(text)
        if match and not match[2].strip():
            return [Ground(match[1])]
        cited = read_citations(normalise(text)) if match else ()
        if not match or not cited:
            self.problems.append(
                _("%(place)s：读不出“%(text)s”是哪部法、第几条。") % {"place": place, "text": text[:30]}
            )
            return []
        return [Ground(match[1], each.article) for each in cited]

    def key(self, held, place: str) -> str:
        key = self.text(held, "key", place, 30)
        if key and not _KEY.fullmatch(key):
            self.problems.append(
                _("%(place)s：名字 %(key)s 只用小写字母、数字与连字符。") % {"place": place, "key": key}
            )
        return key

    def mapping(self, data, place: str, known: set[str]) -> dict:
        if not isinstance(data, dict):
            self.problems.append(_("%s：应写成“名称: 内容”。") % place)
            return {}
        for stray in sorted(str(name) for name in data if name not in known):
            self.problems.append(_("%(place)s：不认识 %(name)s。") % {"place": place, "name": stray})
        return data

    def text(self, held, name: str, place: str, longest: int, *, wanted: bool = True) -> str:
        value = held.get(name)
        told = {"place": place, "name": name, "longest": longest}
        if value in (None, "") and not wanted:
            return ""
        if not isinstance(value, str) or not value.strip():
            if held:
                self.problems.append(_("%(place)s：%(name)s 要写文字。") % told)
            return ""
        if len(value) > longest:
            self.problems.append(_("%(place)s：%(name)s 最多 %(longest)s 字。") % told)
        return value.strip()

    def lines(self, held, name: str, place: str, longest: int) -> tuple[str, ...]:
        value = held.get(name) or []
        if not isinstance(value, list) or not all(
            isinstance(each, str) and 0 < len(each.strip()) <= longest for each in value
        ):
            self.problems.append(
                _("%(place)s：%(name)s 是一列文字，每条最多 %(longest)s 字。")
                % {"place": place, "name": name, "longest": longest}
            )
            return ()
        return tuple(each.strip() for each in value)
