"""Every test runs away from the user's own data, settings and language."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
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

# These need the optional extra ``milvus``, and really run where it is installed.
collect_ignore_glob = [] if find_spec("milvus_lite") else ["test_milvus_*.py"]

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


@pytest.fixture(scope="session")
def seed_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database filled from seeds/, to be read or copied, not changed."""
    from retrieval.engine import Engine

    path = tmp_path_factory.mktemp("seeds") / "seeds.db"
    Engine.open(path, seed=True).close()
    return path


@pytest.fixture
def seeded(seed_database: Path, tmp_path: Path) -> Path:
    """The database that ``duoshao`` finds by itself is there already, filled from seeds/."""
    path = tmp_path / "data" / "duoshao" / "duoshao.db"
    path.parent.mkdir(parents=True)
    return Path(shutil.copy(seed_database, path))


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


def _without_privileges() -> None:
    """Take from root, in the child process, the power to pass over a file's permissions."""
    if os.geteuid() != 0:
        return
    import ctypes

    drop_from_bounding_set = 24  # PR_CAPBSET_DROP
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0) != 0:
            raise OSError("permissions cannot be made to count for root here")


@pytest.fixture
def unprivileged_duoshao(program: str, tmp_path: Path) -> Run:
    """Like ``duoshao``, but permissions of files count even when the tests run as root."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            cwd=tmp_path,
            encoding="utf-8",
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), **environment},
            check=False,
            preexec_fn=_without_privileges,
        )

    return run
