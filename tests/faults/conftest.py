"""What only the faults need: a folder on a disk, where a write takes its time, not in memory as everywhere else."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from _pytest.tmpdir import tmppath_result_key


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest) -> Iterator[Path]:
    folder = Path(mkdtemp(prefix="quarterdeck-"))
    yield folder
    if request.node.stash[tmppath_result_key].get("call", True):  # what failed is left to be looked at
        shutil.rmtree(folder)
