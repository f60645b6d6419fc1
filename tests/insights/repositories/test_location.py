"""Which remote places a caller may name: the one rule for calling out, and git's own forms."""

from dataclasses import replace

import pytest

from quarterdeck.infra.settings import Settings
from quarterdeck.infra.settings.outbound import OutboundSettings
from quarterdeck.insights.repositories.location import inspect_source
from quarterdeck.insights.repositories.schemas import RepositoryIn
from quarterdeck.insights.sources.git.errors import PrivateAddress, UnsafeUrl


async def test_a_listed_private_host_may_be_named_by_anybody_and_its_neighbours_by_nobody(settings: Settings) -> None:
    wide = replace(settings, outbound=OutboundSettings(private_hosts=("127.0.0.1:3000", "Localhost.:443")))
    for url in ("http://127.0.0.1:3000/a.git", "https://127.0.0.1:3000/a.git", "https://localhost/a.git"):
        assert (await inspect_source(wide, RepositoryIn(url=url), local=False)).url == url

    for url in ("http://127.0.0.1:3001/a.git", "http://localhost/a.git", "ssh://git@127.0.0.1:3000/a.git"):
        with pytest.raises(UnsafeUrl):
            await inspect_source(wide, RepositoryIn(url=url), local=False)
    for url in ("https://127.0.0.1/a.git", "https://localhost:3000/a.git"):
        with pytest.raises(PrivateAddress):
            await inspect_source(wide, RepositoryIn(url=url), local=False)
