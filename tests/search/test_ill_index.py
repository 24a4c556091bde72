"""An index that is lost, cut or changed: the table answers and says so, then there is a new index."""

import json
import resource
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Page

from cms.campaigns.models import ArticlePage, HomePage
from cms.campaigns.models.publicity import founding
from search import delivery, outbox, tasks
from search.delivery import flush
from search.documents import Document
from search.engines import replica_engine
from search.engines.base import EngineUnavailable, Entry
from search.service import SearchRequest, answers, search
from search.status import engines as statuses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index", "no_plain_speech")]
DOCUMENTS = [
    Document("a", "page", "公园开放公告", "早六点开门，禁止烟火。", "/a/", facets={"agency": ["绿化局"]}),
    Document("b", "event", "公园法律咨询", "周末。", "/b/"),
    Document("c", "page", "河道整治", "公园开放公告转载", "/c/"),
]


@pytest.fixture
def index(settings, monkeypatch) -> Path:
    """The folder of a sound index; nobody works in the background."""
    outbox.write(DOCUMENTS)
    flush()
    monkeypatch.setattr(tasks, "flush_outbox", SimpleNamespace(enqueue=lambda: None))
    return Path(settings.SEARCH_INDEX_DIR)


def generation(index: Path) -> Path:
    return index / (index / "current").read_text()


def lose_all(index):
    shutil.rmtree(index)


def lose_pointer(index):
    (index / "current").unlink()


def spoil_pointer(index):
    (index / "current").write_bytes(b"\xff\xfe")


def empty_pointer(index):
    (index / "current").write_bytes(b"")


def lose_generation(index):
    shutil.rmtree(generation(index))


def lose_list(index):
    (generation(index) / "meta.json").unlink()


def cut_list(index):
    path = generation(index) / "meta.json"
    path.write_bytes(path.read_bytes()[:100])


def each_file(ending, spoil):
    def spoilt(index):
        for path in generation(index).glob(f"*{ending}"):
            spoil(path)

    spoilt.__name__ = f"{spoil.__name__}{ending}"
    return spoilt


def lose(path):
    path.unlink()


