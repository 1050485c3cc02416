"""The kernels compile without a warning, and break no rule of C on random graphs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecosystem.kernels import build
from ecosystem.kernels.library import library

COMPILER = build.compiler()
pytestmark = pytest.mark.skipif(COMPILER is None, reason="no C compiler found")
RUN = """
import ctypes, pathlib, sys, pytest
from ecosystem.kernels import library
path = pathlib.Path(sys.argv[1])
library._open = lambda level: ctypes.CDLL(str(path)) if level == 1 else None
assert library.library()
chosen = "compiled or threads or told or twins"
files = ["tests/test_kernels.py", "tests/test_kernels_paths.py"]
sys.exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *files, "-k", chosen]))
"""


def test_it_compiles_without_a_warning(tmp_path: Path) -> None:
    built = build.compile_to(tmp_path, flags=["-Werror", "-Wpedantic"])
    assert tmp_path / build.name(1) in built


def test_what_does_not_compile_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="could not compile the kernels"):
        build.compile_to(tmp_path, flags=["-fno-such-flag"])


def test_it_breaks_no_rule_of_c(tmp_path: Path) -> None:
    assert COMPILER
    asked = subprocess.run((*COMPILER, "-print-file-name=libasan.so"), capture_output=True, text=True, check=False)
    runtime = Path(asked.stdout.strip())
    if sys.platform != "linux" or not runtime.is_absolute():
        pytest.skip("the compiler has no sanitizers of its own here")
    flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1"]
    built = build.compile_to(tmp_path, flags=flags)
    environment = {**os.environ, "LD_PRELOAD": str(runtime), "ASAN_OPTIONS": "detect_leaks=0"}
    command = (sys.executable, "-c", RUN, str(built[0]))
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_where_there_is_a_compiler_there_is_a_library() -> None:
    assert library() is not None, "install again: pip install -e . compiles the kernels"
