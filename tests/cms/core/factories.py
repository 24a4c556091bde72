import factory
from django.utils import timezone

from cms.core.models import Worker


class WorkerFactory(factory.django.DjangoModelFactory):
    token = factory.Sequence("worker{}".format)
    cluster = factory.Sequence("cluster{}".format)
    host = "甲机"
    pid = 1
    started_at = factory.LazyFunction(timezone.now)
    beaten_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = Worker
