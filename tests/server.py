"""A real Neo4j Community server on this machine, for tests and for trying things out: `make neo4j`.

Its jars come from Maven Central, once. Needs Maven and a Java that the release takes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

RELEASES = {"lts": ("5.26.30", ("17", "21")), "calendar": ("2026.08.1", ("25", "21"))}
ENTRIES = {"5": "org.neo4j.server.CommunityEntryPoint", "2026": "org.neo4j.server.Neo4jCommunity"}
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecosystem-neo4j"
PASSWORD = "ecosystem-test"  # noqa: S105
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
PATIENCE = 120
"""Seconds that a server may take to start."""


class Missing(Exception):
    """What a server needs and this machine does not have."""


def java(versions: tuple[str, ...]) -> str:
    """Return the Java to run: the first of these versions that is installed."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*")))]
    programs = filter(None, [shutil.which(str(Path(home, "bin", "java"))) for home in homes] + [shutil.which("java")])
    found = {_version(program): program for program in reversed(list(programs))}
    for version in versions:
        if version in found:
            return found[version]
    raise Missing(f"Neo4j needs Java {' or '.join(versions)}; install it or set JAVA_HOME")


def _version(program: str) -> str:
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    return (re.findall(r'version "(\d+)', told) or [""])[0]


def jars(release: str) -> Path:
    """Return the folder with the jars of a release; they are fetched where it is not there."""
    folder = CACHE / f"neo4j-{release}"
    if not folder.exists():
        if not shutil.which("mvn"):
            raise Missing("Neo4j comes through Maven, which is not installed")
        CACHE.mkdir(parents=True, exist_ok=True)
        # Laid out beside its place and renamed, so that a download cut short leaves nothing.
        with tempfile.TemporaryDirectory(dir=CACHE) as part:
            pom = str(Path(__file__).with_suffix(".xml"))
            command = ["mvn", "-B", "-q", "-f", pom, "dependency:copy-dependencies", f"-Drelease={release}"]
            subprocess.run([*command, f"-Dfolder={part}/lib"], check=True, stdout=2)  # sys.stderr may be no file
            Path(part, "lib").rename(folder)
    return folder


@dataclass
class Server:
    """A server with its data in a folder; `settings` are lines of its configuration, `options` those of Java."""

    home: Path
    port: int = 0
    line: str = "lts"
    heap: str = "512m"
    settings: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or _free_port()
        release, versions = RELEASES.get(self.line, (self.line, ("17",)))
        self.java, self.jars, self.entry = java(versions), jars(release), ENTRIES[release.split(".")[0]]

    @property
    def uri(self) -> str:
        """The address of the server."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a client needs to know."""
        return {"NEO4J_URI": self.uri, "NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": PASSWORD}

    def start(self) -> None:
        """Start the server and return when it takes connections."""
        self._configure()
        log = self.home / "logs" / "console.log"
        opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
        command = [
            self.java,
            f"-Xms{self.heap}",
            f"-Xmx{self.heap}",
            *self.options,
            *opened,
            "-cp",
            f"{self.jars}/*",
            self.entry,
        ]
        places = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}", "--console-mode"]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, *places], stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while "Started." not in log.read_text("utf-8", "replace"):
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"Neo4j did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Let the server answer nothing until it is thawed."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)

    def _end(self, number: int) -> None:
        self._signal(number)
        if self.process:
            self.process.wait(60)

    def _configure(self) -> None:
        for name in ("conf", "data", "logs", "import", "plugins", "run", "licenses"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        settings = {
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "dbms.security.auth_lock_time": "0s",
            "server.memory.pagecache.size": "256m",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
            "db.tx_log.preallocate": "false",
            **self.settings,
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self.home / "conf" / "neo4j.conf").write_text(lines, "utf-8")
        if not (self.home / "data" / "dbms").exists():
            tool = [self.java, "-XX:TieredStopAtLevel=1", "-cp", f"{self.jars}/*", "org.neo4j.cli.AdminTool"]
            named = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
            subprocess.run(
                [*tool, "dbms", "set-initial-password", PASSWORD], env=named, check=True, stdout=subprocess.DEVNULL
            )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def main() -> None:
    """Run a server with lasting data until interrupted, and say how to use it."""
    line = sys.argv[1] if len(sys.argv) > 1 else "lts"
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 7687)) == 0:
            sys.exit("port 7687 is taken, perhaps by this very server; stop what listens there first")
    try:
        server = Server(CACHE / f"try-{line}", port=7687, line=line)
        server.start()
    except Missing as missing:
        sys.exit(f"{missing}")
    print(f"Neo4j is running; Ctrl-C stops it, its data stay in {server.home}. In another terminal:")
    print("".join(f"export {name}={value}\n" for name, value in server.environment.items()), end="")
    print("ecosystem --store neo4j status", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()


if __name__ == "__main__":
    main()
