"""The files under `deploy/`: a lesson behind nginx, and checks of the other files."""

import asyncio
import ipaddress
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_INET

import aiohttp
import pytest
import yaml
from aiohttp import web
from dockerfile_parse import DockerfileParser
from dotenv import dotenv_values
from yarl import URL

from attendance_server.assembly.application import MAX_BODY
from attendance_server.database.mongod_process import STOP_TIMEOUT
from attendance_server.exit_errors import ServerFailed
from attendance_server.http.headers import PROTECTION
from attendance_server.live.heartbeat import BEAT, GIVEN_UP
from attendance_server.live.reader import CLOSE_TIMEOUT
from attendance_server.rosters.files import MAX_BYTES
from attendance_server.server import HTTP_SHUTDOWN
from attendance_server.settings import Settings
from attendance_server.settings.texts import SECRET_BYTES, duration
from tests.conftest import SECRET, new_database
from tests.support.client import Client, Lesson, Socket
from tests.support.mongo import Mongod
from tests.support.nginx import Nginx
from tests.support.process import ROOT, Server, environment
from tests.support.programs import needed, needed_module, needed_node_modules
from tests.support.roster import take
from tests.support.socketio_js import socketio_client

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "attendance.service"
TEMPLATE = DEPLOY / "attendance@.service"
TARGET = DEPLOY / "attendance.target"
BACKUP = DEPLOY / "attendance-backup.service"
TIMER = DEPLOY / "attendance-backup.timer"
DOCKERFILE = DEPLOY / "Dockerfile"
ENVIRONMENT = DEPLOY / "env.example"


@pytest.mark.parametrize(
    "need",
    [
        lambda: needed("no-such-tool"),
        lambda: needed_module("no_such_tool"),
        lambda: needed_node_modules(Path("no-such-tool")),
    ],
    ids=["program", "Python", "npm"],
)
def test_a_missing_tool_skips_a_test_or_fails_it_if_skipping_is_forbidden(
    monkeypatch: pytest.MonkeyPatch, need: Callable[[], object]
) -> None:
    missing = "no.such.tool (is|are) not installed"
    monkeypatch.delenv("ATTENDANCE_NO_SKIP", raising=False)
    with pytest.raises(pytest.skip.Exception, match=missing):
        need()
    monkeypatch.setenv("ATTENDANCE_NO_SKIP", "1")
    with pytest.raises(pytest.fail.Exception, match=missing):
        need()


@contextmanager
def deployed_server(mongod: Mongod, folder: Path) -> Iterator[Server]:
    """A server as a process of its own, with what the unit sets."""
    with new_database(mongod) as settings:
        assert settings.mongo_uri
        server = Server(
            folder / "server",
            MONGO_URI=settings.mongo_uri,
            JWT_SECRET=SECRET,
            TRUSTED_PROXIES=unit_environment()["TRUSTED_PROXIES"],
            LOGIN_FAILURES_PER_ADDRESS="3/1h",
            TEACHER_SIGNUP="open",
            STUDENT_DIRECTORY="all",
        )
        yield server.start()
        server.kill()


@contextmanager
def nginx_before(upstream: str, folder: Path) -> Iterator[Nginx]:
    """An nginx in front of a server."""
    nginx = new_nginx(upstream, folder)
    try:
        yield nginx.start()
    finally:
        nginx.stop()


def new_nginx(upstream: str, folder: Path) -> Nginx:
    """One that is not yet started."""
    needed("openssl")
    return Nginx(needed("nginx"), folder / "nginx", upstream)


@pytest.fixture
def server(mongod: Mongod, tmp_path: Path) -> Iterator[Server]:
    """A server that a test may stop."""
    with deployed_server(mongod, tmp_path) as server:
        yield server


OWN = pytest.mark.usefixtures("server")
"""For a test that stops its nginx, or fills a limit of its server."""


