"""Comments on the columns of views: a column that a view only shows keeps the words of the table that declares it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_SOURCE = re.compile(r"\b(?:FROM|JOIN)\s+\(*\"?(?:main\.)?\"?(\w+)", re.IGNORECASE)


def view_comments(views: Mapping[str, str], columns: Iterable[tuple[str, str, str | None]]) -> str:
    """COMMENT ON statements for columns of `views` (name -> SQL, those that others read from first) without one.

    `columns` are (table or view, column, comment). A column takes the comment of the column of the same name in the
    first table or view that its view reads from and that has one.

    >>> columns = [("piers", "pier", "Its letter"), ("busy", "pier", None), ("busy", "ships", "How many lie there")]
    >>> view_comments({"busy": "CREATE VIEW busy AS SELECT pier, 3 AS ships FROM piers"}, columns).split(" IS ")
    ['COMMENT ON COLUMN busy."pier"', "'Its letter';"]
    """
    of: dict[str, dict[str, str | None]] = {}
    for table, column, comment in columns:
        of.setdefault(table, {})[column] = comment
    statements = []
    for view, sql in views.items():
        sources = [of[name] for name in dict.fromkeys(_SOURCE.findall(sql)) if name in of and name != view]
        for column, comment in of[view].items():
            found = next((said for source in sources if (said := source.get(column))), None)
            if comment is None and found is not None:
                of[view][column] = found
                quoted = found.replace("'", "''")
                statements.append(f"COMMENT ON COLUMN {view}.\"{column}\" IS '{quoted}';")
    return "\n".join(statements)
