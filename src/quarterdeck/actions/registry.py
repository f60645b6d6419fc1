"""The one way to call an action, whichever face the call came by."""

from collections.abc import Mapping
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError

from quarterdeck.actions.context import Context
from quarterdeck.kit.errors import Detail, Invalid, NotFound
from quarterdeck.kit.tools import Catalogue

log = structlog.get_logger()

MOST_DETAILS, LONGEST_PATH = 50, 200


async def call_action(
    permitted: Catalogue[Context], context: Context, name: str, arguments: Mapping[str, Any]
) -> BaseModel:
    """Call the action `name` of those that the caller may call.

    Raises:
        NotFound: there is no such action, or not for this caller.
        Invalid: the arguments are not what it takes.
    """
    action = permitted.get(name)
    if action is None:
        raise NotFound("There is no such tool, or not for this caller")
    try:
        taken = action.takes.model_validate(arguments)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)[:MOST_DETAILS]
        details = [Detail(".".join(map(str, each["loc"]))[:LONGEST_PATH], each["msg"]) for each in problems]
        raise Invalid(details=details) from None
    caller = context.caller
    log.info("action_called", action=action.name, user_id=caller.user_id, credential_id=caller.credential_id)
    return await action.run(context, taken)
