"""Every command of the README is run here, or is proved to be the one that is run elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
SET_UP = (
    "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt . "
    "&& .venv/bin/duoshao ask 临邑县解决了多少诉求\n",
    ".venv/bin/pip install -c constraints.txt '.[test]' && .venv/bin/pytest\n",
)
# What cannot be run inside a test, and the file whose tests (or steps) run it.
ELSEWHERE = {
    "export TELEGRAM_BOT_TOKEN=…\nduoshao worker\n": ("tests/worker_process.py", '"worker"'),
    ".ci/run\n": (".ci/run", "CI passed"),
}
FROM_THE_REPOSITORY = ("tests/gold", "tests/benchmarks")


def blocks(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^```sh\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    assert text.count("```") == 2 * len(found), "every block of code is a block of commands"
    return found


def test_both_languages_give_the_same_commands() -> None:
    assert blocks("README.md") == blocks("README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_every_link_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not target.startswith("https://"):
            assert (ROOT / target).exists(), target


def test_setting_up_takes_two_commands_and_the_second_is_what_ci_runs() -> None:
    assert tuple(blocks("README.md")[:2]) == SET_UP
    steps = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert SET_UP[1].strip().replace(".venv", '"$venv"') in steps
    assert SET_UP[0].split("duoshao ")[1].strip() in steps, "the question asked of the wheel"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("block", list(ELSEWHERE))
def test_what_is_run_elsewhere_is_run_there(block: str) -> None:
    assert block in blocks("README.md")
    pattern, content = ELSEWHERE[block]
    assert any(content in path.read_text(encoding="utf-8") for path in ROOT.glob(pattern))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documents that the README speaks of."""
    from docx import Document

    folder = tmp_path_factory.mktemp("readme")
    (folder / "statistics").mkdir()
    (folder / "statistics" / "2022.txt").write_text(
        "白沙县旅游业统计公报\n\n2022年，白沙县接待游客350.6万人次，实现旅游收入28.4亿元。\n",
        encoding="utf-8",
    )
    report = Document()
    report.add_heading("白沙村修路", level=1)
    report.add_paragraph("白沙村今年修路12.5公里，投入资金300万元。")
    report.save(str(folder / "report.docx"))
    (folder / "questions.jsonl").write_text(
        '{"id": "a", "question": "临邑县解决了多少诉求"}\n', encoding="utf-8"
    )
    for name in FROM_THE_REPOSITORY:
        shutil.copytree(ROOT / name, folder / name)
    return folder


def test_the_others_run_one_after_another(folder: Path) -> None:
    scripts = sysconfig.get_path("scripts")
    environment = {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "XDG_DATA_HOME": str(folder / "data"),
    }
    outputs: dict[str, str] = {}
    for block in blocks("README.md")[2:]:
        if block in ELSEWHERE:
            continue
        for command in block.splitlines():
            if "tests/benchmarks/" in command:
                command += " --help"  # measured by hand, never in the tests
            done = subprocess.run(
                ["bash", "-euc", command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                timeout=120,
                check=False,
            )
            assert done.returncode == 0, (command, done.stderr)
            assert "Traceback" not in done.stderr
            outputs[command] = done.stdout
    assert outputs["duoshao ask 崂山区今年推动解决了多少个企业合理诉求"].startswith("70个\n")
    assert outputs["duoshao --database mine.db ask 白沙县2022年接待游客多少人次"].startswith(
        "350.6万人次\n"
    )
    assert "report.docx" in outputs["duoshao documents"]
    (answer,) = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [figure["text"] for figure in json.loads(answer)["figures"]] == ["1391条"]
