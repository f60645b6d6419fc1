"""The collector looks rarely while somebody makes very many objects, and then as before."""

import gc

from quarterdeck.infra.garbage import RARELY, rare_collections


def test_collections_are_rare_until_the_last_of_those_at_work_ends() -> None:
    usual = gc.get_threshold()
    first, second = rare_collections(), rare_collections()

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == RARELY
    second.__exit__(None, None, None)

    assert gc.get_threshold() == usual
