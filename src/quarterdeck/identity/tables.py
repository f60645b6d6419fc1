"""Imports every module of identity that defines tables."""

import quarterdeck.identity.api_keys.models
import quarterdeck.identity.audit.models
import quarterdeck.identity.invitations.models
import quarterdeck.identity.oauth_server.models
import quarterdeck.identity.organizations.models
import quarterdeck.identity.providers.models
import quarterdeck.identity.sessions.models
import quarterdeck.identity.tickets.models
import quarterdeck.identity.users.models

__all__ = ["quarterdeck"]
