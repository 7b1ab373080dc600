"""What becomes of each file: added, replaced, unchanged, skipped or failed; the rest goes on."""

import zipfile
from pathlib import Path

import pytest

from config.settings import load_settings
from retrieval.errors import DuoshaoError, UnsupportedFormatError
from retrieval.ingestion import ProgressEvent, Source, find_sources, ingest, seeds_folder
from retrieval.store import SqliteCollection

ARTICLE = "{county}工作报告\n\n今年以来，{county}解决群众诉求{count}条，同比增长{percent}%。\n"


def article(county="平安县", count=1200, percent=8.5):
    return ARTICLE.format(county=county, count=count, percent=percent)


@pytest.fixture
def collection(tmp_path):
    collection = SqliteCollection.open(tmp_path / "documents.db")
    yield collection
    collection.close()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "here" / "documents"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder.parent)
    return Path("documents")


def names(collection):
    return [document.name for document in collection.documents()]


def test_a_folder_is_read_recursively_under_the_names_given(folder, collection):
    (folder / "b.txt").write_text(article("乙县"))
    (folder / "a.md").write_text(article("甲县"))
    (folder / "year").mkdir()
    (folder / "year" / "c.txt").write_text(article("丙县"))
    (folder / ".hidden.txt").write_text(article("丁县"))
    for passing in ("~$a.docx", "b.txt~", "c.pdf.crdownload", "d.txt.part", "e.db-wal"):
        (folder / passing).write_text(article("己县"))
    (folder / ".git").mkdir()
    (folder / ".git" / "d.txt").write_text(article("戊县"))
    report = ingest([folder], collection, load_settings())
    assert report.added == ("documents/a.md", "documents/b.txt", "documents/year/c.txt")
    assert sorted(names(collection)) == sorted(report.added)
    assert [document.name for document in report.documents] == list(report.added)
    assert report.characters > 0
    assert report.characters_per_second > 0
    assert report.failed == report.skipped == report.unchanged == ()


def test_a_file_named_twice_is_read_once(folder, collection):
    (folder / "a.txt").write_text(article())
    report = ingest(
        [folder / "a.txt", folder, Path("./documents/a.txt")], collection, load_settings()
    )
    assert report.added == ("documents/a.txt",)


def test_the_same_again_changes_nothing(folder, collection):
    (folder / "a.txt").write_text(article())
    ingest([folder], collection, load_settings())
    before = collection.documents()
    report = ingest([folder], collection, load_settings())
    assert report.unchanged == ("documents/a.txt",)
    assert not report.changed
    assert collection.documents() == before


def test_a_changed_file_replaces_its_document(folder, collection):
    (folder / "a.txt").write_text(article(count=1200))
    ingest([folder], collection, load_settings())
    (folder / "a.txt").write_text(article(count=3400))
    report = ingest([folder], collection, load_settings())
    assert report.replaced == ("documents/a.txt",)
    assert report.added == ()
    hits = collection.search({"诉求": 1.0}, 10)
    assert len(hits) == 1
    assert any("3400条" in sentence.text for sentence in hits[0].paragraph.sentences)


def test_bad_files_are_named_and_the_others_stored(folder, collection):
    (folder / "a.txt").write_text(article("甲县"))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "scan.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "z.txt").write_text(article("乙县"))
    report = ingest([folder], collection, load_settings())
    assert report.added == ("documents/a.txt", "documents/z.txt")
    assert [failure.name for failure in report.failed] == [
        "documents/broken.pdf",
        "documents/empty.txt",
        "documents/scan.pdf",
    ]
    assert all(isinstance(failure.error, DuoshaoError) for failure in report.failed)
    assert report.skipped == ("documents/picture.png",)
    assert names(collection) == ["documents/a.txt", "documents/z.txt"]


def test_a_file_named_by_itself_must_be_readable(folder, collection):
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = ingest([folder / "picture.png", folder / "missing.txt"], collection, load_settings())
    assert [failure.name for failure in report.failed] == [
        "documents/picture.png",
        "documents/missing.txt",
    ]
    assert isinstance(report.failed[0].error, UnsupportedFormatError)
    assert collection.documents() == ()


def test_a_changed_file_that_is_broken_keeps_the_old_document(folder, collection):
    (folder / "a.txt").write_text(article())
    ingest([folder], collection, load_settings())
    (folder / "a.txt").write_bytes(b"")
    report = ingest([folder], collection, load_settings())
    assert [failure.name for failure in report.failed] == ["documents/a.txt"]
    assert names(collection) == ["documents/a.txt"]


