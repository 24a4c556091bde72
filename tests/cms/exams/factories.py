from datetime import timedelta

import factory
from django.utils import timezone

from cms.exams.models import Admission, Exam, ExamRule, Question, Quiz, Sitting
from tests.cms.people.factories import PersonFactory


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question
        skip_postgeneration_save = True

    stem = factory.Sequence(lambda n: f"第{n}题：从高空抛物的，应当怎样承担责任？")
    options = ["不承担", "依法承担侵权责任"]
    answer = "B"
    subject = "民法典"

    @factory.post_generation
    def articles(self, create, extracted, **kwargs):
        if extracted:
            self.articles.set(extracted)


def case_of(*parts) -> dict:
    """The fields of a case with these questions, each as (kind, stem, options, answer)."""
    told = [dict(zip(("kind", "stem", "options", "answer"), part, strict=True)) for part in parts]
    return {
        "kind": "case",
        "options": [],
        "answer": "",
        "cases": [each | {"explanation": ""} for each in told],
    }


class QuizFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quiz
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"第{n}份练习")
    topic = "宪法"
    summary = "看看宪法怎样规定。"

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        if extracted:
            self.questions.set(extracted)


class ExamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exam

    title = factory.Sequence(lambda n: f"第{n}次岗前考试")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    state = "open"


class ExamRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExamRule

    exam = factory.SubFactory(ExamFactory)
    kind = "single"
    count = 2
    points = 50


class AdmissionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Admission

    exam = factory.SubFactory(ExamFactory)
    person = factory.SubFactory(PersonFactory)


class SittingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sitting

    admission = factory.SubFactory(AdmissionFactory)
    number = 1
    begun_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))
