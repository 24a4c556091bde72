"""One year from the scheme to the frozen result, and what must not be on the way."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from cms.accounts.enums import Role
from cms.assessment.arithmetic import as_printed, compute
from cms.assessment.documents import parse
from cms.core import append_only
from cms.core.errors import NotAllowed, RuleBroken
from cms.core.values import version_of
from cms.core.writing import StaleRecord
from cms.reviews.enums import RoundState
from cms.reviews.models import Entry, FrozenYear, PanelScore, Participant, Round
from cms.reviews.queries.documents import document_of, problems_of
from cms.reviews.queries.outcomes import outcome_of, what_is_broken
from cms.reviews.services import outcomes, panels, rounds, scoring, telling, voting
from tests.cms.accounts.factories import UserFactory
from tests.cms.agencies.factories import AgencyFactory
from tests.cms.duties.factories import ActivityFactory, logger_of
from tests.cms.reviews.factories import (
    AssessorFactory,
    ParticipantFactory,
    RoundFactory,
    SchemeFactory,
    indicator,
)
from tests.cms.steps import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(name="普法办甲", roles=[Role.OFFICE])


def scored_round(office, agencies=2) -> Round:
    """A round in which every agency has its office score, nothing else."""
    held = RoundFactory(state=RoundState.SCORING)
    for number in range(agencies):
        participant = ParticipantFactory(round=held)
        scoring.score(
            {(participant, indicator(held, "A1")): {"office_score": Decimal(9 - number)}}, actor=office
        )
    return held


def told_round(office) -> Round:
    held = telling.tell_results(scored_round(office), actor=office)
    Round.objects.filter(pk=held.pk).update(told_on=timezone.localdate() - timedelta(days=60))
    return Round.objects.get(pk=held.pk)


def test_scheme_of_the_factory_is_valid_and_says_what_is_wrong_when_it_is_not(office):
    scheme = SchemeFactory()
    assert problems_of(scheme) == []
    scheme.groups.filter(name="评议团").update(weight=20)
    assert problems_of(scheme) == ["scheme.groups：权重合计为 95，应为 100"]


def test_prepared_round_invites_every_active_agency(office):
    active, _closed = AgencyFactory(), AgencyFactory(is_active=False)
    day = timezone.localdate()
    held = rounds.prepare_round(
        actor=office, scheme=SchemeFactory(), self_until=day, scoring_until=day, appeal_workdays=5
    )
    assert [each.agency for each in held.participants.all()] == [active]


def test_round_opens_only_with_a_scheme_that_can_be_used(office):
    held = ParticipantFactory(round__scheme__parts=False).round
    with pytest.raises(RuleBroken, match="方案还不能用"):
        rounds.open_round(held, actor=office)


def test_agency_assesses_itself_until_the_last_day_and_not_after(office):
    participant = ParticipantFactory(round__state=RoundState.SELF)
    own = logger_of(participant.agency)
    a1 = indicator(participant.round, "A1")
    Round.objects.filter(pk=participant.round_id).update(self_until=timezone.localdate())
    participant = Participant.objects.get(pk=participant.pk)
    scoring.assess_self(
        participant, {a1: {"self_score": Decimal("9.5"), "self_words": "有领导小组"}}, actor=own
    )
    entry = Entry.objects.get()
    assert (entry.self_score, entry.self_words, entry.office_score) == (Decimal("9.50"), "有领导小组", None)
    Round.objects.filter(pk=participant.round_id).update(self_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RuleBroken, match="自评已经结束"):
        scoring.assess_self(Participant.objects.get(), {a1: {"self_score": Decimal(1)}}, actor=own)


def test_score_above_the_maximum_is_refused_with_the_figures(office):
    participant = ParticipantFactory(round__state=RoundState.SCORING)
    with pytest.raises(RuleBroken, match="A1 的分值是 10"):
        scoring.score(
            {(participant, indicator(participant.round, "A1")): {"office_score": Decimal("10.01")}},
            actor=office,
        )
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("key", "finding", "words"),
    [
        ("A3", {"count": 3}, "改了记录里的次数"),
        ("A2", {"count": 0}, "改了记录里的次数"),
        ("V1", {"hit": True}, "写明事由"),
        ("B1", {"exempt_reason": "没有"}, "不能列为不适用"),
        ("A3", {"office_score": Decimal(1)}, "不是打分的指标"),
    ],
)
def test_finding_without_its_reason_or_of_another_kind_is_refused(key, finding, words, office):
    participant = ParticipantFactory(round__state=RoundState.SCORING)
    with pytest.raises(RuleBroken, match=words):
        scoring.score({(participant, indicator(participant.round, key)): finding}, actor=office)


def test_counts_come_from_the_record_unless_the_office_says_otherwise_with_a_reason(office):
    held = scored_round(office, agencies=1)
    participant = held.participants.get()
    lectures = indicator(held, "A3")
    lectures.form = "lecture"
    lectures.save()
    year = {"starts_at": timezone.make_aware(timezone.datetime(2026, 2, 3, 9))}
    for _each in range(3):
        ActivityFactory(host=participant.agency, state="approved", **year)
    ActivityFactory(host=participant.agency, state="approved", form="exhibition", **year)
    ActivityFactory(host=participant.agency, state="submitted", **year)
    ActivityFactory(state="approved", **year)
    last = timezone.datetime(2027, 1, 1).date()
    figures = document_of(held, last)["agencies"][0]["indicators"]
    # Activities in the first quarter only: three quarters are short of one each.
    assert (figures["A3"], figures["A2"]) == ({"count": 3}, {"count": 3})
    scoring.score({(participant, lectures): {"count": 4, "office_words": "另有一场未录入"}}, actor=office)
    assert document_of(held, last)["agencies"][0]["indicators"]["A3"] == {"count": 4}


@pytest.mark.parametrize(
    ("on", "short"), [("2026-03-31", 0), ("2026-04-01", 1), ("2026-12-31", 3), ("2027-01-01", 4)]
)
def test_quarter_is_short_only_when_it_is_over(on, short, office):
    held = scored_round(office, agencies=1)
    day = timezone.datetime.fromisoformat(on).date()
    assert document_of(held, day)["agencies"][0]["indicators"]["A2"] == {"count": short}


def test_late_items_are_those_overdue_on_the_day(office):
    from tests.cms.duties.factories import DutyItemFactory, published

    held = scored_round(office, agencies=1)
    agency = held.participants.get().agency
    item = DutyItemFactory(list__year=2026, agency=agency)
    published(item.list)
    held.scheme.indicators.filter(key="B1").update(source="late_items")
    days = [timezone.datetime(2026, 12, 31).date(), timezone.datetime(2027, 1, 1).date()]
    found = [document_of(held, day)["agencies"][0]["indicators"]["B1"]["count"] for day in days]
    assert found == [0, 1]


def test_assessor_scores_others_by_the_link_and_never_the_own_agency(office):
    held = scored_round(office)
    own, other = held.participants.all()
    assessor = AssessorFactory(round=held, agency=own.agency)
    assert panels.assessor_by(panels.token_of(assessor)) == assessor
    panels.give_scores(assessor, {other: Decimal(88)})
    with pytest.raises(NotAllowed, match="不评自己的单位"):
        panels.give_scores(assessor, {own: Decimal(100)})
    assert list(PanelScore.objects.values_list("participant", "score")) == [(other.pk, Decimal(88))]


def test_link_of_an_assessor_dies_with_the_round_and_when_it_is_renewed(office):
    held = scored_round(office)
    assessor = AssessorFactory(round=held)
    old = panels.token_of(assessor)
    renewed = panels.renew_link(assessor, actor=office)
    new = panels.token_of(renewed)
    assert (panels.assessor_by(old), panels.assessor_by(new)) == (None, assessor)
    telling.tell_results(held, actor=office)
    assert panels.assessor_by(new) is None
    assert panels.assessor_by("forged") is None


def test_scoring_by_the_panel_ends_with_its_last_day(office):
    held = scored_round(office)
    assessor = AssessorFactory(round=held)
    token = panels.token_of(assessor)
    for days, opens in ((0, True), (1, False)):
        until = timezone.localdate() - timedelta(days=days)
        Round.objects.filter(pk=held.pk).update(scoring_until=until, self_until=until)
        assert (panels.assessor_by(token) is not None) is opens


def test_visitor_votes_once_in_a_round_and_nothing_leads_from_the_ballot_to_the_choice(office):
    held = scored_round(office)
    first, second = held.participants.all()
    mark = voting.mark_of_mailbox(held, "Zhang@Example.com")
    ballot = voting.cast_ballot(held, mark, {first: 5, second: 2})
    with pytest.raises(RuleBroken, match="已经投过票"):
        voting.cast_ballot(held, voting.mark_of_mailbox(held, " zhang@example.com"), {first: 5})
    counted = [each.votes for each in held.participants.all()]
    assert counted == [{5: 1, 4: 0, 3: 0, 2: 0, 1: 0}, {5: 0, 4: 0, 3: 0, 2: 1, 1: 0}]
    assert {field.name for field in ballot._meta.get_fields()} == {"id", "round", "mark", "cast_on"}


def test_letter_opens_the_ballot_of_its_round_only(office):
    held = scored_round(office)
    token = voting.token_for(held, voting.mark_of_mailbox(held, "a@example.com"))
    assert voting.mark_by(held, token) == voting.mark_of_mailbox(held, "a@example.com")
    other = RoundFactory(scheme__year=2025)
    assert (voting.mark_by(other, token), voting.mark_by(held, token + "x")) == (None, None)


@pytest.mark.parametrize("choices", [{}, {"own": 6}, {"foreign": 5}])
def test_ballot_that_is_empty_or_wrong_is_refused_and_may_be_cast_again(choices, office):
    held = scored_round(office)
    named = {"own": held.participants.first(), "foreign": ParticipantFactory(round__scheme__year=2025)}
    with pytest.raises(RuleBroken):
        voting.cast_ballot(held, "m", {named[name]: level for name, level in choices.items()})
    assert not voting.has_voted(held, "m")


def test_result_is_that_of_the_arithmetic_on_the_document(office):
    held = scored_round(office)
    day = timezone.localdate()
    document = document_of(held, day)
    assert outcome_of(held, day).result == as_printed(compute(parse(document)))


def test_agency_without_an_office_score_holds_the_results_back_and_is_named(office):
    held = scored_round(office)
    missing = ParticipantFactory(round=held)
    with pytest.raises(RuleBroken, match=missing.agency.name):
        telling.tell_results(held, actor=office)


def test_appeal_is_open_to_the_last_working_day_and_its_answer_comes_before_freezing(office):
    held = telling.tell_results(scored_round(office), actor=office)
    participant = held.participants.first()
    own = logger_of(participant.agency)
    appeal = outcomes.file_appeal(participant, "少计一场", actor=own)
    with pytest.raises(RuleBroken, match="申诉期到"):
        rounds.freeze_round(held, actor=office)
    Round.objects.filter(pk=held.pk).update(told_on=timezone.localdate() - timedelta(days=60))
    held = Round.objects.get(pk=held.pk)
    with pytest.raises(RuleBroken, match="还有申诉没有答复"):
        rounds.freeze_round(held, actor=office)
    with pytest.raises(RuleBroken, match="不在申诉期内"):
        outcomes.file_appeal(Participant.objects.get(pk=participant.pk), "又", actor=own)
    outcomes.answer_appeal(appeal, reason="已核对，补计。", actor=office)
    assert rounds.freeze_round(held, actor=office).state == RoundState.FROZEN


def test_frozen_year_reads_the_same_after_everything_it_came_from_has_changed(office):
    held = told_round(office)
    frozen = rounds.freeze_round(held, actor=office)
    before = json.dumps(outcome_of(frozen, timezone.localdate()).as_json(), ensure_ascii=False)
    Entry.objects.update(office_score=1)
    held.scheme.indicators.update(name="改名", max=99)
    for participant in held.participants.all():
        participant.agency.name = f"改名{participant.pk}"
        participant.agency.code = f"改码{participant.pk}"
        participant.agency.save()
    after = json.dumps(
        outcome_of(frozen, timezone.localdate() + timedelta(days=400)).as_json(), ensure_ascii=False
    )
    assert after == before


def test_frozen_round_takes_no_more_scores_appeals_or_steps(office):
    held = rounds.freeze_round(told_round(office), actor=office)
    participant = held.participants.first()
    own = logger_of(participant.agency)
    a1 = indicator(held, "A1")
    for act in (
        lambda: scoring.score({(participant, a1): {"office_score": Decimal(1)}}, actor=office),
        lambda: scoring.assess_self(participant, {a1: {"self_score": Decimal(1)}}, actor=own),
        lambda: outcomes.file_appeal(participant, "再", actor=own),
        lambda: rounds.freeze_round(held, actor=office),
        lambda: telling.tell_results(held, actor=office),
        lambda: voting.cast_ballot(held, "m", {participant: 5}),
    ):
        with pytest.raises(RuleBroken):
            act()


def test_years_are_chained_and_one_changed_byte_is_found(office):
    first = told_round(office)
    first.scheme.year = 2025
    first.scheme.save()
    rounds.freeze_round(Round.objects.get(pk=first.pk), actor=office)
    rounds.freeze_round(told_round(office), actor=office)
    older, newer = FrozenYear.objects.all()
    assert (older.previous, newer.previous) == ("", older.digest)
    assert what_is_broken() == []
    call_command("review_verify")
    append_only.open_again("reviews_frozenyear", connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_frozenyear SET content = content || ' ' WHERE year = 2025")
    append_only.close("reviews_frozenyear", connection)
    assert what_is_broken() == ["2025年度评议：内容或校验值在封存之后被改动过"]
    with pytest.raises(SystemExit):
        call_command("review_verify")


def test_database_itself_refuses_to_change_a_frozen_year(office):
    from django.db import DatabaseError, transaction

    rounds.freeze_round(told_round(office), actor=office)
    append_only.close("reviews_frozenyear", connection)
    for statement in ("UPDATE reviews_frozenyear SET digest = ''", "DELETE FROM reviews_frozenyear"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(TypeError):
        FrozenYear.objects.get().delete()


def test_weak_line_is_put_right_by_report_and_check(office):
    held = rounds.freeze_round(told_round(office), actor=office)
    participant = held.participants.first()
    own = logger_of(participant.agency)
    day = timezone.localdate() + timedelta(days=30)
    task = outcomes.demand_rectification(participant, line="A3", demand="补办两场", due_on=day, actor=office)
    assert [task.is_overdue(day + timedelta(days=late)) for late in (0, 1)] == [False, True]
    task = outcomes.report_rectification(task, "已补办", actor=own)
    task = outcomes.send_back_rectification(task, reason="还差一场", actor=office)
    task = outcomes.report_rectification(task, "又办一场", actor=own)
    assert outcomes.accept_rectification(task, actor=office).state == "done"


def test_nobody_of_the_office_scores_or_answers_for_the_own_agency(office):
    from cms.agencies.models import AgencyMember

    held = scored_round(office, agencies=1)
    participant = held.participants.get()
    AgencyMember.objects.create(user=office, agency=participant.agency)
    with pytest.raises(NotAllowed, match="自己所在的单位"):
        scoring.score({(participant, indicator(held, "A1")): {"office_score": Decimal(10)}}, actor=office)


def test_copied_scheme_is_the_next_years_without_what_belonged_to_the_old(office):
    from cms.reviews.services.schemes import copy_scheme
    from tests.cms.statutes.factories import LawFactory

    scheme = SchemeFactory()
    a3 = scheme.indicators.get(key="A3")
    a3.starts_on, a3.ends_on = timezone.datetime(2026, 3, 1).date(), timezone.datetime(2026, 3, 31).date()
    a3.save()
    a3.laws.add(law := LawFactory())
    new = copy_scheme(scheme, actor=office)
    copied = new.indicators.get(key="A3")
    assert (new.year, new.name) == (2027, "青桥区2027年度普法责任制评议方案")
    assert problems_of(new) == []
    assert (copied.starts_on, list(copied.laws.all()), copied.required) == (None, [law], 4)
    with pytest.raises(RuleBroken, match="2027年已有方案"):
        copy_scheme(scheme, actor=office)


def test_scheme_in_use_is_not_changed_any_more(office):
    from cms.reviews.models import Band
    from cms.reviews.services.schemes import add_part

    held = RoundFactory(state=RoundState.SELF)
    with pytest.raises(NotAllowed, match="不再改动"):
        add_part(Band, held.scheme, actor=office, name="卓越", least=Decimal(95))


@pytest.mark.parametrize(
    ("began", "short"), [("2026-03-31T23:59", 3), ("2026-04-01T00:00", 3), ("2025-12-31T23:59", 4)]
)
def test_activity_counts_in_the_quarter_in_which_it_began(began, short, office):
    held = scored_round(office, agencies=1)
    moment = timezone.make_aware(timezone.datetime.fromisoformat(began))
    ActivityFactory(host=held.participants.get().agency, state="approved", starts_at=moment)
    counted = document_of(held, timezone.datetime(2027, 1, 1).date())["agencies"][0]["indicators"]["A2"]
    assert counted == {"count": short}
    first_quarter_over = timezone.datetime(2026, 4, 1).date()
    counted = document_of(held, first_quarter_over)["agencies"][0]["indicators"]["A2"]
    assert counted == {"count": 0 if began == "2026-03-31T23:59" else 1}


def test_number_that_the_office_fills_in_itself_needs_no_reason_before_the_result_is_told(office):
    held = scored_round(office, agencies=1)
    participant, bonus = held.participants.get(), indicator(held, "B1")
    scoring.score({(participant, bonus): {"count": 2}}, actor=office)
    assert document_of(held, timezone.localdate())["agencies"][0]["indicators"]["B1"] == {"count": 2}
    telling.tell_results(held, actor=office)
    told = Participant.objects.get(pk=participant.pk)
    with pytest.raises(RuleBroken, match="已经反馈给单位"):
        scoring.score({(told, bonus): {"count": 1}}, actor=office)
    scoring.score({(told, bonus): {"count": 1, "office_words": "申诉属实"}}, actor=office)


def test_agency_reads_its_frozen_sheet_after_its_code_has_changed(client, office):
    held = rounds.freeze_round(told_round(office), actor=office)
    participant = held.participants.first()
    client.force_login(logger_of(participant.agency))
    participant.agency.code = "换了"
    participant.agency.save()
    assert "总分" in client.get(reverse("portal:review", args=[participant.pk])).content.decode()


def test_office_page_does_not_overwrite_what_a_colleague_has_scored_meanwhile(client, office):
    held = scored_round(office, agencies=2)
    first, second = held.participants.all()
    a1 = indicator(held, "A1")
    address = reverse("review_rounds:score_indicator", args=[held.pk, a1.pk])
    entries = {part.pk: part.entries.get() for part in (first, second)}
    opened = {
        f"p{pk}i{a1.pk}-{name}": value
        for pk, entry in entries.items()
        for name, value in (("office_score", str(entry.office_score)), ("seen", version_of(entry)))
    }
    scoring.score({(first, a1): {"office_score": Decimal(3)}}, actor=UserFactory(roles=[Role.OFFICE]))
    client.force_login(office)
    page = client.post(address, opened | {f"p{second.pk}i{a1.pk}-office_score": "5"})
    assert "别人改过其中几项" in page.content.decode()
    assert [part.entries.get().office_score for part in (first, second)] == [Decimal(3), Decimal(8)]


def test_office_finds_the_weak_lines_of_a_frozen_round_and_makes_them_tasks(client, office):
    held = rounds.freeze_round(told_round(office), actor=office)
    [first, second] = outcome_of(held, timezone.localdate()).sheets()
    # Nothing of four lectures was held; that no bonus was earned is no weakness.
    assert [[line.key for line in sheet.lines if line.is_weak] for sheet in (first, second)] == [
        ["A3"],
        ["A3"],
    ]
    client.force_login(office)
    page = client.get(reverse("review_rounds:inspect", args=[held.pk])).content.decode()
    participant = held.participants.first()
    assert f"{reverse('review_participants:step', args=['rectify'])}?pk={participant.pk}" in page
    day = timezone.localdate() + timedelta(days=30)
    asked = {"line": "A3 讲座", "demand": "补办四场", "due_on": day.isoformat()}
    take(client, "review_participants", "rectify", participant, **asked)
    assert participant.rectifications.get().due_on == day


def test_office_invites_an_agency_by_the_form_as_by_the_service(client, office):
    held, agency = RoundFactory(), AgencyFactory()
    client.force_login(office)
    client.post(reverse("review_participants:add"), {"round": held.pk, "agency": agency.pk})
    assert list(held.participants.values_list("agency", "code")) == [(agency.pk, agency.code)]


def test_finding_on_an_older_version_is_refused_by_the_service_itself(office):
    held = scored_round(office, agencies=1)
    participant, a1 = held.participants.get(), indicator(held, "A1")
    read = version_of(Entry.objects.get())
    scoring.score({(participant, a1): {"office_score": Decimal(3), "seen": read}}, actor=office)
    with pytest.raises(StaleRecord):
        scoring.score({(participant, a1): {"office_score": Decimal(9), "seen": read}}, actor=office)
    assert Entry.objects.get().office_score == Decimal(3)


def _main(client, address: str) -> str:
    """The page without its frame and without the token of a form, which differs with each visit."""
    page = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_pages_of_a_frozen_round_read_the_same_after_every_row_they_came_from_was_edited(client, office):
    held = rounds.publish_result(rounds.freeze_round(told_round(office), actor=office), actor=office)
    participant = held.participants.first()
    own = logger_of(participant.agency)
    pages = (
        (None, reverse("public:review", args=[held.year])),
        (own, reverse("portal:review", args=[participant.pk])),
        (office, reverse("review_rounds:sheet", args=[held.pk, participant.pk])),
    )

    def read() -> list[str]:
        found = []
        for user, address in pages:
            client.logout()
            if user:
                client.force_login(user)
            found.append(_main(client, address))
        return found

    before = read()
    Entry.objects.update(office_score=1, self_score=2, office_words="改", count=9)
    PanelScore.objects.update(score=1)
    held.scheme.indicators.update(name="改名", dimension="改", max=99, per=9, required=9)
    held.scheme.groups.update(name=Concat("name", Value("改")), weight=1)
    held.scheme.bands.update(name=Concat("name", Value("改")), least=1)
    held.scheme.name = "改方案"
    held.scheme.save()
    Participant.objects.update(votes_5=99, counted={"A3": 99})
    for each in held.participants.all():
        each.agency.name = each.agency.short_name = f"改名{each.pk}"
        each.agency.save()
    ActivityFactory(host=participant.agency, state="approved")
    after = read()
    assert "总分" in before[1]
    # The way to the office's page names the record as it is called now; what it shows does not.
    assert [text.replace("改名", "") for text in after[:2]] == before[:2]
    assert after[2].partition('<div class="desk">')[2] == before[2].partition('<div class="desk">')[2]


def test_office_goes_from_the_total_to_the_lines_and_the_activities_behind_them(client, office):
    held = told_round(office)
    part = held.participants.first()
    client.force_login(office)
    round_page = client.get(reverse("review_rounds:inspect", args=[held.pk])).content.decode()
    address = reverse("review_rounds:sheet", args=[held.pk, part.pk])
    assert address in round_page
    page = client.get(address).content.decode()
    a3 = indicator(held, "A3")
    assert reverse("review_rounds:evidence", args=[held.pk, a3.pk, part.pk]) in page
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = client.get(reverse("review_rounds:sheet_file", args=[held.pk, part.pk, kind]))
        assert b"".join(file).startswith(start)


def test_sheet_is_for_nobody_before_the_results_are_told(client, office):
    held = scored_round(office)
    client.force_login(office)
    address = reverse("review_rounds:sheet", args=[held.pk, held.participants.first().pk])
    assert client.get(address).status_code == 404


def test_rows_that_were_not_touched_keep_what_a_colleague_saved_meanwhile(client, office):
    held = ParticipantFactory(round__state=RoundState.SCORING).round
    first, second = held.participants.get(), ParticipantFactory(round=held)
    a1 = indicator(held, "A1")
    client.force_login(office)
    address = reverse("review_rounds:score_indicator", args=[held.pk, a1.pk])
    shown = _fields(client.get(address).content.decode())
    scoring.score({(second, a1): {"office_score": Decimal(7)}}, actor=UserFactory(roles=[Role.OFFICE]))
    page = client.post(address, shown | {f"p{first.pk}i{a1.pk}-office_score": "9"}, follow=True)
    assert "已保存 1 项" in page.content.decode()
    scores = {entry.participant: entry.office_score for entry in Entry.objects.all()}
    assert scores == {first: Decimal(9), second: Decimal(7)}


def _fields(page: str) -> dict[str, str]:
    """The inputs of a page with what they hold, as a browser would send them back."""
    found = re.findall(r"<input([^>]*)>", page)
    named = [dict(re.findall(r'([\w-]+)="([^"]*)"', each)) for each in found]
    return {each["name"]: each.get("value", "") for each in named if "name" in each}
