import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.cms.assessment.factories import POINTS, QUOTA, agency, document, scheme
from tests.conftest import absent

GOOD = document(scheme(POINTS, QUOTA), agency(indicators={"P": {"office": "80"}}, exempt={"Q": "无此职责"}))
FOLDER = Path(settings.SAMPLE_DATA_DIR or "absent") / "review"
CASES = sorted(path.name for path in FOLDER.glob("case-*.json") if ".expected" not in path.name)


def called(path, **options) -> tuple[int, str, str]:
    """The exit code, what was printed and what was said."""
    out, err = StringIO(), StringIO()
    try:
        call_command("review_compute", str(path), stdout=out, stderr=err, **options)
    except SystemExit as stopped:
        return stopped.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def as_expected(result: dict) -> dict:
    """Of a result what the examples tell: no sentences, and names stand in the scheme."""
    return {
        "agencies": [
            {name: value for name, value in told.items() if name not in ("groups", "lines", "notes")}
            | {
                "groups": {
                    key: {name: value for name, value in group.items() if name != "why"}
                    for key, group in told["groups"].items()
                },
                "lines": [{name: line[name] for name in ("key", "earned", "max")} for line in told["lines"]],
            }
            for told in result["agencies"]
        ]
    }


@pytest.mark.parametrize("name", CASES or ["case-1.json"])
def test_example_comes_to_what_is_expected(sample_data, name):
    file = sample_data / "review" / name
    if not file.is_file():
        absent(f"样例数据里没有 {file.parent.name}/{name}")
    code, out, _ = called(file, json=True)
    expected = file.with_suffix(".expected.json")
    assert code == 0
    assert as_expected(json.loads(out)) == json.loads(expected.read_text())


def test_json_has_every_figure_with_two_digits_and_its_sentence(tmp_path):
    file = tmp_path / "评议.json"
    file.write_text(json.dumps(GOOD), encoding="utf-8-sig")
    code, out, err = called(file, json=True)
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "agencies": [
            {
                "code": "D01",
                "total": "80.00",
                "grade": "合格",
                "bonus": "0.00",
                "groups": {"office": {"score": "80.00", "counted": True}},
                "lines": [
                    {
                        "key": "P",
                        "name": "组织领导",
                        "earned": "80.00",
                        "max": "100.00",
                        "text": "普法办打分80.00，满分100.00",
                    },
                    {
                        "key": "Q",
                        "name": "普法讲座",
                        "earned": None,
                        "max": None,
                        "text": "不适用：无此职责；不计分值也不计得分",
                    },
                ],
                "incomplete": [],
                "notes": [
                    "普法办核分：适用指标得分合计÷分值合计：100×80.00÷100.00=80.00",
                    "总分：(100×80.00)÷100=80.00",
                ],
            }
        ]
    }


def test_without_json_the_same_is_told_in_lines(tmp_path):
    file = tmp_path / "评议.json"
    file.write_text(json.dumps(GOOD))
    code, out, _ = called(file)
    assert (code, out.splitlines()[:3]) == (
        0,
        [
            "D01 单位D01：总分 80.00，合格",
            "  P 组织领导　80.00　普法办打分80.00，满分100.00",
            "  Q 普法讲座　—　不适用：无此职责；不计分值也不计得分",
        ],
    )


def test_no_agencies_are_no_results(tmp_path):
    file = tmp_path / "评议.json"
    file.write_text(json.dumps({"scheme": scheme(), "agencies": []}))
    assert called(file, json=True)[:2] == (0, '{\n "agencies": []\n}\n')


def test_bad_document_is_exit_2_with_a_line_for_each_problem_and_nothing_printed(tmp_path):
    file = tmp_path / "评议.json"
    file.write_text(json.dumps(document(scheme(year=0), agency(code=""))))
    assert called(file, json=True) == (
        2,
        "",
        "scheme.year：应不小于 1949、不大于 2199，现在是 0\nagencies[0].code：应为文字，现在是空的\n",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "没有这个文件，请核对路径"),
        (b"\xff\xfe{", "不是 UTF-8 编码，请用 UTF-8 另存"),
    ],
)
def test_file_that_cannot_be_read_is_exit_2_and_one_sentence(tmp_path, content, said):
    file = tmp_path / "评议.json"
    if content is not None:
        file.write_bytes(content)
    assert called(file) == (2, "", f"{file}：{said}\n")


def test_folder_is_no_file(tmp_path):
    assert called(tmp_path) == (2, "", f"{tmp_path}：这是文件夹，请指明其中的文件\n")


def test_file_without_end_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr("cms.assessment.documents.parsing.LARGEST", 1024 * 1024)
    file = tmp_path / "评议.json"
    file.write_bytes(b" " * (1024 * 1024 + 1))
    assert called(file) == (2, "", f"{file}：超过 1 MB，不是评议文件\n")
