"""The files of the night: whole, for programs and tables, and never with what was withdrawn since."""

import csv
import dataclasses
import io
import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from cms.core import daily
from cms.duties.enums import ActivityState
from sites.api import nightly
from sites.api.datasets import DATASETS
from sites.api.tasks import write_dataset, write_open_data
from tests.cms.duties.factories import ActivityFactory
from tests.cms.places.factories import VenueFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    settings.WAGTAILADMIN_BASE_URL = "https://zhifa.example"
    cache.clear()
    yield
    cache.clear()


def fetched(client, name, **headers):
    return fetched_from(client, reverse("api:file", args=[name]), **headers)


def fetched_from(client, url, **headers):
    response = client.get(url, **headers)
    # Read to its end it is closed by the client; closed by hand it would take the database with it.
    return response, b"".join(response.streaming_content) if response.streaming else response.content


def test_files_hold_every_row_whatever_is_read_at_once(client, monkeypatch):
    monkeypatch.setattr(nightly, "AT_ONCE", 2)
    names = [VenueFactory(name=f"第{n}公园", titles="=1+1").name for n in range(5)]
    VenueFactory(name="关了的", is_open=False)
    write_open_data.func()
    lines = fetched(client, "venues.jsonl")[1].decode().splitlines()
    assert [json.loads(line)["name"] for line in lines] == names
    assert json.loads(lines[0])["url"].startswith("https://zhifa.example/places/venues/")
    table = list(csv.DictReader(io.StringIO(fetched(client, "venues.csv")[1].decode("utf-8-sig"))))
    assert [(row["name"], row["titles"]) for row in table] == [(name, "'=1+1") for name in names]


def test_list_of_files_names_those_that_are_there(client):
    assert client.get(reverse("api:files")).json() == []
    write_open_data.func()
    kept = [name for name, each in DATASETS.items() if each.has_files]
    told = client.get(reverse("api:files")).json()
    assert [(each["dataset"], each["kind"]) for each in told] == [
        (name, kind) for name in kept for kind in ("jsonl", "csv")
    ]
    assert "people" not in kept
    assert [fetched_from(client, each["url"])[0].status_code for each in told] == [200] * len(told)


def test_what_was_withdrawn_is_given_out_no_more_until_the_file_is_written_anew(client, monkeypatch):
    kept = ActivityFactory(name="仍公开的", state=ActivityState.PUBLISHED)
    gone = ActivityFactory(name="撤回的", state=ActivityState.PUBLISHED)
    nightly.write_all()
    assert [name in fetched(client, "activities.jsonl")[1].decode() for name in (kept.name, gone.name)] == [
        True, True,
    ]  # fmt: skip
    asked = []
    type(gone).objects.filter(pk=gone.pk).update(state=ActivityState.APPROVED)
    monkeypatch.setattr("sites.api.views.files.write_dataset", type("Task", (), {"enqueue": asked.append}))
    answers = [fetched(client, "activities.csv")[0] for _ in range(2)]
    assert ([each.status_code for each in answers], asked) == ([503, 503], ["activities"])
    assert (answers[0]["Retry-After"], "重写" in answers[0].json()["error"]) == ("60", True)
    write_dataset.func("activities")
    response, content = fetched(client, "activities.jsonl")
    assert (response.status_code, gone.name in content.decode(), kept.name in content.decode()) == (
        200, False, True,
    )  # fmt: skip


def test_words_that_were_corrected_are_given_out_no_more(client, monkeypatch):
    record = ActivityFactory(name="写错了的", state=ActivityState.PUBLISHED)
    nightly.write_all()
    assert fetched(client, "activities.csv")[0].status_code == 200
    monkeypatch.setattr(
        "sites.api.views.files.write_dataset", type("Task", (), {"enqueue": lambda name: None})
    )
    record.name = "改正了的"
    record.save()
    assert fetched(client, "activities.csv")[0].status_code == 503
    write_dataset.func("activities")
    response, content = fetched(client, "activities.csv")
    assert (response.status_code, "改正了的" in content.decode("utf-8-sig")) == (200, True)


def test_unchanged_file_is_not_sent_again(client):
    nightly.write_all()
    held, _content = fetched(client, "venues.csv")
    assert fetched(client, "venues.csv", HTTP_IF_NONE_MATCH=held["ETag"])[0].status_code == 304
    assert fetched(client, "venues.csv", HTTP_IF_MODIFIED_SINCE=held["Last-Modified"])[0].status_code == 304


@pytest.mark.parametrize("name", ["people.csv", "venues.keys", "venues.xlsx", "nothing.csv", "venues.csv"])
def test_file_that_is_not_there_is_told_in_words(client, name):
    if name != "venues.csv":
        nightly.write_all()
    response = client.get(reverse("api:file", args=[name]))
    assert (response.status_code, bool(response.json()["error"])) == (404, True)


def test_failure_leaves_the_old_file_and_no_draft(client):
    VenueFactory(name="宪法公园")
    nightly.write_all()
    broken = dataclasses.replace(DATASETS["venues"], told=None)
    with pytest.raises(TypeError):
        nightly.write(broken)
    assert "宪法公园" in fetched(client, "venues.jsonl")[1].decode()
    endings = sorted(path.name for path in nightly.path_of(DATASETS["venues"], "csv").parent.glob("venues.*"))
    assert endings == ["venues.csv", "venues.jsonl", "venues.keys"]


def test_files_are_written_every_night():
    assert write_open_data in daily._tasks


def test_page_for_people_names_every_dataset_and_the_files(client):
    nightly.write_all()
    text = client.get("/api/").content.decode()
    assert [each.label for each in DATASETS.values() if each.label not in text] == []
    assert reverse("api:file", args=["venues.csv"]) in text
