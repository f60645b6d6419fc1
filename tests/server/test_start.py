"""What happens behind a start, seen in an interpreter of its own: modules and the garbage collector are for all."""

import json
import subprocess
import sys

CODE = """
import asyncio, gc, json, sys
from quarterdeck.infra.settings import Settings
from quarterdeck.server import garbage, start
from quarterdeck.server.routers import ROUTERS

garbage.expect_little()
app = start.create_app(Settings())
there = lambda: sum(router.module in sys.modules for router in ROUTERS)
before = [there(), gc.get_threshold()[0]]
asyncio.run(start.warm_up(app))
print(json.dumps([before, [there(), gc.get_threshold()[0]], len(ROUTERS), gc.get_freeze_count()]))
"""


def test_the_routes_are_loaded_behind_the_start_and_what_is_there_then_is_kept() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True, text=True)
    before, after, all_of_them, frozen = json.loads(done.stdout)

    assert before == [0, 100_000]
    assert after == [all_of_them, 700]
    assert frozen > 100_000
