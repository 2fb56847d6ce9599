"""A CSV text changed in a few cells, every other character of it as it was."""

from __future__ import annotations

import csv
import io
import re

_CELL = re.compile(r'"((?:[^"]|"")*)"([^,\r\n]*)|([^,\r\n]*)')
_AFTER = re.compile(r",|\r\n|\n|\r|\Z")


class CsvText:
    """One table: its first line names the columns."""

    def __init__(self, text: str) -> None:
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._text = text.removeprefix("\ufeff")
        self._rows = _spans(self._text)
        self._new: dict[tuple[int, int], str] = {}
        self.columns = [cell[2] for cell in self._rows[0]] if self._rows else []
        self.lines = [number for number, row in enumerate(self._rows) if number and any(cell[2].strip() for cell in row)]
        """The numbers of the rows that say something; the first below the names is 1."""

    def cell(self, line: int, column: str) -> str:
        """What stands in a cell, without the space around it."""
        row = self._rows[line]
        at = self.columns.index(column) if column in self.columns else len(row)
        return row[at][2].strip() if at < len(row) else ""

    def put(self, line: int, column: str, value: str) -> None:
        """Another text in a cell; a column that was not there is added at the right."""
        if column not in self.columns:
            self._add_column(column)
        row, at = self._rows[line], self.columns.index(column)
        if at < len(row):
            start, end, old = row[at]
            new = old.replace(old.strip(), value) if old.strip() else value
            quotes = self._text[start:end].startswith('"')
            self._new[start, end] = '"' + new.replace('"', '""') + '"' if quotes else _quoted(new)
        else:
            end = row[-1][1]
            before = self._new.get((end, end), "")
            filled = before.count(",")
            self._new[end, end] = before + "," * (at - len(row) - filled + 1) + _quoted(value)

    def _add_column(self, column: str) -> None:
        end = self._rows[0][-1][1]
        self._new[end, end] = self._new.get((end, end), "") + f",{column}"
        self.columns.append(column)

    @property
    def text(self) -> str:
        """The table with all changes."""
        text = self._text
        for (start, end), new in sorted(self._new.items(), reverse=True):
            text = text[:start] + new + text[end:]
        return self._mark + text


def _spans(text: str) -> list[list[tuple[int, int, str]]]:
    """Where each cell begins and ends, with what it says."""
    rows: list[list[tuple[int, int, str]]] = [[]]
    at = 0
    while at <= len(text):
        match = _CELL.match(text, at)
        assert match is not None
        said = match[3] if match[1] is None else match[1].replace('""', '"') + match[2]
        rows[-1].append((at, match.end(), said))
        after = _AFTER.match(text, match.end())
        if after is None or not after[0]:
            break
        at = after.end()
        if after[0] != ",":
            if at == len(text):
                break
            rows.append([])
    return rows


def _quoted(value: str) -> str:
    if not value:
        return ""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([value])
    return out.getvalue()
