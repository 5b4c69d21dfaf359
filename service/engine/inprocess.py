"""The engine that evaluates where it is called: no deadline, no caps, no other process."""

import io
import traceback
from dataclasses import dataclass

from pyoxigraph import Store

from service.engine import Answer, Client, Gauge, Question
from service.engine.answering import write
from service.errors import ServiceError


@dataclass(frozen=True)
class InProcess:
    """Answers over a store, in the caller's thread."""

    store: Store

    def answer(self, question: Question, client: Client | None = None) -> Answer:  # noqa: ARG002
        """The whole answer; `client` is not asked."""
        body = io.BytesIO()
        try:
            write(self.store, question, body)
        except ServiceError as error:
            # Results may be dropped only in the thread that made them, not wherever the
            # traceback that holds them happens to be collected.
            traceback.clear_frames(error.__traceback__)
            raise
        length = body.tell()
        body.seek(0)
        return Answer(body, length)

    def ready(self, patience: float = 0.0) -> bool:  # noqa: ARG002
        """Always."""
        return True

    def gauges(self) -> dict[str, Gauge]:
        """None: it has no workers."""
        return {}

    def close(self) -> None:
        """Nothing to end."""
