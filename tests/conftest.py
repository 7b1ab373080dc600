"""Every test runs away from the user's own data, settings and language."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_FOLDERS = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
_OTHER_VARIABLES = (
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "LINES",
    "PORT",
    "PYTHONIOENCODING",
)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_configure(config: pytest.Config) -> None:
    # Before any test module is imported: what a module reads at import is isolated, too.
    for name in list(os.environ):
        if name.upper().startswith(("DUOSHAO_", "TELEGRAM_")) or name in _OTHER_VARIABLES:
            del os.environ[name]
    home = tempfile.TemporaryDirectory(prefix="duoshao-tests-")
    config.add_cleanup(home.cleanup)
    for name in _FOLDERS:
        os.environ[name] = str(Path(home.name, name.lower()))
    os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(autouse=True)
def environment_left_alone() -> Iterator[None]:
    """Whatever a test puts into the environment is gone after it."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def program() -> str:
    """The installed command itself."""
    return str(Path(sysconfig.get_path("scripts"), "duoshao"))


@pytest.fixture
def duoshao(program: str, tmp_path: Path) -> Run:
    """Run the installed command in a folder of its own, with its own data folder."""

    def run(
        *arguments: str | bytes,
        stdin: str | bytes = b"",
        timeout: float = 120,
        cwd: Path = tmp_path,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [program, *arguments],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=timeout,
            cwd=cwd,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), **environment},
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run
