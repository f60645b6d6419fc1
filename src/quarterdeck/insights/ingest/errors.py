"""What can go wrong with a whole batch; what is wrong with a row is told in the answer."""

from quarterdeck.kit.errors import BadRequest, Invalid, PayloadTooLarge, UnsupportedMediaType


class NotRows(BadRequest):
    code = "NOT_ROWS"
    message = "Send an array of rows, or an object with `items`"


class NotCsv(BadRequest):
    code = "INVALID_CSV"
    message = "The body is not CSV in UTF-8 with a line of column names"


class TooManyRows(PayloadTooLarge):
    code = "TOO_MANY_ROWS"
    message = "A batch holds at most 10,000 rows; send several"


class NotAnIngestType(UnsupportedMediaType):
    message = "Send the rows as application/json, application/x-ndjson or text/csv"


class NothingAccepted(Invalid):
    code = "NOTHING_ACCEPTED"
    message = "None of the rows can be taken"
