"""The engine that evaluates where it is called: no deadline, no caps, no other process."""

import io
from dataclasses import dataclass

from pyoxigraph import Store

from service.engine import Answer, Client, Question
from service.engine.answering import write


@dataclass(frozen=True)
class InProcess:
    """Answers over a store, in the caller's thread."""

    store: Store

    def answer(self, question: Question, client: Client | None = None) -> Answer:  # noqa: ARG002
        """The whole answer; `client` is not asked."""
        body = io.BytesIO()
        write(self.store, question, body)
        length = body.tell()
        body.seek(0)
        return Answer(body, length)

    def ready(self, patience: float = 0.0) -> bool:  # noqa: ARG002
        """Always."""
        return True

    def gauges(self) -> dict[str, int]:
        """Zeros: it has no workers."""
        return {"idle": 0, "busy": 0, "waiting": 0}

    def close(self) -> None:
        """Nothing to end."""
