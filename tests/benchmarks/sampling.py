"""Where time goes: every few milliseconds of work, which step the program is at."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import yaml

_EVERY = 0.003  # seconds of processor time
#: The modules of each step.
STEPS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("steps.yaml").read_text(encoding="utf-8")
)
_STEP_OF = {module: step for step, modules in STEPS.items() for module in modules}


@contextmanager
def sampled() -> Iterator[Counter[str]]:
    """How often the work inside was found at each step; "other" where at none."""
    found: Counter[str] = Counter()

    def look(_number: int, frame: FrameType | None) -> None:
        found[_step(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield found
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _step(frame: FrameType | None) -> str:
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        while module:
            step = _STEP_OF.get(module)
            if step == "for others":
                break
            if step is not None:
                return step
            module = module.rpartition(".")[0]
        frame = frame.f_back
    return "other"
