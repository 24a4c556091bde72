"""What is wrong with a graph before the public may walk it: pure, told in words, each at its part."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.guides.models.graph import Graph, Question


@dataclass(frozen=True)
class Fault:
    """`key` is the part to be mended; "" where it is the whole."""

    key: str
    words: str


def faults_of(graph: Graph) -> list[Fault]:
    """Everything that keeps the graph from being published, in the order in which it is mended."""
    if graph.question(graph.first) is None:
        return [Fault("", _("还没有第一个问题。"))]
    reached = reachable(graph)
    return [
        *_in_questions(graph),
        *_loops(graph),
        *_unreachable(graph, reached),
        *_without_result(graph, reached),
        *_in_advice(graph),
    ]


def reachable(graph: Graph) -> set[str]:
    """The keys of all parts that some answers lead to, the first question among them."""
    found: set[str] = set()
    waiting = [graph.first]
    while waiting:
        key = waiting.pop()
        if key in found or key not in graph.parts:
            continue
        found.add(key)
        if question := graph.question(key):
            waiting += [part for choice in question.choices for part in (choice.to, choice.finding) if part]
    return found


def _in_questions(graph: Graph) -> Iterator[Fault]:
    for question in graph.questions:
        name = _short(question.words)
        if len(question.choices) < 2:
            yield Fault(question.key, _("“%s”至少要有两个回答。") % name)
        for choice in question.choices:
            if graph.question(choice.to) is None and graph.outcome(choice.to) is None:
                yield Fault(
                    question.key,
                    _("“%(question)s”答“%(answer)s”没有下文：选下一个问题或一个结果。")
                    % {"question": name, "answer": choice.words},
                )
            if choice.finding and graph.finding(choice.finding) is None:
                yield Fault(
                    question.key,
                    _("“%(question)s”记下的风险 %(key)s 不在了。")
                    % {"question": name, "key": choice.finding},
                )
        words = [choice.words for choice in question.choices]
        for twice in sorted({each for each in words if words.count(each) > 1}):
            yield Fault(
                question.key, _("“%(question)s”有两个“%(answer)s”。") % {"question": name, "answer": twice}
            )


def _loops(graph: Graph) -> Iterator[Fault]:
    """One fault for each way back, with the questions that go round."""
    done: set[str] = set()

    def follow(question: Question, path: tuple[str, ...]) -> Iterator[Fault]:
        done.add(question.key)
        for target in dict.fromkeys(choice.to for choice in question.choices):
            onwards = graph.question(target)
            if onwards is None:
                continue
            if target in path:
                round_ = [*path[path.index(target) :], target]
                told = " → ".join(_short(graph.parts[key].title) for key in round_)
                yield Fault(question.key, _("问题绕回来了：%s。") % told)
            elif target not in done:
                yield from follow(onwards, (*path, target))

    for question in graph.questions:
        if question.key not in done:
            yield from follow(question, (question.key,))


def _unreachable(graph: Graph, reached: set[str]) -> Iterator[Fault]:
    for key, part in graph.parts.items():
        if key not in reached:
            yield Fault(key, _("没有哪个回答通到“%s”。") % _short(part.title))


def _without_result(graph: Graph, reached: set[str]) -> Iterator[Fault]:
    if not any(each.key in reached for each in graph.outcomes):
        yield Fault("", _("怎样回答都得不到结果，请写一个结果。"))


def _in_advice(graph: Graph) -> Iterator[Fault]:
    for advice in (*graph.findings, *graph.outcomes):
        if not advice.todo:
            yield Fault(advice.key, _("“%s”没有写怎么做。") % _short(advice.title))
    for advice in graph.findings:
        if not advice.grounds:
            yield Fault(advice.key, _("“%s”没有写依据的法规。") % _short(advice.title))


def _short(words: str) -> str:
    return words if len(words) <= 16 else f"{words[:15]}…"
