"""Runs of ``spacecoop evaluate`` in this process, which loads the rules once for all of them."""

from pathlib import Path

from click.testing import CliRunner, Result

from mapping.commands import evaluate


def evaluated(*arguments: str | Path) -> Result:
    """A run of the command that succeeds; what it tells of bad input takes a process of its own."""
    run = CliRunner().invoke(evaluate, [*map(str, arguments)], standalone_mode=False)
    assert run.exit_code == 0, run.output
    return run
