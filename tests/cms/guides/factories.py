import factory

from cms.guides.models import Guide
from cms.guides.models.graph import Advice, Choice, Graph, Ground, Question

LAW = Ground("中华人民共和国示范法")


def graph(**changed) -> Graph:
    """Two questions, one risk, two outcomes: q1 → q2 or o1; q2 → o1, noting f1, or o2."""
    parts = {
        "first": "q1",
        "questions": (
            Question("q1", "签合同了吗？", choices=(Choice("签了", "o1"), Choice("没签", "q2"))),
            Question("q2", "干满一个月了吗？", choices=(Choice("满了", "o1", "f1"), Choice("没满", "o2"))),
        ),
        "findings": (Advice("f1", "没有书面合同", todo=("补签合同",), grounds=(LAW,)),),
        "outcomes": (
            Advice("o1", "可以去仲裁", todo=("收集证据", "申请仲裁")),
            Advice("o2", "先要求签合同", todo=("书面提出",)),
        ),
    }
    return Graph(**{**parts, **changed})


class GuideFactory(factory.django.DjangoModelFactory):
    """A draft that could be published."""

    class Meta:
        model = Guide

    slug = factory.Sequence(lambda n: f"guide-{n}")
    topic = "工资"
    title = factory.Sequence(lambda n: f"没发工资怎么办{n}")
    summary = "知道能不能要、怎么要。"
    graph = factory.LazyFunction(lambda: graph().document())
