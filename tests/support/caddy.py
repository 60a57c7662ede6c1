"""A real Caddy with the site from `deploy/`, as a process that tests can start and stop."""

import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.process import ROOT
from tests.support.proxy import NAME, START_TIMEOUT, STOP_TIMEOUT, LocalProxy, adapted, answers

SITE = ROOT / "deploy" / "Caddyfile"
ONE_SERVER = ROOT / "deploy" / "Caddyfile.servers"
SEVERAL_SERVERS = ROOT / "deploy" / "Caddyfile.several"


class Caddy(LocalProxy):
    """Caddy in front of one server or of three."""

    def __init__(self, program: str, folder: Path, *servers: str) -> None:
        """`servers`: their URLs."""
        super().__init__(folder)
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "Caddyfile").write_text(self._site())
        addresses = [urlsplit(url).netloc for url in servers]
        (folder / "attendance-servers").write_text(_servers(addresses))

    def check(self) -> subprocess.CompletedProcess[str]:
        """Check its configuration: `caddy validate`."""
        command = self._command("validate")
        return subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        )

    def start(self) -> "Caddy":
        """Start it and wait until it accepts connections."""
        with (self.folder / "out").open("wb") as out:
            self._process = subprocess.Popen(
                self._command("run"),
                env=self._environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_TIMEOUT
        while not answers(self.https):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.folder / "out").read_text())
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """Stop it at once: it would wait for open sockets."""
        if self._process:
            self._process.kill()
            self._process.wait(STOP_TIMEOUT)

    @property
    def _environment(self) -> dict[str, str]:
        """All that it writes goes into its folder."""
        return {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}

    def _command(self, name: str) -> list[str]:
        site = str(self.folder / "Caddyfile")
        return [self._program, name, "--config", site, "--adapter", "caddyfile"]

    def _site(self) -> str:
        """The shipped file, changed only in names, paths, ports and where certificates are."""
        files = f"{self.folder}/fullchain.pem {self.folder}/privkey.pem"
        return adapted(
            SITE,
            {
                f"\n{NAME} {{": f"\nhttps://localhost:{self.https} {{\n\ttls {files}",
                "\n{\n": "\n{\n\tadmin off\n\tauto_https disable_redirects\n",
                "/var/log/caddy/": f"{self.folder}/",
            },
        )


def _servers(addresses: list[str]) -> str:
    """The shipped file with the servers, at these addresses."""
    if len(addresses) == 1:
        return adapted(ONE_SERVER, {"127.0.0.1:3000 ": f"{addresses[0]} "})
    shipped = [f"127.0.0.1:{3001 + number} " for number in range(3)]
    here = [f"{address} " for address in addresses]
    return adapted(SEVERAL_SERVERS, dict(zip(shipped, here, strict=True)))
