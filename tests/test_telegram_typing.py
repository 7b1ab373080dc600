"""The bot shows that it is typing, when an answer takes longer than a moment."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

from bot_api_server import BotApiServer

from bot.chat_store import ChatStore
from bot.dialogue import Dialogues, Place
from bot.inbox import Inbox
from bot.journal import Journal
from bot.metrics import Metrics
from bot.telegram.application import build
from bot.telegram.desk import Desk
from bot.telegram.outbox import Outbox
from config.settings import load_settings


def test_typing_is_shown_for_what_takes_longer_and_only_for_that(tmp_path: Path) -> None:
    with BotApiServer() as server:
        settings = load_settings(
            telegram_bot_token=server.token,
            telegram_api_base_url=server.environment["TELEGRAM_API_BASE_URL"],
        )

        async def run() -> None:
            metrics, store = Metrics(), ChatStore.open(tmp_path / "chats.db")
            application = build(settings, metrics)
            await application.initialize()
            bot = application.bot
            journal, dialogues = Journal(store.db, bot.id), Dialogues(store.db, bot.id)
            desk = Desk(
                settings=settings,
                engine=cast(Any, None),
                bot=bot,
                store=store,
                journal=journal,
                dialogues=dialogues,
                inbox=Inbox(store.db, bot.id),
                outbox=Outbox(bot, store, journal, dialogues, metrics),
                metrics=metrics,
                answering=ThreadPoolExecutor(1),
            )
            async with desk.typing(Place(6)):
                pass
            async with desk.typing(Place(5, 3)):
                while (5, "typing") not in server.actions:
                    await asyncio.sleep(0.01)
            await application.shutdown()

        asyncio.run(asyncio.wait_for(run(), 20))
        assert {chat for chat, _ in server.actions} == {5}
