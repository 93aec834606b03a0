"""Who reads the batches: this process, processes of this machine, or a Dask cluster; the same batches, equal bytes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

from waybill.store.errors import StoreError

PROCESSES, DASK = "processes", "dask"
CHOICES = f"{PROCESSES}, {DASK} (a cluster on this machine), or the address of a Dask scheduler (tcp://host:8786)"


@contextmanager
def readers(executor: str, batches: int, workers: int) -> Iterator[Executor | None]:
    """Readers for so many batches: `processes`, `dask`, or the address of a scheduler whose workers read.

    None where this process reads as fast as others would start. Raises StoreError for another word, where Dask is
    not installed and where no scheduler answers.
    """
    if executor == PROCESSES:
        if min(batches, workers) < 2:
            yield None
            return
        with _processes(min(batches, workers)) as pool:
            yield pool
    elif not batches:
        yield None
    else:
        with _client(executor, workers) as client, client.get_executor(pure=False, retries=2) as pool:
            yield pool


@contextmanager
def _processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Reading processes that are gone when the build is, whether it ends, fails, is interrupted or is killed."""
    # Spawned, not forked: a fork would copy the locks of threads that Arrow, DuckDB and Prefect run.
    spawn = get_context("spawn")
    theirs, ours = spawn.Pipe(duplex=False)
    with theirs, ours, ProcessPoolExecutor(count, spawn, initializer=_end_with_build, initargs=(theirs,)) as pool:
        try:
            yield pool
        except BaseException:
            ours.close()  # else leaving would wait for every batch that was ever asked for
            raise


def _end_with_build(line: Connection) -> None:
    """In a reading process: end as soon as the other end of `line` is closed, which the kernel does for a dead build.

    Ctrl-C reaches every process of a terminal; the build alone answers it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        wait([line])
        os._exit(1)  # in the middle of a batch: only the build writes, so nothing is left half done

    Thread(target=watch, daemon=True).start()


@contextmanager
def _client(executor: str, workers: int) -> Iterator[Any]:
    """A client of the cluster at an address, or of one that this machine runs as long as it is needed."""
    if executor != DASK and "://" not in executor:
        raise StoreError(f"{executor}: no such executor; there is {CHOICES}")
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise StoreError(f"{executor}: Dask is not installed; add it:  pip install 'waybill[dask]'") from None
    if executor != DASK:
        try:
            client = distributed.Client(executor, timeout=30, set_as_default=False)
        except OSError as reason:
            raise StoreError(f"{executor}: no Dask scheduler answers there ({reason})") from None
        with client:
            yield client
        return
    with (
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=40,
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client
