"""Tables of records: Arrow for those who ask for it, dicts for all others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from . import _native, _views

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Record = dict[str, Any]


class Table(Sequence[Record]):
    """Records of one kind: a sequence of dicts that is also an Arrow table.

    Whatever takes the Arrow PyCapsule interface takes it as it is: `pyarrow.table(table)`,
    `duckdb.sql("from table")` on `table.to_arrow()`. The columns are the fields of the records as the command writes them.
    """

    def __init__(self, inner: _native.Table) -> None:
        self._inner = inner
        self._records: list[Record] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _table, (self.kind, self.lines)

    @property
    def kind(self) -> str:
        """What its records are: `articles`, `mentions`, `events` and the like."""
        return self._inner.kind

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._inner.schema().names

    @property
    def lines(self) -> str:
        """The records as JSON lines, byte for byte as the command writes them."""
        return self._inner.lines

    def to_dicts(self) -> list[Record]:
        """The records as dicts."""
        return list(self._dicts())

    def _dicts(self) -> list[Record]:
        """The records, taken apart once for all who look at them."""
        if self._records is None:
            self._records = [json.loads(line) for line in self.lines.split("\n") if line]
        return self._records

    def to_arrow(self) -> pyarrow.Table:
        """The records as a `pyarrow.Table`."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The records as a `polars.DataFrame`."""
        import polars

        # By Arrow, with all columns; of the table itself Polars would read the dicts.
        return polars.DataFrame(self._inner)

    def to_pandas(self) -> pandas.DataFrame:
        """The records as a `pandas.DataFrame`; pyarrow is not needed for it."""
        import pandas

        return pandas.DataFrame(self._dicts(), columns=self.columns)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._inner.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._inner.schema().__arrow_c_schema__()

    def __len__(self) -> int:
        return len(self._inner)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        return self._dicts()[index]

    def __iter__(self) -> Iterator[Record]:
        return iter(self._dicts())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)} {self._inner.kind.split('_')[-1]}>"

    def _repr_html_(self) -> str:
        return _views.table(self._dicts(), self._inner.kind)


def _table(kind: str, lines: str) -> Table:
    return Table(_native.Table(kind, lines))
