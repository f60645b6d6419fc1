"""What the authorization server keeps for the life of the process."""

from dataclasses import dataclass, field

from quarterdeck.identity.oauth_server.clients.metadata import ClientDocuments
from quarterdeck.identity.oauth_server.keys.signing import SigningKeys


@dataclass(frozen=True, slots=True)
class OAuthState:
    keys: SigningKeys
    documents: ClientDocuments = field(default_factory=ClientDocuments)
