import pytest

from search.spoken import words_spelt


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("lihun", "离婚"), ("fangdongbutuiyajin", "房东不退押金"), ("zuijia", "醉驾"),
        ("zhengdangfangwei", "正当防卫"), ("lihunx", ""),
        ("xlihun", ""), ("microsoft", ""), ("", ""), ("select", ""),
    ],
)  # fmt: skip
def test_letters_are_the_words_people_ask_most(letters, words):
    assert words_spelt(letters) == words
