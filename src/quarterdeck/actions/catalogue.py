"""The actions of this server."""

from quarterdeck.actions.context import Context
from quarterdeck.actions.whoami import WHOAMI
from quarterdeck.kit.tools import Catalogue

CATALOGUE: Catalogue[Context] = Catalogue(WHOAMI)
