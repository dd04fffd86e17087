"""What a person can set or call is written down."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ["revenue_arc", "people", "initiatives", "signals", "audits", "scorecards", "sample_company"]
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def read_variables(path):
    """Names of the environment variables that a module reads: `env.str("X")`, `os.environ["X"]`, `os.environ.get("X")`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
            read, of = node.args[0], ast.unparse(node.func.value)
            if of not in ("env", "os.environ") or node.func.attr == "setdefault":
                continue
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and ast.unparse(node.value) == "os.environ":
            read = node.slice
        else:
            continue
        if isinstance(read, ast.Constant):
            yield read.value


def every_variable():
    modules = [path for package in PACKAGES for path in (CHECKOUT / package).rglob("*.py")]
    return {name for path in modules for name in read_variables(path)} - NOT_OURS


def documented():
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (CHECKOUT / "docs" / "deploying.md").read_text(), re.MULTILINE))


def test_every_variable_that_the_console_reads_is_documented_and_no_other():
    assert {"ARC_SECRET_KEY", "DATABASE_URL", "PORT"} <= every_variable()
    assert documented() == every_variable() | {"ARC_SAMPLE_PASSWORD"}


def targets():
    lines = (CHECKOUT / "Makefile").read_text().splitlines()
    return {line.split(":")[0] for line in lines if re.match(r"[a-z][a-z-]*:( |$)", line)}


def test_make_help_lists_every_command():
    said = subprocess.run(["make", "help"], cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    assert set(re.findall(r"^ +make ([a-z-]+) ", said, re.MULTILINE)) == targets() - {"browser"}


@pytest.mark.parametrize("name", ["Makefile", "requirements.lock", "requirements-dev.lock", "package-lock.json", ".npmrc"])
def test_no_file_names_a_registry(name):
    text = (CHECKOUT / name).read_text()
    assert not re.search(r"https?://[^/\s]*(pypi|pythonhosted|npmjs|registry)", text)
    assert '"resolved"' not in text
