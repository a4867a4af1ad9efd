"""The project's own files: exact constraints within the bounds, targets that exist, a full licence, no address."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TARGETS = {"help", "install", "run", "test", "lint", "eval", "bench", "clean"}


def _lines(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


PINS = dict(line.split("==") for line in _lines("constraints.txt"))
REQUIREMENTS = [Requirement(line) for line in _lines("requirements.txt") + _lines("requirements-dev.txt")]


@pytest.mark.parametrize("line", _lines("constraints.txt"))
def test_constraints_are_exact_and_resolve_anywhere(line: str) -> None:
    """No range, no local version such as +cpu, no address, no path."""
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*", line)


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: requirement.name)
def test_every_requirement_has_a_bound_and_a_pin_inside_it(requirement: Requirement) -> None:
    pins = {canonicalize_name(name): version for name, version in PINS.items()}
    assert requirement.specifier
    assert requirement.url is None
    assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def test_the_makefile_lists_its_targets() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in listed.splitlines() if line and not line.startswith("make")} >= TARGETS


@pytest.mark.parametrize("name", ["Makefile", ".ci/run", "requirements.txt", "requirements-dev.txt", "pyproject.toml"])
def test_no_address_stands_in_what_installs(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://(?!HOST)|--index-url|--find-links|--trusted-host", text) == []


def test_ci_is_executable_and_calls_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in text
    assert "make test" in text


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    for part in ("Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS", "APPENDIX"):
        assert part in text
