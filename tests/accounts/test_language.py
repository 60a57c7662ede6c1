"""The language of an account: of its pages, files and mail."""

from attendance_server.languages import LANGUAGES
from tests.support.client import PASSWORD, Client


async def test_the_language_of_an_account_is_kept_and_shown(client: Client) -> None:
    teacher = await client.teacher()
    assert "language" not in (await client.get("/auth/me", teacher.token)).data
    for language in LANGUAGES:
        changed = await client.call("PATCH", "/auth/me", teacher.token, json={"language": language})
        assert changed.data["language"] == language
    assert (await client.get("/auth/me", teacher.token)).data["language"] == LANGUAGES[-1]
    log_in = {"email": teacher.email, "password": PASSWORD}
    assert (await client.post("/auth/login", log_in)).data["user"]["language"] == LANGUAGES[-1]
    export = await client.get("/auth/me/export", teacher.token)
    assert export.data["account"]["language"] == LANGUAGES[-1]

    renamed = await client.call("PATCH", "/auth/me", teacher.token, json={"nameOrder": "family"})
    assert renamed.data["language"] == LANGUAGES[-1]
    taken_back = await client.call("PATCH", "/auth/me", teacher.token, json={"language": None})
    assert "language" not in taken_back.data
    assert taken_back.data["nameOrder"] == "family"
    refused = await client.call("PATCH", "/auth/me", teacher.token, json={"language": "tlh"})
    (problem,) = refused.body["details"]
    assert (problem["path"], problem["code"]) == ("language", "unknown_value")
