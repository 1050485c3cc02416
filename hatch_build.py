"""Compile the kernels while a wheel or an editable install is built; without a compiler the plain twins run."""

from __future__ import annotations

import sys
import sysconfig
import tempfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Kernels(BuildHookInterface[Any]):
    """Puts the libraries into the wheel, or beside their sources for an editable install."""

    def dependencies(self) -> list[str]:
        """Return what the build needs besides hatchling: a compiler, where there is none."""
        return [] if self._build().compiler() else ["ziglang"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell hatchling which files to take."""
        build = self._build()
        folder = build.FOLDER if version == "editable" else Path(tempfile.mkdtemp(prefix="kernels"))
        try:
            libraries = build.compile_to(folder)
        except (OSError, RuntimeError) as error:
            self.app.display_warning(
                f"{error}\nThe kernels are left out; plain Python gives the same numbers, more slowly."
            )
            return
        if version != "editable":
            build_data["force_include"] |= {str(path): f"ecosystem/kernels/{path.name}" for path in libraries}
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{_platform()}"

    def _build(self) -> ModuleType:
        path = Path(self.root, "ecosystem", "kernels", "build.py")
        spec = spec_from_file_location("build_kernels", path)
        if not spec or not spec.loader:
            raise ImportError(str(path))
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def _platform() -> str:
    from packaging.tags import platform_tags

    own = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return next(iter(platform_tags()), own) if sys.platform == "darwin" else own
