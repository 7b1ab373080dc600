"""Small parts of the hosted process: its lock, its disk, its counts, its webhook's address."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.disk import is_likely_ephemeral
from bot.metrics import Metrics
from bot.single import SingleProcess, TakenError
from bot.worker import webhook_address, webhook_secret
from config.settings import Settings, load_settings

MOUNTS = """overlay / overlay rw 0 0
proc /proc proc rw 0 0
tmpfs /dev/shm tmpfs rw 0 0
/dev/sdb /data ext4 rw 0 0
/dev/sdc /with\\040blank xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/app", True),
        ("/data", False),
        ("/data/deep/down", False),
        ("/database", True),
        ("/dev/shm/x", True),
        ("/with blank/x", False),
    ],
)
def test_disks_that_are_thrown_away(tmp_path: Path, folder: str, expected: bool) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert is_likely_ephemeral(Path(folder), mounts) is expected


def test_a_disk_that_nothing_is_known_of_is_taken_to_stay(tmp_path: Path) -> None:
    assert not is_likely_ephemeral(Path("/data"), tmp_path / "missing")


def test_a_dyno_throws_its_disk_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNO", "worker.1")
    assert is_likely_ephemeral(Path("/data"), Path("/nowhere"))


def test_one_process_for_one_journal(tmp_path: Path) -> None:
    first = SingleProcess(tmp_path / "chats.db")
    with pytest.raises(TakenError):
        SingleProcess(tmp_path / "chats.db")
    SingleProcess(tmp_path / "other.db").release()
    first.release()
    SingleProcess(tmp_path / "chats.db").release()


def test_counts_in_the_text_format_of_prometheus() -> None:
    metrics = Metrics()
    metrics.count("duoshao_answers_total", 'outcome="answered"')
    metrics.count("duoshao_answers_total", 'outcome="answered"', 2)
    metrics.count("duoshao_errors_total")
    for seconds in (0.001, 0.03, 70.0):
        metrics.observe("duoshao_own_seconds", seconds)
    metrics.gauge("duoshao_waiting_updates", "Waiting.", lambda: 4)
    lines = metrics.render().splitlines()
    assert 'duoshao_answers_total{outcome="answered"} 3' in lines
    assert "duoshao_errors_total 1" in lines
    assert 'duoshao_own_seconds_bucket{le="0.005"} 1' in lines
    assert 'duoshao_own_seconds_bucket{le="0.05"} 2' in lines
    assert 'duoshao_own_seconds_bucket{le="+Inf"} 3' in lines
    assert "duoshao_own_seconds_count 3" in lines
    assert "duoshao_own_seconds_sum 70.031" in lines
    assert "duoshao_waiting_updates 4" in lines
    assert "# TYPE duoshao_own_seconds histogram" in lines


def settings(**more: object) -> Settings:
    return load_settings(telegram_bot_token="1:AAtoken", **more)


def test_the_webhook_has_a_path_and_a_secret_that_stay_the_same() -> None:
    address, path = webhook_address(settings(webhook_url="https://bot.example/"))
    assert address == f"https://bot.example{path}"
    assert len(path) > 20
    assert "AAtoken" not in path
    assert webhook_address(settings(webhook_url="https://bot.example")) == (address, path)
    assert webhook_address(settings(webhook_url="https://bot.example/own/")) == (
        "https://bot.example/own",
        "/own",
    )
    secret = webhook_secret(settings())
    assert secret == webhook_secret(settings())
    assert secret != webhook_secret(load_settings(telegram_bot_token="2:BB"))
    assert webhook_secret(settings(webhook_secret="mine")) == "mine"
