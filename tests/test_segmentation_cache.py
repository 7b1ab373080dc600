"""The table of words is made once, whole, in a folder that is ours alone."""

import os
import subprocess
import sys

import pytest

from retrieval.segmentation import dictionary
from retrieval.segmentation.dictionary import open_dictionary

ASK = "from retrieval.segmentation import segment; print('|'.join(segment('今年增长5.3万个岗位')))"
WORDS = "今年|增长|5.3万|个|岗位"


@pytest.fixture(scope="module")
def whole():
    return dictionary.build_table(dictionary.jieba_folder())


def environment(tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir(exist_ok=True)
    cache = tmp_path / "cache" / "duoshao"
    return {**os.environ, "DUOSHAO_CACHE_FOLDER": str(cache), "TMPDIR": str(temporary)}, cache


def test_the_folder_is_private_and_the_shared_one_untouched(tmp_path):
    variables, cache = environment(tmp_path)
    result = subprocess.run(
        [sys.executable, "-c", ASK], env=variables, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == WORDS
    assert cache.stat().st_mode & 0o777 == 0o700
    (table,) = cache.iterdir()
    assert table.suffix == ".table"
    assert table.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "tmp").iterdir()) == []


def test_two_processes_may_make_it_at_once(tmp_path):
    variables, cache = environment(tmp_path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ASK], env=variables, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in processes:
        output, _ = process.communicate()
        assert (process.returncode, output.strip()) == (0, WORDS)
    assert [path.suffix for path in cache.iterdir()] == [".table"]


def test_a_folder_open_to_others_is_closed(tmp_path, whole, monkeypatch):
    monkeypatch.setattr(dictionary, "build_table", lambda folder: whole)
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    open_dictionary(folder).frequency("增")
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", ["empty", "short", "half", "other"])
def test_a_damaged_table_is_made_again(tmp_path, damage, whole, monkeypatch):
    monkeypatch.setattr(dictionary, "build_table", lambda folder: whole)
    open_dictionary(tmp_path)
    (table,) = tmp_path.iterdir()
    damaged = {
        "empty": b"",
        "short": b"duoshao",
        "half": whole[: len(whole) // 2],
        "other": b"\0" * len(whole),
    }
    table.write_bytes(damaged[damage])
    assert open_dictionary(tmp_path).frequency("增长")
    assert table.read_bytes() == whole


def test_without_a_folder_the_table_is_made_in_memory(tmp_path):
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file, not a folder")
    assert open_dictionary(in_the_way).frequency("增长")
    assert in_the_way.read_text() == "a file, not a folder"
