"""The commands ``spacecoop wikidata …``, run in this process."""

from pathlib import Path

from click.testing import CliRunner, Result

from mapping.wikidata.commands import wikidata


def run(*arguments: object, **environment: str) -> Result:
    """A command with these arguments and environment variables."""
    return CliRunner().invoke(
        wikidata, [*map(str, arguments)], env=environment, standalone_mode=False
    )


def printed(out: Path, *arguments: object) -> str:
    """What a command prints about the current release of an output folder."""
    result = run(*arguments, "--out", out)
    assert result.exception is None, result.exception
    assert result.return_value == 0
    return result.stdout
