"""A law on a day, any two texts side by side, and every part of it at an address that stays."""

import json
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.utils import timezone
from docx import Document

from tests.cms.statutes.factories import ArticleFactory, LawFactory, LawVersionFactory

pytestmark = pytest.mark.django_db
HEADS = [{"text": "第一章 总则", "rank": 1, "before": 0}]


@pytest.fixture(autouse=True)
def law():
    held = LawFactory(short_title="公园法")
    for day, begins, text in (
        (date(2015, 3, 1), date(2015, 5, 1), "园票由园方自行定价。"),
        (date(2020, 1, 1), date(2020, 1, 1), "园票由园方公布。"),
        (date(2024, 5, 1), date(2024, 7, 1), "园票免费：\n（一）老人；\n（二）儿童。\n其他人付费。"),
    ):
        version = LawVersionFactory(
            law=held, dated_on=day, passed_on=day, effective_on=begins, headings=HEADS
        )
        ArticleFactory(version=version, number=1, order=0, label="第一条", text=text)
        ArticleFactory(version=version, number=2, order=1, label="第二条", text="另见公告。")
    return held


def read(client, path, status=200) -> str:
    response = client.get(f"/laws/公园法/{path}")
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize(
    ("day", "words", "until"),
    [
        ("2015-05-01", "自行定价", "有效到2019年12月31日"),
        ("2019-12-31", "自行定价", "有效到2019年12月31日"),
        ("2020-01-01", "园方公布", "有效到2024年6月30日"),
        ("2024-07-01", "园票免费", "有效的文本。"),
    ],
)
def test_law_and_article_are_shown_as_of_a_day(client, day, words, until):
    page = read(client, f"on/{day}/")
    assert words in page
    assert until in page
    assert words in read(client, f"on/{day}/1/")


def test_of_a_day_to_come_no_more_is_said_than_is_announced(client):
    said = "（照今天已经公布的，以后可能再改）"
    to_come = timezone.localdate() + timedelta(days=1)
    for day, is_said in ((timezone.localdate(), False), (to_come, True)):
        assert [said in read(client, f"on/{day}/{rest}") for rest in ("", "1/")] == [is_said] * 2


def test_day_before_the_first_text_and_article_not_yet_there_are_told(client, law):
    assert "2015年4月30日还没有施行的文本" in read(client, "on/2015-04-30/", 404)
    ArticleFactory(version=law.versions.get(dated_on="2024-05-01"), number=3, order=2, label="第三条")
    assert "2020年5月5日有效的文本里没有第三条" in read(client, "on/2020-05-05/3/", 404)


@pytest.mark.parametrize("path", ["on/2015-13-01/", "on/x/", "on/20150501/", "on/2020-05-05/x/", "on/x/1/"])
def test_day_that_is_none_is_not_found(client, path):
    assert client.get(f"/laws/公园法/{path}").status_code == 404


def test_form_for_a_day_leads_there_or_says_what_is_missing(client):
    for given, path in (
        ("day=2020-05-05", "on/2020-05-05/"),
        ("day=2020-05-05&article=1", "on/2020-05-05/1/"),
    ):
        response = client.get(f"/laws/公园法/on/?{given}", follow=True)
        assert unquote(response.redirect_chain[-1][0]) == f"/laws/公园法/{path}"
    assert "请写明哪一天" in read(client, "on/?day=昨天", 422)
    # What no address can hold is left out, not an error.
    long = client.get("/laws/公园法/on/?day=2020-05-05&article=第十二条/第十三条第一款规定", follow=True)
    assert long.status_code == 404