def cut(path):
    put(path, path.read_bytes()[: path.stat().st_size // 2])


def empty(path):
    put(path, b"")


def put(path, content):
    """Another file in its place, as after a copy or a crash; who has the old one open keeps it."""
    path.unlink()
    path.write_bytes(content)


def change_a_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 0xFF
    put(path, content)


def point_to_a_folder(index):
    lose_pointer(index)
    (index / "current").mkdir()


def swap_two_sound_files(index):
    words, places = (next(generation(index).glob(ending)) for ending in ("*.term", "*.idx"))
    held = words.read_bytes(), places.read_bytes()
    put(places, held[0])
    put(words, held[1])


def list_nothing(index):
    path = generation(index) / "meta.json"
    put(path, json.dumps({**json.loads(path.read_text()), "segments": []}).encode())


def list_numbers_for_names(index):
    path = generation(index) / "meta.json"
    held = json.loads(path.read_text())
    segments = [{**segment, "segment_id": 7} for segment in held["segments"]]
    put(path, json.dumps({**held, "segments": segments}).encode())


def put_a_file_in_its_place(index):
    shutil.rmtree(index)
    index.write_text("不是文件夹")


SPOILINGS = [
    lose_all, put_a_file_in_its_place, lose_pointer, spoil_pointer, empty_pointer, lose_generation,
    lose_list, cut_list, list_numbers_for_names, point_to_a_folder, swap_two_sound_files, list_nothing,
    *(
        each_file(ending, spoil)
        for ending in (".idx", ".term", ".store", ".fast", ".pos", ".fieldnorm")
        for spoil in (lose, cut, empty, change_a_byte)
    ),
]  # fmt: skip


def reopened() -> None:
    """As a process that has just started sees the index."""
    engine = replica_engine()
    engine._opened = None
    engine._sound.clear()


def page_says(client) -> tuple[bool, bool]:
    """Whether the results page has the answer, and the line that it may lack something."""
    page = client.get(reverse("public:search"), {"q": "公园"})
    assert page.status_code == 200
    text = page.content.decode()
    return "/a/" in text, "检索服务正在恢复" in text


def machine_says(client) -> tuple[bool, bool]:
    """The same of what other programs are told."""
    answer = client.get("/api/search/", {"q": "公园"})
    assert answer.status_code == 200
    told = answer.json()
    return {hit["url"].removeprefix("http://testserver") for hit in told["results"]} == {
        "/a/",
        "/b/",
        "/c/",
    }, told["stale"]


def editors_find(page) -> bool:
    """Whether the search of the admin, which has no line of its own, finds the page."""
    return [each.pk for each in Page.objects.all().search("晨读活动")] == [page.pk]


@pytest.fixture
def page(django_capture_on_commit_callbacks):
    # Programs may ask only so often in a minute; here each spoiling is another minute.
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True), founding():
        return HomePage.objects.get().add_child(instance=ArticlePage(title="枕河步道的晨读活动"))


@pytest.mark.parametrize("spoil", SPOILINGS, ids=lambda spoil: spoil.__name__)
def test_spoilt_index_is_answered_for_by_the_table_on_every_face_and_healed(page, index, client, spoil):
    """Each face may be the first that meets the spoilt index."""
    faces = (lambda: page_says(client), lambda: machine_says(client), lambda: editors_find(page))
    told, states = [], []
    for face in faces:
        spoil(index)
        reopened()
        ill = face()
        states.append((answers(), statuses()[0].trouble))
        flush()
        told.append((ill, face()))
        states.append((answers(), statuses()[0].trouble))
    trouble = "索引损坏：缺少" if spoil is list_nothing else "索引损坏或不在"
    assert [(well, text[: len(trouble)]) for well, text in states] == [
        (spoil is list_nothing, trouble),
        (True, ""),
    ] * 3
    assert told == [((True, True), (True, False)), ((True, True), (True, False)), (True, True)]


def test_the_worker_is_asked_to_heal_once_in_a_while(index, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "flush_outbox", SimpleNamespace(enqueue=lambda: asked.append(1)))
    cache.delete("search.healing")
    lose_all(index)
    reopened()
    for _ in range(3):
        search(SearchRequest("公园"))
    assert asked == [1]


def test_the_table_obeys_operators_filters_and_pages(index):
    lose_all(index)
    reopened()

    def keys(query, **options):
        return [hit.key for hit in search(SearchRequest(query, **options)).hits]

    assert keys("公园 -烟火") == ["b", "c"]
    assert keys('"禁止烟火" 公园') == ["a"]
    assert keys("公园", filters={"kind": ("event",)}) == ["b"]
    assert keys("公园", filters={"agency": ("绿化局",)}) == ["a"]
    assert [keys("公园", page_size=1, page=page) for page in (1, 3, 4)] == [["a"], ["c"], []]
    assert keys("") != []
    assert search(SearchRequest("公园")).facets["kind"] == {"page": 2, "event": 1}


def test_the_table_knows_what_people_ask_too(index, lay):
    lay("中华人民共和国甲乙法,38,老板跑路|卷钱走人")
    outbox.write(
        [
            Document(
                number,
                "article",
                f"甲乙法第{number}条",
                "责令支付。",
                f"/{number}/",
                law="甲乙法",
                article=number,
            )
            for number in ("37", "38")
        ]
    )
    lose_all(index)
    found = search(SearchRequest("老板跑路了"))
    assert ([hit.key for hit in found.hits], found.stale) == (["38"], True)


def test_documents_that_the_index_lost_are_noticed_at_a_question_and_built_anew(index, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "flush_outbox", SimpleNamespace(enqueue=lambda: asked.append(1)))
    replica_engine().rebuild([])
    cache.delete_many(["search.healing", "search.looked_after"])
    assert statuses()[0].trouble == "索引损坏：缺少 3 条，后台会自行重建"
    for _ in range(2):
        search(SearchRequest("公园"))
    assert asked == [1]
    flush()
    assert (replica_engine().count(), statuses()[0].trouble) == (3, "")


def test_question_that_fails_breaks_no_sound_index(index, monkeypatch):
    engine = replica_engine()
    monkeypatch.setattr(type(engine), "_query", lambda self, clause: 1 / 0 if clause is None else _refuse())
    with pytest.raises(EngineUnavailable, match="索引无法使用"):
        engine.match(("公园",), "page", every=True, prefix=False, limit=1)
    monkeypatch.undo()
    assert engine.ready()


def _refuse():
    raise ValueError("no such question")


@pytest.mark.parametrize("name", ["writer.lock", "tantivy.turn", "current.new"])
def test_folder_in_the_place_of_a_file_of_the_index_gives_way(index, name):
    (index / name).unlink(missing_ok=True)
    (index / name / "inner").mkdir(parents=True)
    outbox.write([Document("d", "page", "公园夜游", "", "/d/")])
    flush()
    delivery.rebuild_index(replica_engine())
    assert (len(search(SearchRequest("公园")).hits), (index / name).is_dir()) == (4, False)


@pytest.fixture
def little_room():
    """No file of this process may grow beyond what a small index needs: the disk refuses in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_full_disk_in_a_rebuild_is_a_sentence_and_the_old_index_goes_on(index, little_room):
    engine, before = replica_engine(), generation(index)
    crowd = [
        Entry(f"x{number}", 1, Document(f"x{number}", "page", f"名{number}", f"{number} " * 200, "/"))
        for number in range(3000)
    ]
    with pytest.raises(EngineUnavailable, match="磁盘空间不足"):
        engine.rebuild(crowd)
    assert list(index.glob("generation-*")) == [before]
    outbox.write([Document("d", "page", "公园夜游", "", "/d/")])
    flush()
    assert len(search(SearchRequest("公园")).hits) == 4


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left on device"), "磁盘空间不足"),
        (OSError(122, "Disk quota exceeded"), "磁盘空间不足"),
        (ValueError("An IO error occurred: 'Read-only file system (os error 30)'"), "磁盘只读"),
        (ValueError("An IO error occurred: 'Permission denied (os error 13)'"), "没有写索引目录的权限"),
    ],
)
def test_what_the_disk_refuses_is_a_sentence_and_leaves_the_old_index(index, monkeypatch, error, told):
    engine, before = replica_engine(), generation(index)

    def refuse(self, entry):
        raise error

    monkeypatch.setattr(type(engine), "_document", refuse)
    with pytest.raises(EngineUnavailable, match=told):
        delivery.rebuild_index(engine)
    monkeypatch.undo()
    assert list(index.glob("generation-*")) == [before]
    assert len(search(SearchRequest("公园")).hits) == 3


def test_nothing_held_and_nothing_written_is_no_illness(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "new"
    response = search(SearchRequest("公园"))
    assert (response.total, response.stale, answers()) == (0, False, True)
