"""The door: what stops it from starting is said in one line, and what starts says what it is."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import app
from assistant.web.errors import PortTaken

ROOT = Path(app.__file__).parent


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def stopped_with_one_line(done: subprocess.CompletedProcess[str], *said: str) -> None:
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("app.py: ")
    for words in said:
        assert words in done.stderr


@pytest.mark.server
def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--port", str(port), environment={"POLICY_HOME": str(tmp_path)})
    stopped_with_one_line(done, f"127.0.0.1:{port}", "another program listens there", "--port")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.server
@pytest.mark.parametrize("home", ["/proc/policy-home", "{file}/below"])
def test_a_home_that_cannot_be_written_is_one_line(tmp_path: Path, home: str) -> None:
    file = tmp_path / "file"
    file.write_text("kept", encoding="utf-8")
    place = home.format(file=file)
    stopped_with_one_line(run("--port", "0", environment={"POLICY_HOME": place}), place)
    assert file.read_text(encoding="utf-8") == "kept"


@pytest.mark.server
@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody may")
def test_a_read_only_home_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    stopped_with_one_line(run("--port", "0", environment={"POLICY_HOME": str(tmp_path)}), str(tmp_path))


def test_a_setting_out_of_range_is_one_line(tmp_path: Path) -> None:
    done = run("--port", "0", environment={"POLICY_HOME": str(tmp_path), "POLICY_WEB_CONCURRENCY": "none"})
    stopped_with_one_line(done, "POLICY_WEB_CONCURRENCY", "from 1 to 64")


@pytest.mark.parametrize("port", ["65536", "-1", "http", "７"])
def test_bad_use_exits_2(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        app.main(["--port", port])
    assert "a port is a whole number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["256.1.1.1", "192.0.2.1"])
def test_a_host_that_is_not_ours_is_named(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    if host == "256.1.1.1":
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    else:
        address = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 0))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [address])
    with pytest.raises(PortTaken, match=f"cannot listen on {host}:0: "):
        app.listen(host, 0)


def test_the_start_line_names_model_data_and_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path))
    monkeypatch.setenv("POLICY_EMBEDDING_MODEL", "a-model")
    line = app.start_line("127.0.0.1", 7860)
    assert "embedding model a-model, no language model" in line and str(tmp_path) in line
    assert line.endswith("open http://127.0.0.1:7860/") and "\n" not in line
    assert app.start_line("::1", 1).endswith("http://[::1]:1/")
