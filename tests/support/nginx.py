"""A real nginx with the site from `deploy/`, as a process that tests can start and stop."""

import os
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.mongo import free_port
from tests.support.process import ROOT
from tests.support.proxy import NAME, START_TIMEOUT, STOP_TIMEOUT, LocalProxy, adapted, answers

SITE = ROOT / "deploy" / "nginx.conf"
ONE_SERVER = ROOT / "deploy" / "nginx.servers.conf"
SEVERAL_SERVERS = ROOT / "deploy" / "nginx.several.conf"

MAIN = """\
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/main.log;
events {{ worker_connections {connections}; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/servers.conf;
    include {folder}/site.conf;
}}
"""
"""What Debian's nginx.conf puts around a site, with all files in one folder."""


class Nginx(LocalProxy):
    """nginx in front of one server or of three."""

    def __init__(self, program: str, folder: Path, *servers: str, connections: int = 256) -> None:
        """`servers`: their URLs. `connections`: how many there may be, with those to servers."""
        super().__init__(folder)
        self.http = free_port()
        self._command = [program, "-e", str(folder / "main.log"), "-c", str(folder / "nginx.conf")]
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "site.conf").write_text(self._site())
        (folder / "servers.conf").write_text(_servers([urlsplit(url).netloc for url in servers]))
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(
            MAIN.format(folder=folder, user=user, connections=connections)
        )

    @property
    def access_log(self) -> str:
        return (self.folder / "attendance.access.log").read_text()

    @property
    def all_logs(self) -> str:
        """The content of all its logs."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def check(self) -> subprocess.CompletedProcess[str]:
        """Check its configuration: `nginx -t`."""
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)

    def start(self) -> "Nginx":
        """Start it and wait until it accepts connections."""
        with (self.folder / "out").open("wb") as out:
            self._process = subprocess.Popen(
                self._command, stdout=out, stderr=out, start_new_session=True
            )
        deadline = time.monotonic() + START_TIMEOUT
        while not all(map(answers, (self.http, self.https))):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "out").read_text() + self.all_logs)
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """Stop it at once, together with its workers."""
        if self._process:
            self._process.terminate()
            self._process.wait(STOP_TIMEOUT)

    def _site(self) -> str:
        """The shipped file, changed only in names, paths and ports."""
        tls = f"listen 127.0.0.1:{self.https} ssl;"
        changes = {
            "    listen 80;\n    listen [::]:80;": f"    listen 127.0.0.1:{self.http};",
            "    listen 443 ssl;\n    listen [::]:443 ssl;": f"    {tls}",
            f"server_name {NAME};": "server_name localhost;",
            f"/etc/letsencrypt/live/{NAME}/": f"{self.folder}/",
            "/var/log/nginx/": f"{self.folder}/",
            "/var/www/html": f"{self.folder}/html",
        }
        return adapted(SITE, changes)


def _servers(addresses: list[str]) -> str:
    """The shipped file with the servers, at these addresses."""
    if len(addresses) == 1:
        return adapted(ONE_SERVER, {"server 127.0.0.1:3000": f"server {addresses[0]}"})
    shipped = [f"server 127.0.0.1:{3001 + number} " for number in range(3)]
    here = [f"server {address} " for address in addresses]
    return adapted(SEVERAL_SERVERS, dict(zip(shipped, here, strict=True)))
