"""Who may open which file of a self-assessment."""

from django.db.models import QuerySet

from cms.agencies.queries import agencies_of
from cms.reviews.models import Assessor, SelfFile
from cms.reviews.permissions import can_run_reviews


def self_files_to_see(user) -> QuerySet[SelfFile]:
    """Those of the own agencies; of all, for the office."""
    if can_run_reviews(user):
        return SelfFile.objects.all()
    return SelfFile.objects.filter(participant__agency__in=agencies_of(user))


def self_files_for(assessor: Assessor) -> QuerySet[SelfFile]:
    """What an assessor reads beside the scores: nothing where the panel does not see self-assessments."""
    if not assessor.round.panel_sees_self:
        return SelfFile.objects.none()
    files = SelfFile.objects.filter(participant__round=assessor.round_id)
    return files if assessor.agency_id is None else files.exclude(participant__agency=assessor.agency_id)
