"""The hosted process: starts, says where things are, gives way, ends with one clear line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from telegram_world import World, free_port, world
from worker_process import PROGRAM, WorkerProcess

QUESTION = "临邑县收集了多少份问卷？"


@pytest.fixture(scope="module")
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


def last_message(worker: WorkerProcess) -> str:
    return str(worker.events()[-1]["message"])


def critical(worker: WorkerProcess) -> list[str]:
    return [e["message"] for e in worker.events() if e["level"] in ("CRITICAL", "ERROR")]


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_without_a_token_a_hosted_process_ends_with_one_clear_line(tmp_path: Path) -> None:
    worker = WorkerProcess(tmp_path, seeded=False).start(ready=False)
    assert worker.wait() == 2
    assert len(worker.lines) == 1
    assert "TELEGRAM_BOT_TOKEN" in worker.log
    assert not worker.database.exists()


def test_a_wrong_setting_stops_the_start_with_its_name_and_the_reason(tmp_path: Path) -> None:
    worker = WorkerProcess(tmp_path, TELEGRAM_BOT_TOKEN="1:x", DUOSHAO_ADMINS="1,me")
    assert worker.start(ready=False).wait() == 2
    assert len(worker.lines) == 1
    assert "DUOSHAO_ADMINS" in worker.log
    assert "me" not in worker.log.replace("DUOSHAO_ADMINS", "").split()


def test_a_token_that_telegram_does_not_know(tmp_path: Path, server: BotApiServer) -> None:
    token = "987654321:AAwrong-token_that_nobody_may_see_0001"
    settings = {**server.environment, "TELEGRAM_BOT_TOKEN": token}
    worker = WorkerProcess(tmp_path, **settings).start(ready=False)
    assert worker.wait() == 2
    (line,) = critical(worker)
    assert "TELEGRAM_BOT_TOKEN" in line
    assert token not in worker.log
    assert "AAwrong" not in worker.log


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, server: BotApiServer) -> None:
    (tmp_path / "file").write_text("in the way")
    worker = WorkerProcess(tmp_path, **server.environment)
    worker.database = tmp_path / "file" / "duoshao.db"
    assert worker.start(ready=False).wait() == 2
    assert len(critical(worker)) == 1
    assert "file" in critical(worker)[0]


def test_a_database_that_is_none(tmp_path: Path, server: BotApiServer) -> None:
    worker = WorkerProcess(tmp_path, **server.environment)
    worker.database.write_text("this is no database " * 100)
    assert worker.start(ready=False).wait() == 2
    assert len(critical(worker)) == 1


def test_a_port_that_is_taken(tmp_path: Path, server: BotApiServer) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        settings = {**server.environment, "DUOSHAO_LISTEN": "127.0.0.1"}
        worker = WorkerProcess(tmp_path, DUOSHAO_HEALTH_PORT=port, **settings).start(ready=False)
        assert worker.wait() == 2
    assert port in critical(worker)[0]


def test_the_start_says_where_the_database_is_and_what_filled_it(
    tmp_path: Path, server: BotApiServer
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text("云溪县新建口袋公园37处。\n", encoding="utf-8")
    settings = {**server.environment, "DUOSHAO_DOCUMENTS_FOLDER": str(documents)}
    with WorkerProcess(tmp_path, seeded=False, DYNO="worker.1", **settings) as worker:
        opened = json.loads(worker.wait_for_line("documents open"))
        assert opened["database"] == str(worker.database)
        assert opened["filled_from"] == str(documents)
        assert opened["documents"] == 1
        warning = json.loads(worker.wait_for_line("likely to be lost"))
        assert warning["level"] == "WARNING"
        assert str(documents) in warning["message"]
        assert worker.terminate() == 0
        again = worker.start()
        opened = json.loads(again.wait_for_line("documents open"))
        assert "filled_from" not in opened
        assert again.terminate() == 0


def test_the_second_worker_of_a_journal_ends(tmp_path: Path, server: BotApiServer) -> None:
    with WorkerProcess(tmp_path, **server.environment) as first:
        second = WorkerProcess(tmp_path, **server.environment).start(ready=False)
        assert second.wait() == 1
        (line,) = critical(second)
        assert "another worker" in line
        here = World("polling", server, first, 0)
        assert here.person().ask(QUESTION).text.startswith("241304份")
        assert first.terminate() == 0


def test_the_second_poller_of_a_token_ends_and_the_first_goes_on(tmp_path: Path) -> None:
    with (
        BotApiServer() as server,
        WorkerProcess(tmp_path, **server.environment, DUOSHAO_POLL_SECONDS="1") as first,
    ):
        here = World("polling", server, first, 0)
        here.person().ask(QUESTION)
        polls = sum(method == "getUpdates" for method, _, _ in server.calls)
        here.wait(  # until the first one is established
            lambda: sum(method == "getUpdates" for method, _, _ in server.calls) >= polls + 3
        )
        other = tmp_path / "other"
        other.mkdir()
        second = WorkerProcess(other, **server.environment).start(ready=False)
        assert second.wait(60) == 1
        assert "another process polls" in critical(second)[-1]
        assert here.person().ask(QUESTION).text.startswith("241304份")
        assert first.process.poll() is None


def test_ctrl_c_ends_it_in_good_order(tmp_path: Path, server: BotApiServer) -> None:
    with WorkerProcess(tmp_path, **server.environment) as worker:
        worker.process.send_signal(signal.SIGINT)
        assert worker.wait() == 0
        assert last_message(worker) == "ended"


def test_told_to_stop_while_telegram_cannot_be_reached(tmp_path: Path) -> None:
    settings = {
        "TELEGRAM_BOT_TOKEN": "1:x",
        "TELEGRAM_API_BASE_URL": f"http://127.0.0.1:{free_port()}/bot",
    }
    worker = WorkerProcess(tmp_path, **settings).start(ready=False)
    worker.wait_for_line("trying again")
    assert worker.terminate() == 0


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_health_and_metrics(mode: str) -> None:
    here = world(mode)
    here.person().ask(QUESTION)
    here.person().ask("崂山区今年养了多少头大熊猫？")
    status, body = get(here.port, "/healthz")
    assert status == 200
    assert json.loads(body)["status"] == "ok"
    status, body = get(here.port, "/metrics")
    assert status == 200
    values = dict(
        line.rsplit(" ", 1) for line in body.splitlines() if line and not line.startswith("#")
    )
    assert float(values['duoshao_answers_total{outcome="answered"}']) >= 1
    assert float(values['duoshao_updates_total{kind="message"}']) >= 2
    assert float(values["duoshao_own_seconds_count"]) >= 2
    assert values['duoshao_own_seconds_bucket{le="+Inf"}'] == values["duoshao_own_seconds_count"]
    assert float(values["process_resident_memory_bytes"]) > 1 << 20
    for line in body.splitlines():
        assert line.startswith("# ") or len(line.rsplit(" ", 1)) == 2
    assert get(here.port, "/")[0] == 404


def post(port: int, path: str, body: bytes, secret: str | None) -> int:
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0  # the connection was closed on us


def test_the_webhook_believes_only_telegram() -> None:
    here = world("webhook")
    hook = here.server.webhook
    path, secret = hook["url"].split(str(here.port))[1], hook["secret_token"]
    asker = here.person()
    message = here.server.message(QUESTION, asker.chat, asker.user)
    update = json.dumps({"update_id": 5, "message": message}).encode()
    assert post(here.port, path, update, None) == 403
    assert post(here.port, path, update, "wrong") == 403
    assert post(here.port, "/telegram/guessed", update, secret) == 404
    assert post(here.port, path, b"not json", secret) == 400
    assert post(here.port, path, b"[]", secret) == 400
    assert post(here.port, path, b'{"update_id": "5"}', secret) == 400
    assert post(here.port, path, b'{"x": "' + b"x" * (2 << 20) + b'"}', secret) != 200
    assert asker.messages == []
    assert post(here.port, path, update, secret) == 200
    assert post(here.port, path, update, secret) == 200  # handed over again
    assert asker.next().text.startswith("241304份")
    asker.ask("/help")
    assert len(asker.messages) == 2
    assert here.server.token not in path
    assert secret not in here.worker.log


def test_the_web_process_without_a_public_address_only_says_that_it_is_well(
    tmp_path: Path, server: BotApiServer
) -> None:
    port = free_port()
    settings = {**server.environment, "PORT": str(port), "DUOSHAO_LISTEN": "127.0.0.1"}
    worker = WorkerProcess(tmp_path, "--web", seeded=False, **settings).start(ready=False)
    worker.wait_for_line("only says")
    assert get(port, "/healthz")[0] == 200
    assert worker.terminate() == 0
    assert not worker.database.exists()


def test_honcho_starts_the_procfile(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    with BotApiServer() as server:
        environment = {
            **os.environ,
            **server.environment,
            "PATH": f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}",
            "DUOSHAO_DATABASE": str(tmp_path / "duoshao.db"),
            "DUOSHAO_POLL_SECONDS": "1",
            "DUOSHAO_LISTEN": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "honcho", "-f", str(root / "Procfile"), "-d", str(tmp_path),
             "-e", os.devnull, "start", "-p", str(free_port())],
            env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            here = World("polling", server, None, 0)  # type: ignore[arg-type]
            assert here.person().ask(QUESTION).text.startswith("241304份")
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=30)
        finally:
            process.terminate()  # honcho ends what it started
            process.wait(30)
        assert b"worker.1" in output
        assert b"web.1" in output
        assert server.token.encode() not in output
