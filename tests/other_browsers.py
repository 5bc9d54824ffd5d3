"""Firefox and WebKit, driven by the commands of WebDriver, so that one test asks both.

Firefox gets them through Marionette, as geckodriver would send them; Debian has no geckodriver, and Playwright needs
browsers that it has patched. WebKit gets them through WebKitWebDriver, and needs a screen: Xvfb has one without a
display. Neither package needs a client of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from conftest import need

_SECONDS = 120
_ENTER = "\ue007"
_ROLES = {
    "button": "button",
    "combobox": "input[role=combobox]",
    "image": "canvas",
}
_COMMANDS = {
    "Navigate": ("POST", "url"),
    "Refresh": ("POST", "refresh"),
    "ExecuteScript": ("POST", "execute/sync"),
    "ElementClick": ("POST", "element/{id}/click"),
    "ElementSendKeys": ("POST", "element/{id}/value"),
    "GetComputedLabel": ("GET", "element/{id}/computedlabel"),
    "SetWindowRect": ("POST", "window/rect"),
    "PerformActions": ("POST", "actions"),
}
"""What Marionette calls a command, and where a server has it."""


class Line(Protocol):
    """What carries a command to a browser, and brings its answer."""

    def send(self, command: str, parameters: dict[str, Any]) -> Any: ...


class Elsewhere:
    """A page in a browser, as its reader meets it: by what things are called."""

    def __init__(self, name: str, line: Line, complaints: Callable[[], list[str]]) -> None:
        self.name = name
        self.complaints = complaints
        """What the page's scripts have written to the console as wrong, where the browser tells."""
        self._line = line
        self.do("SetWindowRect", width=1280, height=860)

    def do(self, command: str, **parameters: Any) -> Any:
        return self._line.send(command, parameters)

    def open(self, address: str) -> None:
        self.do("Navigate", url="about:blank")  # a page whose address only has another end would not be read anew
        self.do("Navigate", url=address)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.do("ExecuteScript", script=script, args=list(arguments))

    def text(self, selector: str) -> str:
        """The text that can be read there."""
        return str(self.run("return document.querySelector(arguments[0]).innerText", selector))

    def named(self, role: str, name: str) -> str:
        """The element that the browser tells a screen reader by this role and name."""
        seen = "return [...document.querySelectorAll(arguments[0])].filter((one) => one.checkVisibility())"
        for (element,) in (one.values() for one in self.run(seen, _ROLES[role])):
            if self.do("GetComputedLabel", id=element) == name:
                return str(element)
        raise AssertionError(f"{self.name} knows no {role} {name!r}")

    def click(self, role: str, name: str) -> None:
        self.do("ElementClick", id=self.named(role, name))

    def enter(self, role: str, name: str, text: str) -> None:
        """Type a text, and the Enter key."""
        self.do("ElementSendKeys", id=self.named(role, name), text=text + _ENTER)

    def wheel(self, x: int, y: int, far: int) -> None:
        step = {"type": "scroll", "x": x, "y": y, "deltaX": 0, "deltaY": far, "origin": "viewport"}
        self.do("PerformActions", actions=[{"type": "wheel", "id": "wheel", "actions": [step]}])


@contextmanager
def firefox(folder: Path) -> Iterator[Elsewhere]:
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    need(program, "firefox-esr")
    assert program
    port, said = _free_port(), folder / "said.txt"
    settings = {
        "marionette.port": port,
        "browser.dom.window.dump.enabled": True,
        "devtools.console.stdout.content": True,
    }
    lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in settings.items())
    (folder / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]

    def complaints() -> list[str]:
        starts = ("JavaScript error: file:", 'console.error: "', 'console.warn: "')
        return [line for line in said.read_text(encoding="utf-8").splitlines() if line.startswith(starts)]

    with _running(command, said), _connected(port) as connection, connection.makefile("rwb") as file:
        line = _Marionette(file)
        line.send("NewSession", {})
        yield Elsewhere("Firefox", line, complaints)


@contextmanager
def webkit(folder: Path) -> Iterator[Elsewhere]:
    program, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    need(program and browsers, "webkit2gtk-driver")
    need(screen, "xvfb")
    assert program
    assert screen
    number, ends = os.pipe()
    with (
        _running([screen, "-displayfd", str(ends), "-screen", "0", "1400x1000x24"], folder / "screen.txt", pass_=ends),
        os.fdopen(number) as told,
    ):
        display, port = told.readline().strip(), _free_port()
        surroundings = {"DISPLAY": f":{display}", "GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1"}
        with _running([program, f"--port={port}"], folder / "driver.txt", **surroundings):
            line = _Http(port)
            line.begin({"webkitgtk:browserOptions": {"binary": str(browsers[-1]), "args": ["--automation"]}})
            try:
                yield Elsewhere("WebKit", line, list)
            finally:
                line.end()


@contextmanager
def _running(command: list[str], said: Path, pass_: int | None = None, **surroundings: str) -> Iterator[None]:
    """A program, till it is no longer needed. What it writes goes into a file."""
    with said.open("w") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env={**os.environ, **surroundings},
            pass_fds=[] if pass_ is None else [pass_],
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _connected(port: int) -> socket.socket:
    """A connection to a program that is starting."""
    end = time.monotonic() + _SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_SECONDS)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


class _Marionette:
    """Messages are JSON after their length and a colon: [0, number, command, parameters] and [1, number, error,
    answer]."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._receive()

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        message = json.dumps([0, 1, f"WebDriver:{command}", parameters]).encode()
        self._file.write(b"%d:%b" % (len(message), message))
        self._file.flush()
        _, _, error, answer = self._receive()
        assert error is None, error
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def _receive(self) -> Any:
        length = b""
        while (sign := self._file.read(1)) != b":":
            assert sign, "Firefox has ended"
            length += sign
        return json.loads(self._file.read(int(length)))


class _Http:
    def __init__(self, port: int) -> None:
        _connected(port).close()
        self._base = f"http://127.0.0.1:{port}/session"

    def begin(self, capabilities: dict[str, Any]) -> None:
        answer = self._ask("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self._base += f"/{answer['sessionId']}"

    def end(self) -> None:
        self._ask("DELETE", "", None)

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        method, path = _COMMANDS[command]
        return self._ask(method, "/" + path.format_map(parameters), None if method == "GET" else parameters)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._base + path, data, method=method)  # of this machine
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.read().decode()}") from error
