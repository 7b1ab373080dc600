"""What is installed: declared dependencies, pinned versions, and the data files of the program."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"bot", "retrieval", "config", "seeds"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return canonical(found[0])


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        if line and not line.startswith("#"):
            name, version = line.split(";")[0].strip().split("==")
            found[canonical(name)] = version
    return found


def test_every_requirement_has_a_tested_version() -> None:
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    pinned = pins()
    for requirement in [*project["dependencies"], *(r for e in extras.values() for r in e)]:
        name = name_of(requirement)
        assert name == "duoshao" or name in pinned, requirement


def imported_packages() -> set[str]:
    found = set()
    for package in ("bot", "retrieval", "config"):
        for path in Path(str(files(package))).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {name.name.split(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom):
                    found.add((node.module or "").split(".")[0])
    return found - OURS - set(sys.stdlib_module_names)


def test_everything_imported_is_declared() -> None:
    project = PROJECT["project"]
    declared = {
        name_of(requirement)
        for requirements in (project["dependencies"], *project["optional-dependencies"].values())
        for requirement in requirements
    }
    # What a declared distribution brings and is part of its interface.
    declared |= {"pydantic", "python-dotenv", "httpx", "tornado", "aiolimiter"}
    distributions = packages_distributions()
    for module in imported_packages():
        for distribution in distributions.get(module, [module]):
            assert canonical(distribution) in declared, f"{module} ({distribution})"


def test_the_data_files_are_found_as_the_program_finds_them() -> None:
    for package, name in (
        ("config", "lexicon/units.txt"),
        ("config", "messages/zh.toml"),
        ("config", "messages/en.toml"),
        ("seeds", "shandong_newspaper_page.txt"),
    ):
        found = files(package).joinpath(*name.split("/"))
        assert found.is_file(), name
        assert found.read_text(encoding="utf-8").strip()


def test_the_program_is_declared() -> None:
    assert PROJECT["project"]["scripts"] == {"duoshao": "bot.cli:main"}
    assert set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == OURS


def test_nothing_committed_names_the_machine_it_was_written_on() -> None:
    words = ("/root/", "/tmp/duo", "/work/")
    for folder in ("bot", "retrieval", "config", "docs", ".ci", "seeds"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".py", ".md", ".txt", ".toml", ""}:
                text = path.read_text(encoding="utf-8", errors="replace")
                assert not any(word in text for word in words), path


def test_no_word_of_the_sample_page_is_in_the_program() -> None:
    words = ("临邑", "临朐", "崂山", "天衢", "兰陵", "1391")
    for folder in ("bot", "retrieval", "config"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".py", ".txt", ".toml", ".md", ".json", ".tsv"}:
                text = path.read_text(encoding="utf-8")
                # In the numbers of a trained model any four digits may follow one another.
                found = [
                    w for w in words if w in text and not (path.suffix == ".json" and w.isdigit())
                ]
                assert not found, path
