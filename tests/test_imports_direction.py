"""bot → retrieval → config, never back; heavy libraries only where they are used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

ALLOWED = {
    "config": {"config"},
    "retrieval": {"retrieval", "config"},
    "bot": {"bot", "retrieval", "config"},
}
OURS = {"bot", "retrieval", "config", "seeds", "tests"}


def modules(package: str) -> list[Path]:
    found = sorted(Path(str(files(package))).rglob("*.py"))
    assert found
    return found


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_downwards(package: str) -> None:
    for path in modules(package):
        wrong = set(imported(path)) & OURS - ALLOWED[package]
        assert not wrong, f"{path} imports {wrong}"


def test_retrieval_knows_no_telegram_and_bot_no_bm25() -> None:
    for path in modules("retrieval") + modules("config"):
        assert not {"telegram", "click", "rich", "prompt_toolkit"} & set(imported(path)), path
    for path in modules("bot"):
        assert not {"rank_bm25", "jieba", "rjieba"} & set(imported(path)), path


@pytest.mark.parametrize("package", ALLOWED)
def test_a_file_is_never_too_long_to_be_read(package: str) -> None:
    for path in modules(package):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 450, path


def test_parsing_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys; from bot import cli; cli.run(['ask', '--help']);"
        "print([m for m in sys.argv[1:] if m in sys.modules], file=sys.stderr)"
    )
    heavy = [
        "numpy",
        "pydantic",
        "rich",
        "prompt_toolkit",
        "telegram",
        "jieba",
        "sqlite_utils",
        "lxml",
        "docx",
        "openpyxl",
        "pypdfium2",
        "retrieval",
    ]
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
