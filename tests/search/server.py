"""A real Elasticsearch for tests: the minimal server that Elastic publishes on Maven Central.

`ELASTICSEARCH_URL` names another one instead. Fetched once into the user's cache, never committed.
"""

import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.platforms import free_port
from tests.search import maven

VERSION = "8.19.21"
ARCHIVE = maven.CACHES / "zhifa-elasticsearch" / f"elasticsearch-{VERSION}.zip"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
JAVA = "/usr/lib/jvm/java-17-openjdk-*"
START_SECONDS = 180
# The one user it knows, and what its file of users keeps of the password.
USER, PASSWORD = "tests", "only-for-tests"
HASHED = "$2a$04$abcdefghijklmnopqrstuuSOASZ5gFdIXxQU/MI4albXfVKBHc6R2"
MEMORY = "-Xms512m -Xmx512m"
# It lives too short for the great compiler and the concurrent collector to earn what they cost, and what was
# published need not be verified class by class.
SHORT_LIVED = (
    f"{MEMORY} -XX:-UseG1GC -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
    " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
# One server that looks for no others.
ALONE = {"discovery.type": "single-node", "xpack.security.enabled": "true", "transport.port": "0"}
_AUTHORIZATION = {"Authorization": "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()}


def missing() -> str:
    """Why no server can be started here; empty where one can."""
    if not java_home():
        return "没有 Java 17：apt-get install openjdk-17-jre-headless"
    return maven.missing(ARCHIVE)


def java_home() -> str:
    homes = sorted(Path("/").glob(JAVA.lstrip("/")))
    return os.environ.get("ES_JAVA_HOME") or (str(homes[0]) if homes else "")


def unpacked(folder: Path) -> Path:
    """The programs, in `folder`."""
    with zipfile.ZipFile(maven.fetched(ARTIFACT, ARCHIVE)) as packed:
        packed.extractall(folder)
    home = next(folder.glob("elasticsearch-*"))
    for tool in home.glob("bin/*"):
        tool.chmod(0o755)
    return home


class Server:
    """One process with its own folder and ports. Made once, started and stopped as often as a test likes.

    `url` names its user and password, `address` does not. `home` has the programs where several share them;
    `membership` says in the server's own words to which cluster it belongs and where its members meet.
    """

    def __init__(
        self, java_options: str = SHORT_LIVED, *, home: Path | None = None, membership: Mapping | None = None
    ):
        self._java_options = java_options
        self.root = Path(tempfile.mkdtemp(prefix="zhifa-es-"))
        self.home = home or unpacked(self.root)
        # It refuses a temporary folder that holds its own programs.
        (self.root / "tmp").mkdir()
        self._settings = Path(shutil.copytree(self.home / "config", self.root / "config"))
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.url = f"http://{USER}:{PASSWORD}@127.0.0.1:{self.port}"
        lines = {
            **(membership or ALONE),
            "http.host": "127.0.0.1",
            "http.port": str(self.port),
            "path.data": str(self.root / "data"),
            "path.logs": str(self.root / "logs"),
            # A full disk of the machine is not what the tests are about.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        configuration = "\n".join(f"{name}: {value}" for name, value in lines.items())
        (self._settings / "elasticsearch.yml").write_text(configuration)
        (self._settings / "users").write_text(f"{USER}:{HASHED}\n")
        (self._settings / "users_roles").write_text(f"superuser:{USER}\n")
        self._launcher: subprocess.Popen | None = None
        # It refuses to run as root.
        self._as_user = []
        if os.geteuid() == 0:
            self._as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
            subprocess.run(["chown", "-R", "nobody:nogroup", str(self.root)], check=True)

    @property
    def _environment(self) -> dict:
        return {
            "PATH": os.environ["PATH"],
            "ES_JAVA_HOME": java_home(),
            "ES_JAVA_OPTS": self._java_options,
            # The program that starts the server is a Java of its own.
            "CLI_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "ES_PATH_CONF": str(self._settings),
            "ES_TMPDIR": str(self.root / "tmp"),
        }

    @property
    def pid(self) -> int:
        return int((self.root / "pid").read_text())

    def start(self) -> None:
        self.launch()
        self.wait()

    def launch(self) -> None:
        self._launcher = subprocess.Popen(
            [*self._as_user, str(self.home / "bin" / "elasticsearch"), "-p", str(self.root / "pid")],
            env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.root,
        )  # fmt: skip

    def wait(self) -> None:
        """Until it answers. Raises RuntimeError where it does not come up."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if time.monotonic() > deadline or self._launcher.poll() is not None:
                raise RuntimeError(f"Elasticsearch 没有起来，见 {self.root}/logs")
            time.sleep(0.3)

    def answers(self) -> bool:
        health = urllib.request.Request(f"{self.address}/_cluster/health", headers=_AUTHORIZATION)  # noqa: S310
        try:
            with urllib.request.urlopen(health, timeout=1) as response:  # noqa: S310
                return response.status == 200
        except OSError:
            return False

    def hang(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def wake(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """Gone at once, as when the power fails."""
        if self._launcher is None:
            return
        if self._launcher.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self._launcher.wait(30)
        self._launcher = None

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.root, ignore_errors=True)


class Cluster:
    """Several servers that hold one index together; without security, which would ask for certificates."""

    def __init__(self, nodes: int = 3, java_options: str = SHORT_LIVED):
        self._folder = Path(tempfile.mkdtemp(prefix="zhifa-es-"))
        home = unpacked(self._folder)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "nobody:nogroup", str(self._folder)], check=True)
        doors = {f"node-{number}": free_port() for number in range(nodes)}
        meeting = json.dumps([f"127.0.0.1:{door}" for door in doors.values()])
        self.nodes = {
            name: Server(
                java_options,
                home=home,
                membership={
                    "cluster.name": self._folder.name,
                    "node.name": name,
                    "transport.port": str(door),
                    "discovery.seed_hosts": meeting,
                    "cluster.initial_master_nodes": json.dumps(list(doors)),
                    "xpack.security.enabled": "false",
                },
            )
            for name, door in doors.items()
        }

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(node.address for node in self.nodes.values())

    def start(self) -> None:
        for node in self.nodes.values():
            node.launch()
        for node in self.nodes.values():
            node.wait()

    def remove(self) -> None:
        for node in self.nodes.values():
            node.remove()
        shutil.rmtree(self._folder, ignore_errors=True)
