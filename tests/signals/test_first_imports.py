"""Any module of the layer may be the first that is imported: no circle depends on which one comes first."""

import subprocess
import sys
from pathlib import Path

import signals

# Each is imported by a fork of a process that holds the models and what comes from elsewhere, and nothing else of the layer.
FORKS = """
import importlib, os, sys
import django, httpx, ijson, orjson, psycopg, pydantic, rapidfuzz, rest_framework, sqlalchemy, tenacity, yaml, zstandard
django.setup()
failed = []
for name in sys.argv[1:]:
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            failed.append(name)
        continue
    try:
        importlib.import_module(name)
    except BaseException as error:
        print(f"{name}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)
sys.exit(" ".join(failed) or 0)
"""


def test_any_module_may_be_imported_first():
    folder = Path(signals.__file__).parent
    names = [f"signals.{path.stem}" for path in folder.glob("*.py") if path.stem != "__init__"]
    names += [f"signals.{path.parent.name}" for path in folder.glob("*/__init__.py") if path.parent.name != "migrations"]
    tried = subprocess.run([sys.executable, "-c", FORKS, *sorted(names)], capture_output=True, text=True, check=False)
    assert (tried.returncode, tried.stderr) == (0, "")
