"""The lists of routers: each is where its list says."""

import pytest

from quarterdeck.infra.web.route_table import RouterAt
from quarterdeck.kit.late import ROUTES
from quarterdeck.server.routers import ROUTERS


@pytest.mark.parametrize("router", ROUTERS, ids=lambda router: router.source)
def test_a_router_is_of_a_module_of_routes_and_below_its_address(router: RouterAt) -> None:
    paths = [getattr(route, "path", "") for route in router.load().routes]

    assert ROUTES.fullmatch(router.module)
    assert paths
    assert [path for path in paths if not f"{path}/".startswith(f"{router.prefix}/")] == []
