"""The language model that tells how near in meaning two texts are; read from the package that carries it.

bge-small-zh-v1.5 (BAAI, MIT licence), quantised, as packed in LangChain4j's artifact of that name on Maven
Central. docs/decisions/0007 says why this one, README how to get it.
"""

import hashlib
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

NAME = "bge-small-zh-v1.5-q"
DIMENSIONS = 512
# What a file must be to be read at all: it comes from outside and is run.
SHA256 = {
    f"{NAME}.onnx": "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
    f"{NAME}-tokenizer.json": "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26",
}
# Longer texts are cut; the time for a text grows faster than its length. One token is about one character.
MAX_TOKENS = 256
BATCH = 32


class UnusableModel(Exception):
    """The file or a library is missing or not what it must be; the message says so and what to do."""


class Model:
    """Turns texts into vectors of length 1; the product of two says how near their meanings are, up to 1."""

    def __init__(self, package: Path, threads: int = 0):
        """`threads` for one text or batch; 0 takes every core. Raises UnusableModel."""
        weights, tokenizer = _verified(package)
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise UnusableModel(f"缺少程序库 {error.name}，请运行 pip install --group rerank。") from error
        self._tokenizer = Tokenizer.from_str(tokenizer.decode())
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]):
        """One row of DIMENSIONS float32 numbers per text, in their order."""
        import numpy

        if not texts:
            return numpy.empty((0, DIMENSIONS), numpy.float32)
        # Texts of about one length together: a batch is as long as its longest.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        rows = numpy.empty((len(texts), DIMENSIONS), numpy.float32)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            rows[places] = self._encode_batch([texts[place] for place in places])
        return rows

    def _encode_batch(self, texts: list[str]):
        import numpy

        encoded = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": [one.ids for one in encoded],
            "attention_mask": [one.attention_mask for one in encoded],
            "token_type_ids": [one.type_ids for one in encoded],
        }
        numbers = {name: numpy.array(values, numpy.int64) for name, values in inputs.items()}
        # The model card: the state of the first token, normalised, is the text's vector.
        rows = self._session.run(None, numbers)[0][:, 0]
        return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def switched_on() -> bool:
    return bool(settings.SEARCH_RERANKER)


def trouble() -> str:
    """Why the model cannot be used, in Chinese; empty where it can."""
    try:
        for_questions()
    except UnusableModel as error:
        return str(error)
    return ""


def for_questions() -> Model:
    """The model named by `SEARCH_RERANKER`, loaded once in a process; raises UnusableModel.

    A question is too small to be shared out among cores, and requests are parallel already.
    """
    return _loaded(settings.SEARCH_RERANKER)


def for_documents() -> Model:
    """The same, for long work on one machine; loaded anew."""
    return Model(Path(settings.SEARCH_RERANKER))


def is_loaded() -> bool:
    """Whether a question can be read at once."""
    return _loaded.cache_info().currsize > 0


@lru_cache(maxsize=1)
def _loaded(package: str) -> Model:
    return Model(Path(package), threads=1)


def _verified(package: Path) -> list[bytes]:
    """The contents of the files in SHA256, in that order."""
    try:
        with zipfile.ZipFile(package) as packed:
            contents = []
            for name, expected in SHA256.items():
                content = packed.read(name)
                if hashlib.sha256(content).hexdigest() != expected:
                    raise UnusableModel(f"{package} 里的 {name} 与核验过的不一致，没有使用；请重新下载。")
                contents.append(content)
            return contents
    except OSError as error:
        raise UnusableModel(f"无法读取模型文件 {package}：{error.strerror or error}") from error
    except (KeyError, zipfile.BadZipFile) as error:
        raise UnusableModel(f"{package} 不是所要的模型包，获取方法见 README。") from error