def test_one_article_in_two_files_is_stored_twice_and_told_once(folder, collection):
    (folder / "a.txt").write_text(article())
    (folder / "b.txt").write_text(article())
    report = ingest([folder], collection, load_settings())
    assert report.added == ("documents/a.txt", "documents/b.txt")
    hits = collection.search({"诉求": 1.0}, 10)
    assert [hit.paragraph.document for hit in hits] == ["documents/a.txt"]
    assert collection.same_article(hits[0].paragraph.article_id) == ("documents/b.txt",)


def make_archive(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def test_the_members_of_an_archive_are_documents(folder, collection):
    make_archive(folder / "all.zip", {"a.txt": article("甲县"), "in/b.txt": article("乙县")})
    report = ingest([folder], collection, load_settings())
    assert sorted(report.added) == ["documents/all.zip/a.txt", "documents/all.zip/in/b.txt"]
    again = ingest([folder], collection, load_settings())
    assert again.unchanged == ("documents/all.zip",)
    assert not again.changed


def test_a_changed_archive_loses_the_members_it_has_no_more(folder, collection):
    make_archive(folder / "all.zip", {"a.txt": article("甲县"), "b.txt": article("乙县")})
    ingest([folder], collection, load_settings())
    make_archive(folder / "all.zip", {"b.txt": article("乙县", 77), "c.txt": article("丙县")})
    report = ingest([folder], collection, load_settings())
    assert report.removed == ("documents/all.zip/a.txt",)
    assert report.replaced == ("documents/all.zip/b.txt",)
    assert report.added == ("documents/all.zip/c.txt",)


def test_an_archive_stored_in_part_is_completed(folder, collection):
    make_archive(folder / "all.zip", {"a.txt": article("甲县"), "b.txt": article("乙县")})
    ingest([folder], collection, load_settings())
    collection.remove("documents/all.zip/b.txt")
    report = ingest([folder], collection, load_settings())
    assert report.added == ("documents/all.zip/b.txt",)


def test_a_source_gives_the_document_its_name(tmp_path, collection):
    upload = tmp_path / "tmp1f3b"
    upload.write_text(article())
    report = ingest([Source(upload, "报告.txt")], collection, load_settings())
    assert report.added == ("报告.txt",)


def test_progress_counts_files_bytes_and_characters(folder, collection):
    for number in range(5):
        (folder / f"{number}.txt").write_text(article(count=number))
    events = []
    report = ingest([folder], collection, load_settings(), events.append)
    assert all(isinstance(event, ProgressEvent) for event in events)
    assert [event.files_done for event in events] == [0, 1, 2, 3, 4, 5]
    assert {event.files_total for event in events} == {5}
    assert events[0].seconds_left is None
    assert events[-1].seconds_left == 0
    assert events[-1].bytes_done == events[-1].bytes_total
    assert events[-1].characters == report.characters
    assert events[2].name == "documents/1.txt"


def test_it_stops_between_files_when_asked(folder, collection):
    for number in range(5):
        (folder / f"{number}.txt").write_text(article(count=number))
    asked = iter([False, True])
    report = ingest([folder], collection, load_settings(), stop=lambda: next(asked))
    assert report.added == ("documents/0.txt", "documents/1.txt")
    assert names(collection) == ["documents/0.txt", "documents/1.txt"]


def test_a_document_the_collection_cannot_take_does_not_stop_the_rest(folder, collection):
    for name in "abc":
        (folder / f"{name}.txt").write_text(article(f"{name}县"))

    class Picky:
        """A collection that fails for one document as no one foresaw."""

        def __getattr__(self, name):
            return getattr(collection, name)

        def add_many(self, documents):
            if any(document.name == "documents/b.txt" for document in documents):
                raise ValueError("a surprise")
            return collection.add_many(documents)

    report = ingest([folder], Picky(), load_settings())
    assert report.added == ("documents/a.txt", "documents/c.txt")
    assert [failure.name for failure in report.failed] == ["documents/b.txt"]


def test_file_names_that_are_no_text_are_read_all_the_same(tmp_path, collection):
    folder = tmp_path / "odd"
    folder.mkdir()
    path = bytes(folder) + b"/\xb1\xa8\xb8\xe6.txt"
    Path(path.decode("utf-8", "surrogateescape")).write_text(article())
    report = ingest([folder], collection, load_settings())
    assert len(report.added) == 1
    report.added[0].encode("utf-8")


def test_links_in_a_circle_end(folder):
    (folder / "a.txt").write_text(article())
    (folder / "loop").symlink_to(".")
    assert [source.name for source in find_sources([folder])] == ["documents/a.txt"]


def test_the_seeds_go_by_their_file_names(collection):
    sources = seeds_folder()
    assert sources
    assert all(source.name == source.path.name for source in sources)
    assert not any("README" in source.name for source in sources)
    report = ingest(sources, collection, load_settings())
    assert report.added == tuple(source.name for source in sources)
    assert report.failed == ()
