"""A training and the activity that its host made of it, both ways."""

from cms.core.edges import Edge, declare
from cms.duties.models import ActivityRecord
from cms.training.models import TrainingSession

declare(
    [
        Edge(
            ActivityRecord,
            "培训班次（签到依据）",
            lambda activity: TrainingSession.objects.filter(hosted__activity=activity).order_by("pk"),
        ),
        Edge(
            TrainingSession,
            "主办单位的活动记录",
            lambda session: ActivityRecord.objects.filter(hosted__session=session).order_by("pk"),
        ),
    ]
)
