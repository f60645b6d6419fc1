export interface ErrorDetail {
  field: string;
  message: string;
}

interface ErrorBody {
  code: string;
  message: string;
  details?: ErrorDetail[];
  hint?: string | null;
  request_id?: string;
}

/** Any failure of a call, read from the one error shape, so that every page shows it the same way. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: ErrorDetail[];
  /** What the server says of single fields, by the last part of their names. */
  readonly fields: Record<string, string>;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.details = body.details ?? [];
    this.fields = Object.fromEntries(this.details.map(({ field, message }) => [field.split(".").at(-1)!, message]));
    this.hint = body.hint ?? undefined;
    this.requestId = body.request_id;
  }
}

export const unreachable = () =>
  new ApiError(0, {
    code: "UNREACHABLE",
    message: "The server did not answer.",
    hint: "Check that Quarterdeck is still running, then try again.",
  });

/** Read a failed answer. A proxy in front may answer in a shape of its own: then only the status speaks. */
export function errorFrom(status: number, requestId: string | null, body: unknown): ApiError {
  const inner = isRecord(body) ? body["error"] : undefined;
  if (isRecord(inner) && typeof inner["message"] === "string" && typeof inner["code"] === "string") {
    return new ApiError(status, inner as unknown as ErrorBody);
  }
  return new ApiError(status, {
    code: `HTTP_${status}`,
    message: `The server answered with status ${status}.`,
    request_id: requestId ?? undefined,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
