"""The settings: their values, and that every other mention of a setting names an existing one."""

import ast
import os
import re
from pathlib import Path

import attrs
import pytest

import attendance_server
from attendance_server.exit_errors import SettingsError
from attendance_server.settings import IF_EXPOSED, Settings, name_of
from attendance_server.wire import messages
from tests.support.process import ROOT

FIELDS = {name_of(each): each for each in attrs.fields(Settings)}
PACKAGE = Path(attendance_server.__file__).parent

VARIABLE = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*"
LIKE_A_SETTING = re.compile(
    rf"\b(?:{'|'.join(sorted({name.split('_')[0] for name in FIELDS if '_' in name}))})_[A-Z_]+\b"
)
"""Matches names that start like the name of a setting."""


def test_empty_variables_give_the_defaults() -> None:
    assert Settings.parse(dict.fromkeys(FIELDS, "")) == Settings()


def test_an_exposed_server_has_stricter_defaults_but_keeps_explicit_settings() -> None:
    exposed = Settings.parse({"HOST": "0.0.0.0"})
    others = {
        each.name: each.metadata[IF_EXPOSED]
        for each in FIELDS.values()
        if IF_EXPOSED in each.metadata
    }
    assert set(others) == {"teacher_signup", "student_directory", "password_rules"}
    assert exposed == attrs.evolve(Settings(host="0.0.0.0"), **others)
    chosen = {"TEACHER_SIGNUP": "open", "STUDENT_DIRECTORY": "all", "PASSWORD_RULES": "contract"}
    assert Settings.parse({"HOST": "0.0.0.0", **chosen}) == Settings(host="0.0.0.0")


@pytest.mark.parametrize(
    ("name", "text"),
    [("PORT", "seventy"), ("JWT_TTL", "12"), ("FRAMES_PER_SOCKET", "many"), ("LOG_LEVEL", "loud")],
)
def test_an_invalid_setting_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: expected .*, not '{text}'$"):
        Settings.parse({name: text})


def test_workers_are_a_number_or_one_per_core() -> None:
    assert Settings.parse({"WORKERS": "4"}).workers == 4
    assert Settings.parse({"WORKERS": "AUTO"}).workers in range(1, (os.cpu_count() or 1) + 1)
    with pytest.raises(SettingsError, match=r"^WORKERS: expected 1 to 64, or auto, not '0'"):
        Settings.parse({"WORKERS": "0"})


def test_secrets_are_not_in_the_repr() -> None:
    names = ["MONGO_URI", "JWT_SECRET", "TEACHER_CODE", "STUDENT_CODE"]
    texts = {name: f"mongodb://{name.lower()}-{'x' * 32}" for name in names}
    shown = repr(Settings.parse(texts))
    assert not any(text in shown for text in texts.values())
    mail = {"SMTP_URL": "smtp://user:hush@mx.school.test", "PUBLIC_URL": "https://school.test"}
    assert "hush" not in repr(Settings.parse(mail))


def test_mail_has_links_and_a_sender() -> None:
    relay = {"SMTP_URL": "smtp://user:hush@mx.school.test"}
    with pytest.raises(SettingsError, match=r"^PUBLIC_URL is not set"):
        Settings.parse(relay)
    public = {**relay, "PUBLIC_URL": "https://school.test/"}
    assert Settings.parse(public).public_url == "https://school.test"
    assert Settings.parse(public).mail_sender == "attendance@school.test"
    logged_in = {**public, "SMTP_URL": "smtps://office%40school.test:hush@mx.school.test"}
    assert Settings.parse(logged_in).mail_sender == "office@school.test"
    chosen = Settings.parse({**logged_in, "MAIL_FROM": "it@school.test"})
    assert chosen.mail_sender == "it@school.test"


def test_code_and_comments_name_only_existing_settings() -> None:
    texts = [path.read_text() for path in PACKAGE.rglob("*.py")]
    names = {name for text in texts for name in LIKE_A_SETTING.findall(text)}
    nodes = [node for text in texts for node in ast.walk(ast.parse(text))]
    constants = {node.id for node in nodes if isinstance(node, ast.Name)}
    events = {each.event for each in vars(messages).values() if hasattr(each, "event")}
    assert names - constants - events <= set(FIELDS)


EXAMPLES = sorted((ROOT / "deploy").glob("*.example"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_deployment_examples_set_only_existing_settings(path: Path) -> None:
    names = re.findall(rf"^#?({VARIABLE})=", path.read_text(), re.MULTILINE)
    assert names
    assert len(names) == len(set(names))
    assert set(names) <= set(FIELDS)
