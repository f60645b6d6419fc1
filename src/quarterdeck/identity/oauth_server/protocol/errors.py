"""Errors of the standards that Authlib does not bring along."""

from authlib.oauth2 import OAuth2Error


class InvalidTargetError(OAuth2Error):
    """RFC 8707: the resource that a token is wanted for is none of ours, or not the one that was granted."""

    error = "invalid_target"
    description = "The resource is not one of this server, or not the one that was granted"
