"""The sentences: the same keys and placeholders in both languages, and errors put into words."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from bot import messages
from config.errors import DuoshaoError, SettingsError
from config.settings import Settings


def all_errors(kind: type[DuoshaoError] = DuoshaoError) -> list[type[DuoshaoError]]:
    import retrieval.errors  # noqa: F401 - defines the subclasses

    return [kind, *(found for child in kind.__subclasses__() for found in all_errors(child))]


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_error_has_a_sentence(lang: str) -> None:
    for kind in all_errors():
        if not kind.__module__.startswith(("config", "retrieval", "bot")):
            continue
        assert messages.has(f"error.{kind.code}"), kind
        assert messages.error_text(kind("text for the log"), lang)


def test_an_error_without_a_sentence_of_its_own_takes_its_parents() -> None:
    class NewError(SettingsError):
        code = "never_heard_of"

    assert "夜里" in messages.error_text(NewError("夜里"), "zh")


def test_a_reason_that_is_a_key_is_put_into_words() -> None:
    class NewError(DuoshaoError):
        code = "document"

    error = NewError("x", document="a.txt", reason="missing")
    assert messages.error_text(error, "zh") == "a.txt 读不了：文件不存在。"
    error = NewError("x", document="{a}.txt", reason="the {disk} is gone")
    assert messages.error_text(error, "en") == "{a}.txt cannot be read: the {disk} is gone."


def test_a_detail_that_is_missing_does_not_hide_the_error() -> None:
    class NewError(DuoshaoError):
        code = "document"

    assert messages.error_text(NewError("x"), "en") == "… cannot be read: x."


def test_one_and_many() -> None:
    assert messages.text("batch.bad_lines", "en", count=1).startswith("1 line was")
    assert messages.text("batch.bad_lines", "en", count=2).startswith("2 lines were")
    assert messages.text("ingest.rate", "zh", characters=12345, seconds=2, rate=6172.5) == (
        "12,345 字，2.0 秒，每秒 6,172 字。"
    )


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "", "LANGUAGE": ""}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "zh"),
    ],
)
def test_the_language_is_that_of_the_locale_and_chinese_otherwise(
    environment: dict[str, str], lang: str
) -> None:
    assert messages.language_of(environment) == lang


@pytest.mark.parametrize(
    ("twin", "complaint"),
    [
        ({}, "a.b is missing"),
        ({"a.b": "{y}"}, "other placeholders"),
        ({"a.b": "{x}", "a.c": ""}, "a.c is missing"),
        ({"a.b": "{0}"}, "placeholder without a plain name"),
        ({"a.b": "{x.real}"}, "placeholder without a plain name"),
        ({"a.b": "{x"}, "a.b"),
    ],
)
def test_files_that_differ_are_refused(twin: dict[str, str], complaint: str) -> None:
    with pytest.raises(SettingsError, match="config/messages/") as caught:
        messages.check("", {"zh": {"a.b": "{x}"}, "en": twin})
    assert complaint in str(caught.value)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(SettingsError):
        messages.text("ask.nothing", "zh")
    assert not messages.has("ask.nothing")


def _at(tree: object, path: str) -> object:
    for part in path.split("."):
        assert isinstance(tree, dict)
        tree = tree[part]
    return tree


def test_every_file_of_sentences_is_loaded_and_checked() -> None:
    names = {p.name for p in files("config").joinpath("messages").iterdir()}
    assert {"zh.toml", "en.toml", "telegram.zh.toml", "telegram.en.toml"} <= names
    for name in names:
        domain, _, lang = name.removesuffix(".toml").rpartition(".")
        tree = tomllib.loads(files("config").joinpath("messages", name).read_text("utf-8"))
        section = next(iter(tree))
        key = ".".join(filter(None, (domain, section, next(iter(tree[section])))))
        while isinstance(found := _at(tree, key.removeprefix(f"{domain}.")), dict):
            key = f"{key}.{next(iter(found))}"
        assert messages.has(key), (name, key)
        if "{" not in found:
            assert messages.text(key, lang) == found


def test_the_chinese_file_is_chinese_and_the_english_is_not() -> None:
    def is_han(text: str) -> bool:
        return any("\u4e00" <= c <= "\u9fff" for c in text)

    def sentences(tree: object) -> list[str]:
        if isinstance(tree, dict):
            return [s for child in tree.values() for s in sentences(child)]
        return [str(tree)]

    folder = files("config").joinpath("messages")
    english = sentences(tomllib.loads(folder.joinpath("en.toml").read_text("utf-8")))
    chinese = sentences(tomllib.loads(folder.joinpath("zh.toml").read_text("utf-8")))
    assert sum(map(is_han, english)) <= 2  # examples of questions stay Chinese
    assert sum(map(is_han, chinese)) >= 0.9 * len(chinese)


def test_every_setting_is_described_in_both_languages() -> None:
    for field in Settings.model_fields:
        for lang in messages.LANGUAGES:
            assert messages.text(f"setting.{field}", lang), field
