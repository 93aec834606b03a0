"""Link: assertions, relations, corrections and validation over all that was read."""

from __future__ import annotations

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from waybill import store


@task(cache_policy=NO_CACHE, persist_result=False)
def link(plan: store.Plan) -> store.Draft:
    """The tables of the next release, validated; nothing is written. Not retried: the same input fails the same way."""
    draft = store.assemble(plan)
    get_run_logger().info("tables assembled")
    return draft
