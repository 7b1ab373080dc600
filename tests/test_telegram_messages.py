"""What is said in chats: in both scripts and in English, and nothing that Telegram refuses."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import opencc
import pytest

from bot import messages
from bot.script import has_han
from bot.telegram.application import COMMANDS
from retrieval.records import Outcome


def content(lang: str) -> str:
    return files("config").joinpath("messages", f"telegram.{lang}.toml").read_text(encoding="utf-8")


def test_the_traditional_sentences_are_the_simplified_ones_converted() -> None:
    convert = opencc.OpenCC("s2tw").convert
    assert tomllib.loads(content("zh-hant")) == tomllib.loads(convert(content("zh")))


@pytest.mark.parametrize("lang", ["zh", "zh-hant", "en"])
def test_every_command_and_outcome_has_its_words(lang: str) -> None:
    for command in COMMANDS:
        description = messages.text(f"telegram.commands.{command}", lang)
        assert 3 <= len(description) <= 256
    for outcome in Outcome:
        if outcome is not Outcome.ANSWERED:
            assert messages.text(f"telegram.outcome.{outcome.value}", lang, subject="x")
            assert messages.text(f"telegram.inbox.{outcome.value}", lang)


def test_english_is_english_and_chinese_is_not() -> None:
    for key in ("telegram.start.greeting", "telegram.start.examples", "telegram.error.sorry"):
        assert not has_han(messages.text(key, "en"))
        assert has_han(messages.text(key, "zh"))
        assert messages.text(key, "zh") != messages.text(key, "zh-hant")
