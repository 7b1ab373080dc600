"""A hundred random adds, removes, merges and crashes: index and documents are never apart."""

from __future__ import annotations

import random
import time

import pytest
from store_checks import fits, kill, starter, writes
from store_process import made

from retrieval.store import SqliteCollection

STEPS = 100
NAMES = "甲乙丙丁戊己庚辛"


@pytest.fixture(scope="module")
def start():
    with starter() as start:
        yield start


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.db"


@pytest.fixture
def collection(path):
    collection = SqliteCollection.open(path)
    yield collection
    collection.close()


@pytest.fixture
def crash(start, path):
    """Let another process add, remove and merge, and kill it in the middle of something."""

    def crash(rng):
        with writes(path) as wait:
            process = start(path, rng.randrange(1 << 30))
            if rng.random() < 0.6:
                wait()
            time.sleep(rng.uniform(0, 0.04))
            kill(process)

    return crash


def test_a_hundred_random_steps_and_crashes(collection, crash):
    rng = random.Random(100)
    known = {}
    crashes = changed = 0
    for _ in range(STEPS):
        name, version = rng.choice(NAMES), rng.randint(0, 9)
        action = rng.random()
        if action < 0.3:
            collection.add(made(name, version))
            known[name] = str(version)
        elif action < 0.4:
            collection.add_many(made(one, version) for one in NAMES[::3])
            known.update(dict.fromkeys(NAMES[::3], str(version)))
        elif action < 0.55:
            if name in known:
                collection.remove(name)
                del known[name]
        elif action < 0.65:
            collection.settle()
        else:
            crash(rng)
            crashes += 1
            left = {one.name: one.title for one in collection.documents()}
            changed += left != known
            known = left
        assert {one.name: one.title for one in collection.documents()} == known
        fits(collection)
    assert crashes > STEPS // 4
    assert changed > crashes // 4
