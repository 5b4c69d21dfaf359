"""What can go wrong with what people hand to the validation."""


class ShapesError(Exception):
    """Any error of this package; its text is one line that says what to do."""

    exit_code = 2


class InputError(ShapesError):
    """A file that cannot be validated; names the file, the line where known, and the reason."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        place = path if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {reason}")
        self.path = path
        self.reason = reason
        self.line = line
