"""Random adds, removes and crashes on Milvus Lite, as on SQLite: see test_store_steps."""

from __future__ import annotations

import pytest
from store_process import made

# The same test, run here with the collection and the crashes below.
from test_store_steps import NAMES, test_a_hundred_random_steps_and_crashes  # noqa: F401

from config.settings import load_settings
from retrieval.milvus import MilvusCollection


class Crashed(BaseException):
    """The process is gone: nothing after the call is done."""


@pytest.fixture
def collection(tmp_path):
    collection = MilvusCollection.open(load_settings(milvus=str(tmp_path / "lite.db")))
    yield collection
    collection.close()


@pytest.fixture
def crash(collection):
    """Begin to add or remove with another worker, and end before or after one of its calls.

    Milvus Lite is one process with its client, so that none is killed here.
    """
    writing = collection._milvus

    def crash(rng):
        left = rng.randint(1, 14)
        after = rng.random() < 0.5
        plain = type(writing).call.__get__(writing)

        def call(method, *arguments, **options):
            nonlocal left
            left -= 1
            if left < 0 and not after:
                raise Crashed
            result = plain(method, *arguments, **options)
            if left < 0:
                raise Crashed
            return result

        worker = MilvusCollection(writing)
        writing.call = call
        try:
            name = rng.choice(NAMES)
            if rng.random() < 0.3 and worker.content_hash(name):
                worker.remove(name)
            else:
                worker.add(made(name, rng.randint(0, 9)))
        except Crashed:
            pass
        finally:
            del writing.call

    return crash