def test_any_two_texts_are_compared_in_either_direction(client):
    response = client.get("/laws/公园法/changes/?old=2015-03-01&new=2024-05-01", follow=True)
    page = response.content.decode()
    assert unquote(response.redirect_chain[-1][0]) == "/laws/公园法/changes/2015-03-01/2024-05-01/"
    assert "2015年3月1日文本 → 2024年5月1日文本" in page
    assert "自行定价" in page
    assert "园方公布" not in page
    # Whichever is named first: old is the earlier one.
    backwards = client.get("/laws/公园法/changes/2024-05-01/2015-03-01/")
    assert unquote(backwards["Location"]) == "/laws/公园法/changes/2015-03-01/2024-05-01/"
    assert client.get("/laws/公园法/changes/?old=x&new=2024-05-01").status_code == 404


@pytest.mark.parametrize("path", ["1/", "versions/2024-05-01/1/"])
def test_paragraph_and_item_have_addresses_and_citations(client, path):
    page = read(client, f"{path}1/2/")
    assert 'value="《中华人民共和国公园法》第一条第一款第二项"' in page
    assert '<p id="p1i2" class="law-item law-part">（二）儿童。</p>' in page
    assert "http://testserver/laws/%E5%85%AC%E5%9B%AD%E6%B3%95/versions/2024-05-01/1/1/2/" in page
    assert '<p id="p2" class="law-part">其他人付费。</p>' in read(client, f"{path}2/")
    for missing in ("3/", "1/3/", "2/1/", "0/1/"):
        assert client.get(f"/laws/公园法/{path}{missing}").status_code == 404


def test_article_of_a_version_stays_what_it_was(client):
    page = read(client, "versions/2015-03-01/1/")
    assert "自行定价" in page
    assert "不一定是现在有效的" in page
    assert "/versions/2015-03-01/2/" in page
    assert client.get("/laws/公园法/versions/2015-03-01/9/").status_code == 404


def test_article_tells_how_it_came_to_its_words(client):
    page = read(client, "1/")
    assert "第一条怎样改过来" in page
    assert page.index("2024年5月1日文本</a>（本页）") < page.index("2015年3月1日文本</a>")
    assert "怎样改过来" not in read(client, "2/")


def test_law_is_read_by_machines_as_legislation(client):
    told = json.loads(read(client, "versions/2020-01-01/text.json"))
    assert told["@type"] == "Legislation"
    assert (told["legislationDateVersion"], told["temporalCoverage"]) == (
        "2020-01-01",
        "2020-01-01/2024-06-30",
    )
    assert told["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert [part["text"] for part in told["hasPart"]] == ["园票由园方公布。", "另见公告。"]
    assert client.get(told["hasPart"][0]["@id"].removeprefix("http://testserver")).status_code == 200
    now = json.loads(read(client, "versions/2024-05-01/text.json"))
    assert now["legislationLegalForce"] == "https://schema.org/InForce"


def test_law_is_taken_away_as_text_and_word(client):
    plain = client.get("/laws/公园法/versions/2024-05-01/text.txt")
    assert plain["Content-Disposition"].startswith("attachment")
    lines = [line for line in plain.content.decode().splitlines() if line]
    assert lines[0] == "中华人民共和国公园法"
    assert lines[-6:] == [
        "第一章 总则",
        "第一条　园票免费：",
        "（一）老人；",
        "（二）儿童。",
        "其他人付费。",
        "第二条　另见公告。",
    ]
    word = client.get("/laws/公园法/versions/2024-05-01/text.docx")
    content = b"".join(word.streaming_content) if word.streaming else word.content
    told = [each.text for each in Document(BytesIO(content)).paragraphs]
    assert [
        text for text in ("第一章 总则", "第一条　园票免费：", "来源：示范汇编") if text not in told
    ] == []
    assert client.get("/laws/公园法/versions/2024-05-01/text.exe").status_code == 404


def test_law_that_was_ended_names_what_ended_it(client, law):
    ArticleFactory(number=9, text="《中华人民共和国公园法》同时废止。", version__law__short_title="绿地法")
    law.repealed_on = timezone.localdate()
    law.save()
    page = read(client, "")
    assert "已废止" in page
    assert "《绿地法》第九条</a>" in page
