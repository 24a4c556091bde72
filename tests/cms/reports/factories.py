import factory
from django.utils import timezone

from cms.reports.models import Report, Section
from tests.cms.agencies.factories import AgencyFactory


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft with one section."""

    class Meta:
        model = Report
        skip_postgeneration_save = True

    year = 2026
    agency = factory.SubFactory(AgencyFactory)
    title = factory.LazyAttribute(lambda report: f"{report.agency.name if report.agency else '全区'}履职报告")

    @factory.post_generation
    def section(self, create, extracted, **kwargs):
        Section.objects.create(report=self, position=1, heading="基本情况", text="共开展三场。")


def signed(report: Report, state: str = "signed") -> Report:
    """As signed by somebody, published or not."""
    moment = timezone.now()
    Report.objects.filter(pk=report.pk).update(
        state=state,
        signer="韩局长",
        signed_at=moment,
        published_at=moment if state == "published" else None,
    )
    report.refresh_from_db()
    return report
