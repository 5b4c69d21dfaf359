"""The options of `spacecoop serve` that say what queries may take."""

from collections.abc import Callable
from typing import TypedDict, TypeVar

import click

from service.settings import Settings

GIVEN = Settings()
Command = TypeVar("Command", bound=Callable[..., object])


class Caps(TypedDict):
    """The values of these options."""

    workers: int
    timeout: float
    memory: int
    max_result: int
    queue: int
    light: int
    disk_above: int


def _option(
    name: str, kind: click.IntRange | click.FloatRange, words: str
) -> Callable[[Command], Command]:
    field = name.removeprefix("--").replace("-", "_")
    return click.option(
        name,
        type=kind,
        default=getattr(GIVEN, field),
        envvar=f"SPACECOOP_{field.upper()}",
        show_default=True,
        help=words,
    )


OPTIONS = (
    _option("--workers", click.IntRange(1, 256), "Queries evaluated at a time, each a process."),
    _option("--timeout", click.FloatRange(0.1, 3600), "Seconds until a query is ended."),
    _option("--memory", click.IntRange(16), "Megabytes that a query may take."),
    _option("--max-result", click.IntRange(1), "Megabytes that an answer may have."),
    _option("--queue", click.IntRange(0, 10_000), "Queries that may wait for a worker."),
    _option("--light", click.IntRange(0, 256), "Workers besides, for lookups only."),
    _option(
        "--disk-above",
        click.IntRange(0),
        "Triples above which a release is read from a store on disk, beside the releases, "
        "rather than held in memory.",
    ),
)


def limits(command: Command) -> Command:
    """The command with these options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
