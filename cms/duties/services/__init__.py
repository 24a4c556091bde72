"""Writes. Each checks who may, acts in one transaction and leaves a trace."""

from cms.core.writing import StaleRecord
from cms.duties.services.activities import (
    approve_activity,
    discard_activity,
    publish_activity,
    return_activity,
    save_activity,
    start_activity,
    submit_activity,
    unpublish_activity,
    withdraw_activity,
)
from cms.duties.services.co_hosting import answer_as_co_host
from cms.duties.services.evidence import add_document, add_photo, remove_evidence
from cms.duties.services.from_events import record_event
from cms.duties.services.likeness import decide_likeness
from cms.duties.services.lists import (
    add_item,
    approve_list,
    correct_list,
    draw_up_list,
    publish_list,
    reopen_list,
)
from cms.duties.services.news import draft_news

__all__ = [
    "StaleRecord",
    "add_document",
    "add_item",
    "add_photo",
    "answer_as_co_host",
    "approve_activity",
    "approve_list",
    "correct_list",
    "decide_likeness",
    "discard_activity",
    "draft_news",
    "draw_up_list",
    "publish_activity",
    "publish_list",
    "record_event",
    "remove_evidence",
    "reopen_list",
    "return_activity",
    "save_activity",
    "start_activity",
    "submit_activity",
    "unpublish_activity",
    "withdraw_activity",
]
