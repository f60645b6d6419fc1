"""What the routes of signing in ask for; `/auth/token` takes JSON, and the form that Swagger's Authorize sends."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from quarterdeck.identity.sessions.refresh import TokenRefresh
from quarterdeck.identity.sessions.schemas import TokenIn
from quarterdeck.identity.sessions.sign_in import SignIn
from quarterdeck.infra.web import json_body
from quarterdeck.infra.web.deps import part
from quarterdeck.infra.web.media import FORM, JSON, media_type
from quarterdeck.kit.errors import UnsupportedMediaType

MOST_FORM_FIELDS = 10

TOKEN_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": TokenIn.model_json_schema()},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["username", "password"],
                    "properties": {
                        "username": {"type": "string", "maxLength": 320},
                        "password": {"type": "string", "maxLength": 1024, "format": "password"},
                        "grant_type": {"type": "string", "maxLength": 32},
                        "scope": {"type": "string", "maxLength": 2000},
                    },
                }
            },
        },
    }
}


async def token_in(request: Request) -> TokenIn:
    kind = media_type(request.headers.get("content-type", ""))
    if kind == FORM:
        async with request.form(max_fields=MOST_FORM_FIELDS) as form:
            given: Any = {"email": form.get("username") or form.get("email"), "password": form.get("password")}
    elif kind == JSON:
        given = json_body.loads(await request.body())
    else:
        raise UnsupportedMediaType
    try:
        return TokenIn.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from None


SignInDep = Annotated[SignIn, Depends(part("identity.sign_in"))]
TokenRefreshDep = Annotated[TokenRefresh, Depends(part("identity.token_refresh"))]
TokenCredentials = Annotated[TokenIn, Depends(token_in)]
