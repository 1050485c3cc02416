"""Compile the kernels with the C compiler that is there.

Needs Python alone, for it runs before anything is installed, and imports late, for every command asks it for names.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

FOLDER = Path(__file__).parent
SUFFIX = ".dll" if sys.platform == "win32" else ".so"
# -ffast-math would change sums, contraction would round otherwise than the plain twins and other machines do.
FLAGS = ("-std=c11", "-O3", "-ffp-contract=off", "-Wall", "-Wextra", "-fvisibility=hidden", "-shared")


def compiler() -> tuple[str, ...] | None:
    """Return the command of a C compiler that knows gcc's vectors, None where there is none."""
    import shutil
    from importlib.util import find_spec

    for name in ("cc", "gcc", "clang"):
        if shutil.which(name):
            return (name,)
    return (sys.executable, "-m", "ziglang", "cc") if find_spec("ziglang") else None


def sources() -> list[Path]:
    """Return the C files, sorted."""
    return sorted(FOLDER.glob("*.c"))


def digest() -> int:
    """Return a number that changes with the sources, so that a library of other sources is not called."""
    sum = 0
    for path in sorted(FOLDER.glob("*.[ch]")):
        sum = zlib.crc32(path.read_bytes(), sum)
    return sum


def levels(command: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Return the instruction sets to build for, each with its flags.

    A library is built once for each, and the machine that runs it chooses: one built with -march=native would end with
    an illegal instruction where a wheel or an image is moved to an older machine.

    >>> levels(["gcc"])[1], levels(["python", "-m", "ziglang", "cc"])[1]
    ((), ('-mcpu=baseline',))
    """
    import platform

    zig = "ziglang" in command
    plain: dict[int, tuple[str, ...]] = {1: ("-mcpu=baseline",) if zig else ()}
    if platform.machine().lower() not in ("x86_64", "amd64") or sys.maxsize < 2**32:
        return plain
    return plain | {level: (f"-mcpu=x86_64_v{level}" if zig else f"-march=x86-64-v{level}",) for level in (3, 4)}


def name(level: int) -> str:
    """Return the file name of the library for an instruction set.

    >>> name(3).split(".")[0]
    'kernels-v3'
    """
    return f"kernels-v{level}{SUFFIX}"


def compile_to(folder: Path, *, command: Sequence[str] | None = None, flags: Sequence[str] = ()) -> list[Path]:
    """Compile a library for every instruction set that the compiler knows; return those that were written.

    Raises `RuntimeError` with the compiler's words where not even the plainest can be built.
    """
    command = command or compiler()
    if not command:
        raise RuntimeError("no C compiler found; install gcc, clang or the Python package ziglang")
    running = {level: _start(command, folder / name(level), (*flags, *more)) for level, more in levels(command).items()}
    told = {level: process.communicate()[0] for level, process in running.items()}
    if running[1].returncode:
        raise RuntimeError(f"{' '.join(command)} could not compile the kernels:\n{told[1]}")
    return [folder / name(level) for level, process in running.items() if not process.returncode]


def _start(command: Sequence[str], target: Path, flags: Sequence[str]) -> subprocess.Popen[str]:
    import subprocess

    position = () if sys.platform == "win32" else ("-fPIC",)
    defined = f"-DSOURCES_DIGEST={digest()}u"
    arguments = (*command, *FLAGS, *position, defined, *flags, "-o", str(target), *map(str, sources()), "-lm")
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603


if __name__ == "__main__":
    for path in compile_to(FOLDER):
        print(path)
