import pytest

from search.chinese.segmentation import phrases


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("身边的法治阵地与法律服务", ("身边的", "法治", "阵地与", "法律", "服务")),
        ("关于征集法治文化作品的公告", ("关于", "征集", "法治", "文化", "作品的", "公告")),
        ("《民法典》第1254条", ("《民法典》", "第1254条")),
        ("租房那些事：邻里法律沙龙（清溪专场）", ()),
        ("", ()),
    ],
)
def test_heading_is_cut_at_words_and_marks_stay_with_theirs(heading, parts):
    found = phrases(heading)
    assert "".join(found) == heading
    assert parts in ((), found)
    assert [part for part in found if part[0] in "，：）》" or part[-1] in "（《"] == []