@pytest.fixture(scope="module")
def shared_nginx(
    shared_mongod: Mongod, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("deployed")
    with (
        deployed_server(shared_mongod, folder) as server,
        nginx_before(server.url, folder) as nginx,
    ):
        yield nginx


@pytest.fixture
def nginx(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Nginx]:
    """An nginx in front of the test's own server if it has one, or of the one that others share."""
    if "server" in request.fixturenames:
        with nginx_before(request.getfixturevalue("server").url, tmp_path) as nginx:
            yield nginx
    else:
        yield request.getfixturevalue("shared_nginx")


@pytest.fixture
async def client(nginx: Nginx) -> AsyncIterator[Client]:
    """A client that connects only to nginx."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=nginx.trust)) as http:
        yield Client(nginx.url, http)


def wss(client: Client) -> Client:
    """The same client, with the URL that WebSocket libraries expect."""
    return Client(client.url.replace("https://", "wss://"), client.http)


async def test_a_lesson_runs_behind_nginx(client: Client) -> None:
    lesson = await Lesson.begin(client)
    ada, ben, _ = lesson.students
    for student in (ada, ben):
        marked = await lesson.desk.mark(student)
        for seat in lesson.seats:
            assert await seat.expect("ATTENDANCE_MARKED") == marked
    await lesson.desk.send("DONE")
    ended = await lesson.desk.expect("SESSION_ENDED")
    assert ended["presentCount"] == 2
    for seat in lesson.seats:
        assert await seat.expect("SESSION_ENDED") == ended
    mine = await client.get(f"/attendance/{lesson.class_id}/my-attendance", ada.token)
    assert mine.data == {"classId": lesson.class_id, "status": "present"}


@pytest.mark.parametrize("path", ["/ws", "/"])
async def test_wss_opens_a_socket_at_both_paths(client: Client, path: str) -> None:
    socket = await wss(client).socket(await client.student(), path)
    assert (await socket.ask("WATCH"))[0] == "WATCHING"
    await socket.close()


async def test_clients_of_socketio_poll_and_upgrade_through_nginx(client: Client) -> None:
    teacher, ada = await client.teacher(), await client.student()
    await client.start(teacher, await client.make_class(teacher, ada))
    async with socketio_client(4) as js:
        seats = [
            await js.open(
                client.url, query={"token": ada.token}, rejectUnauthorized=False, **options
            )
            for options in ({"transports": ["polling"]}, {})
        ]
        for seat in seats:
            await seat.expect("connect")
        await seats[1].upgraded()
        marked = await (await client.socket(teacher)).mark(ada)
        for seat in seats:
            assert await seat.expect("ATTENDANCE_MARKED") == marked
        assert await seats[0].transport() == "polling"


async def test_a_socket_without_a_token_is_closed_with_4401_through_nginx(client: Client) -> None:
    socket = await wss(client).socket()
    assert await socket.error() == "Unauthorized or invalid token"
    assert await socket.close_code() == 4401


async def test_sockets_behind_nginx_are_closed_with_1001_when_the_server_stops(
    client: Client, server: Server
) -> None:
    lesson = await Lesson.begin(client)
    stop = asyncio.create_task(asyncio.to_thread(server.stop))
    for socket in (lesson.desk, *lesson.seats):
        assert await socket.close_code() == 1001
    assert await stop == 0


async def test_without_the_server_nginx_answers_503_in_json_and_logs_no_token(
    client: Client, server: Server, nginx: Nginx
) -> None:
    teacher = await client.teacher()
    server.stop()
    answer = await client.get(f"/ws?token={teacher.token}")
    assert answer.error == (503, "Service unavailable, try again")
    assert answer.body["code"] == "service_unavailable"
    assert answer.headers["Retry-After"]
    # A log line is written after its answer; a stopped nginx has written all of them.
    nginx.stop()
    assert '"GET /ws HTTP/1.1" 503' in nginx.access_log
    assert "upstream=502" in nginx.access_log
    assert teacher.token not in nginx.all_logs


@OWN
async def test_nginx_logs_no_token(client: Client, nginx: Nginx) -> None:
    teacher = await client.teacher()
    await client.get("/auth/me", teacher.token, headers={"Referer": f"/?token={teacher.token}"})
    for path in ("/ws", "/"):
        socket = await client.socket(teacher, path)
        await socket.ask("WATCH")
        await socket.close()
    plain = f"http://localhost:{nginx.http}/ws?token={teacher.token}"
    async with client.http.get(plain, allow_redirects=False):
        pass
    # A log line is written when its connection closes; a stopped nginx has written all of them.
    nginx.stop()
    lines = nginx.access_log.splitlines()
    paths = [line.split('"')[1] for line in lines]
    assert paths.count("GET /ws HTTP/1.1") == 2
    assert paths.count("GET / HTTP/1.1") == 1
    assert "GET /auth/me HTTP/1.1" in paths
    assert teacher.token not in nginx.all_logs
    assert "?" not in nginx.access_log


@pytest.mark.parametrize("path", ["/ws", "/"])
async def test_only_pages_of_the_site_may_open_a_socket_through_nginx(
    client: Client, nginx: Nginx, path: str
) -> None:
    teacher = await client.teacher()
    url = f"{wss(client).url}{path}?token={teacher.token}"
    socket = Socket(await client.http.ws_connect(url, origin=nginx.url))
    assert (await socket.ask("WATCH"))[0] == "WATCHING"
    await socket.close()
    for origin in ("https://evil.example", "https://localhost", "null"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.http.ws_connect(url, origin=origin)
        assert refused.value.status == 403


@pytest.mark.parametrize("path", ["/auth/me", "/healthz", "/nothing"])
async def test_nginx_neither_drops_nor_duplicates_protective_headers(
    client: Client, path: str
) -> None:
    async with client.http.get(client.url + path) as answer:
        for name in (*PROTECTION, "Strict-Transport-Security"):
            assert len(answer.headers.getall(name)) == 1, name


@pytest.mark.parametrize("path", ["/metrics", "//metrics", "/%6detrics", "/a/../metrics?a"])
async def test_nginx_hides_the_metrics_from_strangers(
    client: Client, nginx: Nginx, path: str
) -> None:
    url = URL(nginx.url + path, encoded=True)
    # Not the permitted address, although it belongs to this machine too.
    stranger = aiohttp.TCPConnector(ssl=nginx.trust, family=AF_INET, local_addr=("127.0.0.2", 0))
    async with aiohttp.ClientSession(connector=stranger) as http, http.get(url) as answer:
        assert answer.status == 404
        assert await answer.json() == {"success": False, "error": "Not Found", "code": "not_found"}
    async with client.http.get(client.url + "/metrics") as answer:
        assert (answer.status, answer.content_type) == (200, "text/plain")
        assert "attendance_open_sockets" in await answer.text()


async def test_http_is_redirected_to_https_with_its_path_and_its_method(
    client: Client, nginx: Nginx
) -> None:
    async with client.http.post(
        f"http://localhost:{nginx.http}/auth/login?a=b", allow_redirects=False
    ) as answer:
        assert answer.status == 308
        assert answer.headers["Location"] == "https://localhost/auth/login?a=b"


async def test_certificate_challenges_are_answered_without_tls(
    client: Client, nginx: Nginx
) -> None:
    challenge = nginx.folder / "html" / ".well-known" / "acme-challenge" / "token"
    challenge.parent.mkdir(parents=True)
    challenge.write_text("proof")
    url = f"http://localhost:{nginx.http}/.well-known/acme-challenge/token"
    async with client.http.get(url) as answer:
        assert await answer.text() == "proof"


async def test_the_server_and_nginx_refuse_large_bodies_in_json(
    client: Client,
) -> None:
    for size in (MAX_BODY + 1, 4 * MAX_BODY):
        answer = await client.post("/auth/login", {"name": "x" * size})
        assert answer.status == 413
        assert answer.body["success"] is False


async def test_nginx_lets_the_largest_roster_through_and_refuses_larger_ones(
    client: Client,
) -> None:
    teacher = await client.teacher()
    class_id = await client.make_class(teacher)
    line = b"Ada,ada@school.test,"
    for size, status in ((MAX_BYTES, 200), (MAX_BYTES + 1, 413), (3 * MAX_BYTES, 413)):
        body = b"name,email,note\n" + line
        answer = await take(client, teacher, class_id, body.ljust(size, b"x"), dry=True)
        assert answer.status == status
    assert answer.body["success"] is False


async def test_nginx_passes_on_the_real_address_of_the_client(
    tmp_path: Path,
) -> None:
    async def show(request: web.Request) -> web.Response:
        return web.json_response(dict(request.headers))

    app = web.Application()
    app.router.add_get("/", show)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    nginx = new_nginx(f"http://{host}:{port}", tmp_path)
    try:
        nginx.start()
        async with (
            aiohttp.ClientSession() as http,
            http.get(
                nginx.url, ssl=nginx.trust, headers={"X-Forwarded-For": "203.0.113.7"}
            ) as answer,
        ):
            received = await answer.json()
            assert "max-age" in answer.headers["Strict-Transport-Security"]
    finally:
        nginx.stop()
        await runner.cleanup()
    assert received["X-Forwarded-For"] == "127.0.0.1"
    assert received["X-Forwarded-Proto"] == "https"
    assert received["Host"] == f"localhost:{nginx.https}"


@OWN
async def test_a_forged_address_neither_evades_a_limit_nor_uses_up_anothers(
    client: Client, nginx: Nginx
) -> None:
    async def guess(client: Client, forged: str) -> int:
        body = {"email": f"nobody-{forged}@school.test", "password": "wrong horse"}
        headers = {"X-Forwarded-For": forged}
        return (await client.post("/auth/login", body, headers=headers)).status

    elsewhere = aiohttp.TCPConnector(ssl=nginx.trust, local_addr=("127.0.0.2", 0))
    async with aiohttp.ClientSession(connector=elsewhere) as http:
        stranger = Client(nginx.url, http)
        statuses = [await guess(stranger, f"203.0.113.{number}") for number in range(4)]
        assert statuses == [400, 400, 400, 429]
        assert await guess(stranger, "127.0.0.1") == 429
    assert await guess(client, "127.0.0.2") == 400


def test_nginx_accepts_the_site(tmp_path: Path) -> None:
    check = new_nginx("http://127.0.0.1:3000", tmp_path).check()
    assert check.returncode == 0, check.stderr
    assert "[warn]" not in check.stderr


def test_nginx_waits_longer_for_a_frame_than_the_server_for_a_pong() -> None:
    site = (DEPLOY / "nginx.conf").read_text()
    for name in ("proxy_read_timeout", "proxy_send_timeout"):
        (line,) = (line for line in site.splitlines() if line.split()[:1] == [name])
        assert duration(line.split()[1].rstrip(";")) > GIVEN_UP * BEAT


def unit_settings(unit: Path = UNIT) -> dict[str, list[str]]:
    """The settings of a systemd unit; a repeated setting has several values."""
    settings: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            settings.setdefault(name, []).append(value)
    return settings


def unit_environment() -> dict[str, str]:
    """The environment that the systemd unit sets for the server."""
    return dict(line.split("=", 1) for line in unit_settings()["Environment"])


def installed_python() -> str:
    (start,) = unit_settings()["ExecStart"]
    return shlex.split(start)[0]


def with_this_python(unit: Path, folder: Path) -> Path:
    """The unit with a Python of this machine, since systemd checks that it can be run."""
    copy = folder / unit.name
    copy.write_text(unit.read_text().replace(installed_python(), sys.executable))
    return copy


@pytest.fixture(params=[UNIT, TEMPLATE, BACKUP], ids=lambda unit: unit.stem)
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return with_this_python(request.param, tmp_path)


def verify(*units: Path) -> None:
    """Have systemd check units, which must be in one folder."""
    verified = subprocess.run(
        [needed("systemd-analyze"), "verify", "--man=no", *map(str, units)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")


def test_systemd_accepts_the_unit(unit: Path) -> None:
    verify(unit)


@pytest.mark.parametrize(
    ("service", "other"), [(BACKUP, TIMER), (TEMPLATE, TARGET)], ids=["timer", "target"]
)
def test_systemd_accepts_what_starts_a_service(tmp_path: Path, service: Path, other: Path) -> None:
    verify(with_this_python(service, tmp_path), with_this_python(other, tmp_path))


def test_one_of_several_servers_is_confined_like_a_single_one() -> None:
    single, template = unit_settings(), unit_settings(TEMPLATE)
    changed = {
        name for name in single.keys() | template.keys() if single.get(name) != template.get(name)
    }
    assert changed == {
        *("Description", "PartOf", "WantedBy", "Environment"),
        *("ExecStartPost", "TimeoutStartSec", "MemoryHigh", "MemoryMax"),
    }
    # It has no private MongoDB, so no folder for one, and a port of its own.
    assert set(single["Environment"]) ^ set(template["Environment"]) == {
        "DATA_DIR=/var/lib/attendance",
        "PORT=%i",
    }


def test_the_backup_uses_the_data_and_the_user_of_the_server() -> None:
    server, backup = unit_settings(), unit_settings(BACKUP)
    for name in ("User", "Group", "StateDirectory", "WorkingDirectory", "EnvironmentFile"):
        assert backup[name] == server[name]
    assert set(backup["Environment"]) <= set(server["Environment"])
    assert f"DATA_DIR={server['WorkingDirectory'][0]}" in backup["Environment"]


def test_the_backup_is_named_by_time_and_the_newest_files_are_kept(
    server: Server, tmp_path: Path
) -> None:
    backup = unit_settings(BACKUP)
    (folder,) = backup["ReadWritePaths"]
    backups = tmp_path / "backups"
    backups.mkdir()
    # As after a jump of the clock: all files look old.
    old = [f"2001-01-{day:02}-000000.backup" for day in range(1, 32)]
    for number, name in enumerate([*old, ".backup-x", "kept"]):
        (backups / name).touch()
        os.utime(backups / name, (number, number))
    for command in (*backup["ExecStart"], *backup["ExecStartPost"]):
        unescaped = command.replace("$$", "$").replace("%%", "%")
        local_command = unescaped.replace(folder, str(backups)).replace(
            installed_python(), sys.executable
        )
        subprocess.run(shlex.split(local_command), env=environment(server.settings), check=True)
    *recent, new, unrelated = sorted(path.name for path in backups.iterdir())
    assert recent == old[2:]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{6}\.backup", new)
    assert unrelated == "kept"


def test_systemd_rates_the_unit_as_well_confined(unit: Path) -> None:
    rating = subprocess.run(
        [
            *(needed("systemd-analyze"), "security", "--offline=true", "--no-pager"),
            *("--threshold=15", str(unit)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rating.returncode == 0, rating.stdout + rating.stderr


def test_systemd_gives_the_server_enough_time_to_stop() -> None:
    unit, defaults = unit_settings(), Settings()
    saving = max(defaults.shutdown_timeout, defaults.commit_timeout)
    longest = saving + CLOSE_TIMEOUT + HTTP_SHUTDOWN + STOP_TIMEOUT
    assert duration(unit["TimeoutStopSec"][0]) > longest
    assert (unit["KillMode"], unit["KillSignal"]) == (["mixed"], ["SIGTERM"])
    assert unit_settings(TEMPLATE)["TimeoutStopSec"] == unit["TimeoutStopSec"]
    for service in compose()["services"].values():
        assert duration(service["stop_grace_period"]) > longest


def test_a_failed_server_is_restarted() -> None:
    unit = unit_settings()
    assert unit["Restart"] == ["on-failure"]
    assert str(ServerFailed.exit_code) not in unit["RestartPreventExitStatus"][0].split()
    assert compose()["services"]["server"]["restart"] == "unless-stopped"


def test_systemd_allows_files_for_ten_thousand_sockets() -> None:
    assert int(unit_settings()["LimitNOFILE"][0]) > 2 * 10_000


def compose() -> dict:
    compose: dict = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return compose


def test_the_server_in_compose_waits_for_its_database_and_listens_locally() -> None:
    services = compose()["services"]
    server, mongo = services["server"], services["mongo"]
    assert server["depends_on"] == {"mongo": {"condition": "service_healthy"}}
    assert mongo["healthcheck"]["test"]
    assert all(port.startswith("127.0.0.1:") for port in server["ports"])
    assert "ports" not in mongo
    for volume in mongo["volumes"]:
        assert volume.split(":")[0] in compose()["volumes"]
    assert (
        DEPLOY / server["build"]["context"] / server["build"]["dockerfile"]
    ).resolve() == DOCKERFILE


def test_the_settings_of_compose_lack_only_the_secrets() -> None:
    example = {name: text or "" for name, text in dotenv_values(ENVIRONMENT).items()}
    assert example["JWT_SECRET"] == example["TEACHER_CODE"] == ""
    server = compose()["services"]["server"]
    secrets = {"JWT_SECRET": "x" * SECRET_BYTES, "TEACHER_CODE": "chalk and board"}
    filled = {**example, **secrets, **server["environment"]}
    settings = Settings.parse(filled)
    assert settings.host == "0.0.0.0"
    assert settings.mongo_uri == "mongodb://mongo:27017/attendance"


def test_no_deployment_lets_strangers_become_teachers() -> None:
    example = dotenv_values(ENVIRONMENT)
    assert (example["TEACHER_SIGNUP"], example["TEACHER_CODE"]) == ("code", "")
    assert "TEACHER_SIGNUP=code" in unit_settings()["Environment"]
    assert compose()["services"]["server"]["environment"]["TEACHER_SIGNUP"] == "code"
    assert DockerfileParser(str(DOCKERFILE)).envs["TEACHER_SIGNUP"] == "code"


def test_only_the_proxy_is_trusted() -> None:
    unit = unit_environment() | {"TEACHER_CODE": "chalk and board"}
    trusted = Settings.parse(unit).trusted_proxies
    assert [str(network) for network in trusted] == ["127.0.0.1/32"]
    trusted = compose()["services"]["server"]["environment"]["TRUSTED_PROXIES"]
    (network,) = compose()["networks"]["default"]["ipam"]["config"]
    assert trusted == network["gateway"]
    assert ipaddress.ip_address(trusted) in ipaddress.ip_network(network["subnet"])


def instructions() -> list[tuple[str, str]]:
    """The instructions of the last stage of the image."""
    parsed = DockerfileParser(str(DOCKERFILE))
    all_instructions = [
        (step["instruction"], step["value"])
        for step in parsed.structure
        if step["instruction"] != "COMMENT"
    ]
    last = max(at for at, (name, _) in enumerate(all_instructions) if name == "FROM")
    return all_instructions[last:]


def test_the_image_runs_without_root_and_without_a_database() -> None:
    stage = dict(instructions())
    user = stage["USER"].split(":")[0]
    assert int(user) > 0
    assert json.loads(stage["CMD"])[1:] == ["-m", "attendance_server"]
    assert "[embedded" not in DOCKERFILE.read_text()


def test_hadolint_accepts_the_dockerfile() -> None:
    lint = subprocess.run(
        [needed("hadolint"), str(DOCKERFILE)], capture_output=True, text=True, check=False
    )
    assert lint.returncode == 0, lint.stdout + lint.stderr


def test_base_images_have_a_version() -> None:
    images = [*DockerfileParser(str(DOCKERFILE)).parent_images]
    images.append(compose()["services"]["mongo"]["image"])
    for image in images:
        _, _, version = image.partition(":")
        assert version.removesuffix("-slim").replace(".", "").isdigit(), image


def test_files_copied_into_the_image_exist_and_are_not_ignored() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert "*" in lines
    copied = set[str]()
    for step in DockerfileParser(str(DOCKERFILE)).structure:
        if step["instruction"] == "COPY" and not step["value"].startswith("--from"):
            copied.update(step["value"].split()[:-1])
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


def health_check(port: int) -> list[str]:
    """The health check of the image, adapted to a server on this machine."""
    value = dict(instructions())["HEALTHCHECK"]
    _, _, command = value.partition(" CMD ")
    words: list[str] = json.loads(command)
    assert "3000" in words[-1]
    return [sys.executable, *words[1:-1], words[-1].replace("3000", str(port))]


def test_the_images_health_check_succeeds_while_the_server_answers_and_fails_after(
    server: Server,
) -> None:
    check = health_check(int(server.url.rpartition(":")[2]))
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    server.stop()
    assert subprocess.run(check, capture_output=True, check=False).returncode == 1


def test_commands_of_the_guide_parse_and_use_the_paths_of_the_unit() -> None:
    page = (DEPLOY / "README.md").read_text()
    blocks = re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        parsed = subprocess.run(
            ["bash", "-n"], input=block, capture_output=True, text=True, check=False
        )
        assert (parsed.returncode, parsed.stderr) == (0, ""), block
    unit = unit_settings()
    python = Path(unit["ExecStart"][0].split()[0])
    for path in (
        str(python.parent.parent),
        unit["EnvironmentFile"][0],
        unit["WorkingDirectory"][0],
    ):
        assert any(path in block for block in blocks), path
