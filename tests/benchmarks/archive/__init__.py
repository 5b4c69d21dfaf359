"""An archive of invented press releases, with what each of them says.

    archive = Archive(World.of(gazetteer, seed=1))
    release = archive.release(17)        # text, and the facts and names planted in it

The same seed and number give the same release, whichever others are made. ``python -m
tests.benchmarks.archive --help`` writes many of them, some of them damaged.
"""

from tests.benchmarks.archive.releases import Archive, Release
from tests.benchmarks.archive.world import World

__all__ = ["Archive", "Release", "World"]
