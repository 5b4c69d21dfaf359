"""`/metrics`: how queries end, how long they take, and who is at work, as Prometheus reads it."""

import time

from flask import Blueprint, Response, current_app
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from service.engine import Answer, Client, Engine, Question
from service.errors import (
    BadQueryError,
    BusyError,
    ClientGoneError,
    EndpointTimeoutError,
    QueryMemoryError,
    QueryTimeoutError,
    ResultTooLargeError,
    ServiceError,
    StoreError,
    TooComplexError,
    UnwritableError,
)
from service.views import engine, release

blueprint = Blueprint("metrics", __name__)

OUTCOMES: dict[type[ServiceError], str] = {
    BadQueryError: "bad_query",
    TooComplexError: "too_complex",
    QueryTimeoutError: "timeout",
    QueryMemoryError: "memory",
    ResultTooLargeError: "too_large",
    UnwritableError: "unwritable",
    StoreError: "store",
    EndpointTimeoutError: "store_timeout",
    BusyError: "busy",
    ClientGoneError: "gone",
}
NAMES = ("ok", *OUTCOMES.values(), "crashed")
SECONDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)


class Metrics:
    """What is counted from the start of the process on."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.queries = Counter(
            "spacecoop_queries", "SPARQL queries by outcome", ["outcome"], registry=self.registry
        )
        self.seconds = Histogram(
            "spacecoop_query_seconds",
            "From the question to the whole answer, waiting included",
            buckets=SECONDS,
            registry=self.registry,
        )
        self.bytes = Counter(
            "spacecoop_answer_bytes", "Bytes of answers to queries", registry=self.registry
        )
        self.workers = Gauge(
            "spacecoop_workers", "Query workers", ["lane", "state"], registry=self.registry
        )
        self.waiting = Gauge(
            "spacecoop_queries_waiting",
            "Queries that wait for a worker",
            ["lane"],
            registry=self.registry,
        )
        self.release = Gauge(
            "spacecoop_release", "The release that is served", ["id"], registry=self.registry
        )
        for name in NAMES:
            self.queries.labels(name)


class Measured:
    """An engine whose answers and errors are counted."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self.engine = engine
        self._metrics = metrics
        self.ready, self.close, self.gauges = engine.ready, engine.close, engine.gauges

    def answer(self, question: Question, client: Client | None = None) -> Answer:
        """What the engine answers."""
        began, outcome = time.perf_counter(), "crashed"
        try:
            answer = self.engine.answer(question, client)
            outcome = "ok"
            self._metrics.bytes.inc(answer.length)
        except ServiceError as error:
            outcome = OUTCOMES.get(type(error), "crashed" if error.status >= 500 else "bad_query")
            raise
        else:
            return answer
        finally:
            self._metrics.queries.labels(outcome).inc()
            self._metrics.seconds.observe(time.perf_counter() - began)


@blueprint.get("/metrics")
def metrics() -> Response:
    """The numbers, in Prometheus' text format."""
    counted: Metrics = current_app.extensions["metrics"]
    for lane, gauge in engine().gauges().items():
        counted.workers.labels(lane, "idle").set(gauge.idle)
        counted.workers.labels(lane, "busy").set(gauge.busy)
        counted.waiting.labels(lane).set(gauge.waiting)
    counted.release.clear()
    counted.release.labels(release().id).set(1)
    return Response(generate_latest(counted.registry), content_type=CONTENT_TYPE_LATEST)
