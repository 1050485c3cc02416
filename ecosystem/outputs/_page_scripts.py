"""The page's scripts and style as they stand in a page: modules joined, comments and indentation left behind."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

PAGE = Path(__file__).with_name("page")
# The forms that a module may use, each from the start of a line.
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|let|class|(?:async )?function)", re.MULTILINE)
# Comments on lines of their own, blank lines and indentation; no string of a module runs over more than one line.
_SILENT = re.compile(r"^\s*/\*\*(?:(?!\*/)[\s\S])*\*/\n|^\s*//.*\n|^\s+", re.MULTILINE)


def modules(start: str) -> list[str]:
    """Return a module and all that it imports by their names, each once and after what it imports.

    Modules that import each other in a circle are an error, as one of them would run too early.

    >>> modules("painter")
    ['geometry', 'paint', 'painter']
    """
    imports: dict[str, list[str]] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in imports:
            imports[name] = _IMPORT.findall(file_text(f"{name}.js"))
            waiting += imports[name]
    return list(TopologicalSorter(imports).static_order())


def joined(names: list[str]) -> str:
    """Return modules as one script in one scope: their top-level names differ, so imports and exports fall away.

    >>> joined(["geometry"]).splitlines()[1][:20]
    'const SHAPES = ["dot'
    """
    text = "\n".join(_EXPORT.sub("", _IMPORT.sub("", file_text(f"{name}.js"))) for name in names)
    return _inert('"use strict";\n' + _SILENT.sub("", text))


def style() -> str:
    """Return the style without comments and without the blanks that say nothing."""
    text = re.sub(r"/\*.*?\*/", "", file_text("page.css"), flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).strip()


def file_text(name: str) -> str:
    """Return the text of a file of the page."""
    return PAGE.joinpath(name).read_text("utf-8")


def _inert(script: str) -> str:
    return script.replace("</script", r"<\/script").replace("<!--", r"<\!--")
