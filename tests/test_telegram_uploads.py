"""Documents sent into a chat, end to end: read in the background, told what was found."""

from __future__ import annotations

import io
import itertools
import zipfile

import pytest
from telegram_world import MODES, Person, World, world

_files = itertools.count(1)
TEXT = """云溪县公园建设稳步推进

今年以来，云溪县新建口袋公园{parks}处，投资{money}万元，新增绿地面积26.5公顷。

县城管局介绍，全县已有健身步道48公里，惠及居民12万人。
"""


@pytest.fixture(params=MODES)
def here(request: pytest.FixtureRequest) -> World:
    return world(request.param)


def send(sender: Person, name: str, content: bytes, **more: object) -> None:
    identifier = f"file{next(_files)}"
    sender.world.server.files[identifier] = content
    document = {
        "file_id": identifier,
        "file_unique_id": identifier,
        "file_name": name,
        "file_size": len(content),
        **more,
    }
    sender.say(None, document=document)


def outcome(sender: Person) -> str:
    """Return what is said in the end; the message about the progress is gone then."""
    progress = sender.next("the message about the progress")
    assert "正在读取" in progress.text
    final = sender.next("what became of the document")
    assert progress.deleted
    return final.text


def test_a_document_is_read_found_and_removed(here: World) -> None:
    admin, name = here.admin(), f"云溪县{here.mode}.txt"
    send(admin, name, TEXT.format(parks=37, money=1860).encode())
    said = outcome(admin)
    assert f"读完了“{name}”" in said
    assert "1 篇文章" in said
    assert here.person().ask("云溪县新建了多少处口袋公园？").text.startswith("37处")
    send(admin, name, TEXT.format(parks=37, money=1860).encode())
    assert "没有变" in outcome(admin)
    send(admin, name, TEXT.format(parks=39, money=1860).encode())
    assert "已更新" in outcome(admin)
    assert here.person().ask("云溪县新建了多少处口袋公园？").text.startswith("39处")
    assert name in here.person().ask("/documents").text
    assert f"已删除“{name}”" in admin.ask(f"/remove {name}").text
    assert not here.person().ask("云溪县新建了多少处口袋公园？").text.startswith("39处")
    assert f"没有名为“{name}”" in admin.ask(f"/remove {name}").text


def test_a_document_is_removed_by_buttons(here: World) -> None:
    admin, name = here.admin(), f"青岚{here.mode}.txt"
    send(admin, name, "青岚镇有水库3座，蓄水量为520万立方米。\n".encode())
    assert "读完了" in outcome(admin)
    listed = admin.ask("/remove")
    admin.press(listed, "✕ " + name[:6])
    assert "真的要删除" in listed.text
    admin.press(listed, "不，保留")
    assert "要删除哪一份" in listed.text
    admin.press(listed, "✕ " + name[:6])
    admin.press(listed, "是，删除")
    assert f"已删除“{name}”" in listed.text
    assert name not in here.person().ask("/documents").text


def test_others_get_a_polite_no(here: World) -> None:
    asker = here.person()
    send(asker, "a.txt", b"x")
    assert "只有管理员" in asker.next().text
    assert "只有管理员" in asker.ask("/remove shandong_newspaper_page.txt").text
    assert "只有管理员" in asker.ask("/inbox").text
    listed = here.admin().ask("/remove")
    assert listed.buttons
    for data in ("x:0", "X:0", "r:0", "i:0"):
        query = here.server.press_data(listed, data, asker.chat, asker.user)
        here.wait(lambda query=query: query in here.server.toasts)
        assert "只有管理员" in here.server.toasts[query]
    assert "shandong_newspaper_page.txt" in here.person().ask("/documents").text


def test_the_size_limit_is_said_in_words(here: World) -> None:
    admin = here.admin()
    send(admin, "大.pdf", b"x", file_size=25 << 20)
    said = admin.next().text
    assert "25.0 MB" in said
    assert "20.0 MB" in said
    assert "getFile" not in [m for m, p, _ in here.server.calls if p.get("file_id") == "大.pdf"]


def test_why_a_document_cannot_be_read(here: World) -> None:
    admin = here.admin()
    send(admin, "程序.exe", b"MZ\x00\x01\x02" * 100)
    assert "没有读入" in outcome(admin)
    send(admin, "空.txt", b"")
    assert "空的" in outcome(admin)
    send(admin, "坏.pdf", b"%PDF-1.7 and then nothing of the kind")
    assert "没有读入" in outcome(admin)


def test_a_file_that_telegram_lost(here: World) -> None:
    admin = here.admin()
    admin.say(None, document={"file_id": "gone", "file_unique_id": "g", "file_name": "旧.txt",
                              "file_size": 9})  # fmt: skip
    assert "再发一次" in outcome(admin)


def test_an_archive_gives_several_documents(here: World) -> None:
    admin, content = here.admin(), io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number in (1, 2):
            archive.writestr(f"{number}.txt", f"双溪乡第{number}村有果园{number}5亩，农户80户。\n")
    send(admin, f"双溪{here.mode}.zip", content.getvalue())
    said = outcome(admin)
    assert "2 份文档" in said
    for number in (1, 2):
        assert f"{number}.txt" in said
        admin.ask(f"/remove 双溪{here.mode}.zip/{number}.txt")


def test_a_name_from_outside_stays_a_name(here: World) -> None:
    admin = here.admin()
    send(admin, "../../<b>etc</b>/pass\x00wd.txt", "某村有水井7口，农户80户。\n".encode())
    said = outcome(admin)
    name = said[said.index("“") + 1 : said.index("”")]
    assert "/" not in name
    assert "\x00" not in name
    assert "已删除" in admin.ask(f"/remove {name}").text


def test_an_upload_delays_nobody(here: World) -> None:
    admin, asker = here.admin(), here.person()
    lines = "".join(
        f"第{n}村今年种植小麦{n * 3 + 1}亩，产量{n * 7}吨，农户{n + 20}户。\n\n"
        for n in range(3000)
    )
    send(admin, f"村{here.mode}.txt", lines.encode())
    admin.next("the message about the progress")
    for _ in range(3):
        asker.ask("临邑县收集了多少份问卷？")
        admin.ask("/help")
    done = [message for message in admin.messages if "读完了" in message.text]
    assert not any(f"村{here.mode}.txt" in message.text for message in done)
    assert "已停止" in admin.ask("/cancel").text
    assert f"村{here.mode}.txt" not in here.person().ask("/documents").text


def test_the_inbox_shows_what_could_not_be_answered_and_the_votes(here: World) -> None:
    asker, admin = here.person(), here.admin()
    asker.ask("崂山区今年养了多少只长颈鹿？")
    asker.press(asker.ask("临邑县收集了多少份问卷？"), "👎")
    inbox = admin.ask("/inbox")
    assert "长颈鹿" in inbox.text
    assert "👎" in inbox.text
