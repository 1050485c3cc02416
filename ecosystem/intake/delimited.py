"""A delimited text file as rows of SQL, each with its number as a spreadsheet shows it.

Well-formed UTF-8 is read by DuckDB as it stands. Everything else (other encodings, blank lines, bare carriage
returns, ragged rows, broken quotes, NULs) goes through Python's csv module into a clean copy, which is slower and
says for every row that cannot be read what is wrong. Both give the same rows.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass, field
from pathlib import Path

from ecosystem.errors import BadInput
from ecosystem.intake import dialect
from ecosystem.intake.clean_copy import Broken, clean_copy
from ecosystem.intake.dialect import Dialect
from ecosystem.intake.engine import duckdb
from ecosystem.intake.files import File
from ecosystem.intake.records import Lines
from ecosystem.intake.spans import blank, within
from ecosystem.model.record_types import literal


@dataclass(frozen=True)
class Delimited:
    """A table: its header, and SQL that gives its rows as `line, c0, c1, …`; `broken` rows are not among them.

    `lines` accounts for all lines of the file, before line ends within cells are looked for where it is `quick`;
    `filled` rows had too few cells; in a table that is `wrapped` some cells may hold text as a formula, ="007".
    """

    header: tuple[str, ...]
    encoding: str
    delimiter: str
    sql: str
    quick: bool
    wrapped: bool = False
    lines: Lines = field(default_factory=Lines)
    filled: int = 0
    broken: list[Broken] = field(default_factory=list)

    def accounts(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Say whether its rows, in the table `cells`, hold all lines of the file, and none hides rows in a cell."""
        if not self.quick:
            return True
        lines, width = self.lines, len(self.header)
        inner = within(connection, width, self.delimiter, lines.rows)
        if inner is not None:
            empty = blank(connection, width)
            lines.within, lines.blank, lines.rows = inner, lines.blank + empty, lines.rows - inner - empty
        return inner is not None


def read(file: File, folder: Path, *, quick: bool = True) -> Delimited:
    """Return the table in a file of UTF-8 (see `text`). A clean copy, where one is needed, is laid into `folder`.

    Raises `BadInput` for what is not a table.
    """
    signs, codec = file.signs, "utf-8-sig" if file.head.startswith(BOM_UTF8) else "utf-8"
    try:
        sample = file.head.decode(codec, errors="ignore")
        form = dialect.detect(sample, complete=len(file.head) == file.path.stat().st_size)
    except ValueError as error:
        raise BadInput(f"{file.name}: {error}") from None
    if quick and signs.regular and not _is_headed_oddly(form):
        sql = _rows_sql(file.path, form.header, delimiter=form.delimiter, skip=form.skip + 1)
        lines = Lines(header=form.skip + 1, rows=signs.lines - form.skip - 1)
        return Delimited(form.header, codec, form.delimiter, sql, quick=True, wrapped=signs.wrapped, lines=lines)
    # Bytes that are no letters stay in the text as surrogates.
    with file.path.open(encoding=codec, errors="surrogateescape", newline="") as stream:
        copy = clean_copy(stream, form, folder / f"{len(list(folder.iterdir()))}.clean.csv")
    return Delimited(form.header, codec, form.delimiter, quick=False, **vars(copy))


def _is_headed_oddly(form: Dialect) -> bool:
    return form.lines_before_header or any("\n" in name for name in form.header)


def _rows_sql(path: Path, header: tuple[str, ...], *, delimiter: str, skip: int) -> str:
    columns = [f"c{i}" for i in range(len(header))]
    types = ", ".join(f"{column}: 'VARCHAR'" for column in columns)
    return (
        f"SELECT row_number() OVER () + {skip} AS line, {', '.join(columns)} "
        f"FROM read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"columns = {{{types}}}, delim = {literal(delimiter)}, quote = '\"', escape = '\"', strict_mode = true)"
    )
