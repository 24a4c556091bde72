import pytest

from cms.core.personal_data import find_personal_numbers


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("联系人 19900001234", ["手机号"]),
        ("电话 199-0000-1234", ["手机号"]),
        ("１９９００００１２３４", ["手机号"]),
        ("身份证310107197702069550。", ["身份证号"]),
        ("尾号31010719770206955X", ["身份证号"]),
        ("办公电话 021-70011007", []),
        ("编号 2026110112345678901", []),
        ("流水号 31010719770206955012", []),
        ("一千二百五十四条", []),
        ("", []),
    ],
)
def test_find_personal_numbers(text, kinds):
    assert [number.kind for number in find_personal_numbers(text)] == kinds


def test_found_numbers_are_shown_masked():
    (number,) = find_personal_numbers("请拨 19900001234")
    assert number.masked == "199****1234"
