"""How the Telegram worker holds under load: run by hand, it takes minutes.

    python tests/benchmarks/telegram_load.py load      200 people, 10 questions each at once
    python tests/benchmarks/telegram_load.py kill      1,000 questions, killed five times meanwhile
    python tests/benchmarks/telegram_load.py faults    1,000 questions while Telegram fails
    python tests/benchmarks/telegram_load.py memory    10,000 questions; memory after each thousand

The worker is the real one, as a process of its own; Telegram is the strict server of the tests.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))

from bot_api_people import Fault, Sent  # noqa: E402
from bot_api_server import BotApiServer  # noqa: E402
from telegram_world import Person, World, free_port  # noqa: E402
from worker_process import WorkerProcess  # noqa: E402

PATIENCE = 900.0


def questions(count: int) -> list[str]:
    lines = (TESTS / "gold" / "seed_dev.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [item["question"] for item in found if item["figures"]][:count]


@contextmanager
def running(**settings: str) -> Iterator[World]:
    with BotApiServer() as server, tempfile.TemporaryDirectory() as folder:
        port = free_port()
        settings = {
            "DUOSHAO_HEALTH_PORT": str(port),
            "DUOSHAO_LISTEN": "127.0.0.1",
            "DUOSHAO_QUESTIONS_PER_MINUTE": "0",
            **server.environment,
            **settings,
        }
        with WorkerProcess(Path(folder), **settings) as worker:
            yield World("polling", server, worker, port)


def first_lines(messages: list[Sent]) -> list[str]:
    return [message.text.split("\n")[0] for message in messages]


def expected(here: World, asked: list[str]) -> list[str]:
    """Return the first line of each answer, asked in one talk and one after another."""
    asker = here.person()
    for question in asked:
        asker.ask(question)
    return first_lines(asker.messages)


def ask_at_once(here: World, people: int, asked: list[str]) -> list[Person]:
    found = [here.person() for _ in range(people)]
    for question in asked:
        for asker in found:
            asker.say(question)
    return found


def wait_for_all(here: World, people: list[Person], count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while any(len(asker.messages) < count for asker in people):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    time.sleep(2.0)  # what comes twice comes now


def tell(people: list[Person], answers: list[str]) -> None:
    lost = doubled = different = 0
    for asker in people:
        found = first_lines(asker.messages)
        once: list[str] = []
        for line in found:
            if (
                once
                and once[-1] == line
                and (len(once) >= len(answers) or answers[len(once)] != line)
            ):
                doubled += 1
            else:
                once.append(line)
        lost += max(0, len(answers) - len(once))
        different += sum(a != b for a, b in zip(once, answers, strict=False))
    total = len(people) * len(answers)
    print(
        f"{total} questions: {lost} lost, {doubled} doubled, {different} out of order or different"
    )


def metrics(here: World) -> dict[str, float]:
    url = f"http://127.0.0.1:{here.port}/metrics"
    with urllib.request.urlopen(url, timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def tell_times(here: World) -> None:
    found = metrics(here)
    for name in ("duoshao_own_seconds", "duoshao_ask_seconds"):
        for share in (0.5, 0.95, 0.99):
            print(
                f"{name} p{share * 100:g} ≤ {quantile(found, name, share) * 1000:.0f} ms", end="; "
            )
        print()
    print(f"memory {found['process_resident_memory_bytes'] / (1 << 20):.0f} MB")


def quantile(found: dict[str, float], name: str, share: float) -> float:
    """Return the quantile, interpolated within the histogram's bucket."""
    count = found[f"{name}_count"]
    below = top = last = 0.0
    for key, value in found.items():
        if not key.startswith(f"{name}_bucket"):
            continue
        top = float(key.split('"')[1].replace("+Inf", "inf"))
        if value >= share * count:
            return last + (top - last) * (share * count - below) / max(value - below, 1.0)
        below, last = value, top
    return top


def load() -> None:
    asked = questions(10)
    with running() as here:
        answers = expected(here, asked)
        started = time.monotonic()
        people = ask_at_once(here, 200, asked)
        wait_for_all(here, people, len(asked))
        seconds = max(m.at for asker in people for m in asker.messages) - started
        tell(people, answers)
        print(f"all answered after {seconds:.1f} s, {200 * len(asked) / seconds:.0f} a second")
        tell_times(here)


def kill() -> None:
    asked, kills = questions(5), 5
    with running() as here:
        answers = expected(here, asked)
        already = len(here.server.sent)
        people = ask_at_once(here, 200, asked)
        for number in range(1, kills + 1):
            goal = already + number * 1000 // (kills + 1)
            here.server.wait(lambda goal=goal: len(here.server.sent) >= goal, PATIENCE)
            here.worker.kill()
            print(f"killed after {len(here.server.sent) - already} answers")
            here.worker.start()
        wait_for_all(here, people, len(asked))
        tell(people, answers)


def faults() -> None:
    asked = questions(5)
    with running() as here:
        answers = expected(here, asked)
        kinds = [Fault("429", 1), Fault("500"), Fault("502"), Fault("drop"), Fault("slow", 0.5),
                 Fault("garbage")]  # fmt: skip
        here.server.fail_at_random(0.1, kinds, {"sendMessage"})
        people = ask_at_once(here, 200, asked)
        wait_for_all(here, people, len(asked))
        here.server.calm()
        tell(people, answers)
        here.server.fail_at_random(
            0.2, [Fault("409"), Fault("502"), Fault("drop"), Fault("drop_after")], {"getUpdates"}
        )
        people = ask_at_once(here, 100, asked)
        wait_for_all(here, people, len(asked))
        here.server.calm()
        print("polling fails: ", end="")
        tell(people, answers)
        here.server.fail_at_random(0.05, [Fault("drop_after")], {"sendMessage"})
        people = ask_at_once(here, 100, asked)
        wait_for_all(here, people, len(asked))
        print("replies to sends are lost (each doubles what was sent): ", end="")
        tell(people, answers)
        retries = {k: v for k, v in metrics(here).items() if k.startswith("duoshao_retries")}
        print(retries)


def memory() -> None:
    asked = questions(10)
    with running() as here:
        print(f"at the start {metrics(here)['process_resident_memory_bytes'] / (1 << 20):.0f} MB")
        for thousand in range(1, 11):
            people = ask_at_once(here, 100, asked)
            wait_for_all(here, people, len(asked))
            resident = metrics(here)["process_resident_memory_bytes"] / (1 << 20)
            print(f"after {thousand * 1000} questions {resident:.0f} MB", flush=True)
        tell_times(here)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["load", "kill", "faults", "memory"])
    {"load": load, "kill": kill, "faults": faults, "memory": memory}[parser.parse_args().what]()


if __name__ == "__main__":
    main()
