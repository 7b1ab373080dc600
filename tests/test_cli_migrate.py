"""``duoshao migrate``: the same documents and answers in another database."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run


@pytest.mark.usefixtures("seeded")
def test_a_database_is_carried_over_once(duoshao: Run, tmp_path: Path) -> None:
    done = duoshao("migrate", "other.db")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "搬完：1 篇搬到了 other.db。\n"
    here = duoshao("ask", "--explain", "崂山区查办问题线索多少件")
    there = duoshao("ask", "--explain", "崂山区查办问题线索多少件", "--database", "other.db")
    assert there.stdout == here.stdout
    assert here.stdout.startswith("42件")
    assert duoshao("migrate", "other.db").stdout == "搬完：0 篇搬到了 other.db。\n"


def test_nothing_to_carry(duoshao: Run, tmp_path: Path) -> None:
    done = duoshao("migrate", "other.db")
    assert done.returncode == 2
    assert "还没有文档" in done.stderr
    assert not (tmp_path / "other.db").exists()
