"""Asks a server for `/health/live` every 5 ms until its standard input ends, and prints the milliseconds as JSON."""

import json
import select
import sys
import time

from bench.loop_lag import TICK
from bench.probed import talk


def main() -> None:
    took = []
    with talk(int(sys.argv[1])) as server:
        while not select.select([sys.stdin], [], [], 0)[0]:
            took.append(server.milliseconds("/health/live"))
            time.sleep(max(0.0, TICK - took[-1] / 1000))
    print(json.dumps(took))


if __name__ == "__main__":
    main()
