import zipfile

import pytest

from search.meaning.model import DIMENSIONS, SHA256, Model, UnusableModel


def test_answer_is_nearer_than_what_has_nothing_to_do_with_the_question(package):
    asked, answer, other = Model(package).encode(
        ["孩子归谁", "离婚后由父母哪一方直接抚养子女", "建设工程应当公开招标"]
    )
    assert asked @ answer > asked @ other


def test_vectors_have_length_one_and_come_in_the_order_of_their_texts(package):
    model = Model(package)
    texts = ["离婚", "用人单位应当按月足额支付工资。" * 40, "", "高空抛物"]
    together = model.encode(texts)
    assert together.shape == (4, DIMENSIONS)
    assert ((together**2).sum(axis=1) ** 0.5).round(4).tolist() == [1.0] * 4
    alone = [model.encode([text])[0] for text in texts]
    assert [int((together @ one).argmax()) for one in alone] == [0, 1, 2, 3]
    assert model.encode([]).shape == (0, DIMENSIONS)


def test_file_that_is_not_the_verified_model_is_refused(tmp_path):
    missing, other, forged = (tmp_path / name for name in ("missing.jar", "other.jar", "forged.jar"))
    other.write_text("不是压缩包")
    with zipfile.ZipFile(forged, "w") as packed:
        for name in SHA256:
            packed.writestr(name, b"something else")
    for file, reason in ((missing, "无法读取"), (other, "不是所要的模型包"), (forged, "与核验过的不一致")):
        with pytest.raises(UnusableModel, match=reason):
            Model(file)
