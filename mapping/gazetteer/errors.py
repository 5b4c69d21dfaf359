"""What can be wrong with the gazetteer's files."""

from mapping.errors import InputError


class GazetteerError(InputError):
    """A gazetteer file that cannot be used: which file, which line, and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}", reason)
        self.file = file
        self.line = line
        self.reason = reason
