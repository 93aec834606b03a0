"""Which failures are worth another try: each task names its own, everything else fails at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def only(*errors: type[Exception]) -> Callable[[Any, Any, Any], bool]:
    """A Prefect `retry_condition_fn` that is true for an attempt that failed with one of `errors`."""

    def is_worth_it(_task: Any, _run: Any, state: Any) -> bool:
        try:
            state.result()
        except errors:
            return True
        except Exception:
            return False
        return False

    return is_worth_it
