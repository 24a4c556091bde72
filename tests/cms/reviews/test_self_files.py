"""Papers and pictures where the record is silent: whose they are, who reads them, until when."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.core.audit import did
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.models import AuditEntry
from cms.reviews.enums import RoundState
from cms.reviews.models import Entry, Participant, Round, SelfFile
from cms.reviews.services import panels, self_files
from tests.cms.accounts.factories import UserFactory
from tests.cms.duties.factories import logger_of
from tests.cms.reviews.factories import AssessorFactory, ParticipantFactory, indicator
from tests.media.factories import jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    return ParticipantFactory(round__state=RoundState.SELF)


@pytest.fixture
def own(part):
    return logger_of(part.agency)


def another(part):
    """Who logs for another agency of the round."""
    return logger_of(ParticipantFactory(round=part.round).agency)


def status_of(client, address) -> int:
    """Of a file, which is read to its end."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content) == paper().read()
    return answer.status_code


def paper(name="领导小组通知.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7\n")


def added(part, own, upload=None):
    return self_files.add_self_file(part, indicator(part.round, "A1"), upload or paper(), actor=own)


def test_file_is_kept_under_a_name_that_tells_nothing(part, own):
    kept = added(part, own)
    assert (kept.name, kept.suffix, "领导" in kept.file.name) == ("领导小组通知.pdf", ".pdf", False)
    # The trail knows that there is a file, not what it is called.
    assert "领导小组通知" not in str(AuditEntry.objects.filter(action="reviews.selffile.create").values())


def test_picture_is_written_anew(part, own):
    kept = added(part, own, jpeg("现场.jpg"))
    assert (kept.name, kept.suffix) == ("现场.jpg", ".jpg")


@pytest.mark.parametrize("name", ["网页.html", "没有后缀", "程序.exe", "假的.docx", "假的.png"])
def test_what_is_no_such_file_is_refused_by_name(name, part, own):
    with pytest.raises(ValidationError, match=name):
        added(part, own, SimpleUploadedFile(name, b"<html>"))
    assert not SelfFile.objects.exists()


def test_five_files_of_an_indicator_are_the_most(part, own):
    for _ in range(self_files.MOST):
        added(part, own)
    with pytest.raises(RuleBroken, match="最多 5 份"):
        added(part, own)
    assert self_files.add_self_file(part, indicator(part.round, "A3"), paper(), actor=own)


def test_others_neither_add_nor_remove(part, own):
    kept = added(part, own)
    for stranger in (
        UserFactory(roles=[Role.OFFICE]),
        logger_of(ParticipantFactory(round=part.round).agency),
    ):
        with pytest.raises(NotAllowed):
            added(part, stranger)
        with pytest.raises(NotAllowed):
            self_files.remove_self_file(kept, actor=stranger)


@pytest.mark.parametrize(("days", "is_open"), [(0, True), (1, False)])
def test_files_come_and_go_to_the_last_day_of_the_self_assessment(days, is_open, part, own):
    kept = added(part, own)
    Round.objects.update(self_until=timezone.localdate() - timedelta(days=days))
    held = Participant.objects.get()
    for act in (
        lambda: added(held, own),
        lambda: self_files.remove_self_file(SelfFile.objects.get(pk=kept.pk), actor=own),
    ):
        if is_open:
            act()
        else:
            with pytest.raises(RuleBroken, match="自评已经结束"):
                act()


def test_agency_adds_its_files_with_its_words_and_takes_one_away(client, part, own):
    client.force_login(own)
    a1, address = indicator(part.round, "A1"), reverse("portal:review", args=[part.pk])
    client.post(address, {f"i{a1.pk}-self_words": "有小组", f"i{a1.pk}-files": [paper(), jpeg("现场.jpg")]})
    assert Entry.objects.get().self_words == "有小组"
    assert [file.name for file in SelfFile.objects.all()] == ["领导小组通知.pdf", "现场.jpg"]
    page = client.get(address).content.decode()
    kept = SelfFile.objects.first()
    assert reverse("portal:self_file", args=[kept.pk]) in page
    client.post(reverse("portal:remove_self_file", args=[kept.pk]))
    assert [file.name for file in SelfFile.objects.all()] == ["现场.jpg"]


def test_words_are_not_kept_where_a_file_is_refused(client, part, own):
    client.force_login(own)
    a1, address = indicator(part.round, "A1"), reverse("portal:review", args=[part.pk])
    bad = SimpleUploadedFile("网页.html", b"<html>")
    page = client.post(address, {f"i{a1.pk}-self_words": "有小组", f"i{a1.pk}-files": [paper(), bad]})
    assert (page.status_code, "网页.html" in page.content.decode()) == (422, True)
    assert (Entry.objects.count(), SelfFile.objects.count()) == (0, 0)


def test_file_is_for_the_agency_and_the_office_and_its_reading_is_on_record(client, part, own):
    kept = added(part, own)
    address = reverse("portal:self_file", args=[kept.pk])
    office = UserFactory(roles=[Role.OFFICE])
    found = []
    for user in (
        own,
        office,
        UserFactory(roles=[Role.REVIEWER]),
        logger_of(ParticipantFactory(round=part.round).agency),
    ):
        client.force_login(user)
        found.append(status_of(client, address))
    assert found == [200, 200, 404, 404]
    assert did(office, "reviews.selffile.download", to=kept)


def test_panel_reads_files_only_where_it_sees_self_assessments_and_never_of_the_own_agency(client, part, own):
    kept = added(part, own)
    Round.objects.update(state=RoundState.SCORING)
    stranger, insider = (
        AssessorFactory(round=part.round),
        AssessorFactory(round=part.round, agency=part.agency),
    )
    found = []
    for sees in (False, True):
        Round.objects.update(panel_sees_self=sees)
        for assessor in (stranger, insider):
            args = [panels.token_of(assessor), kept.pk]
            found.append(status_of(client, reverse("public:review_panel_file", args=args)))
    assert found == [404, 404, 200, 404]
