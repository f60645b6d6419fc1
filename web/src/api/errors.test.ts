import { expect, test } from "vitest";
import { errorFrom } from "./errors";

test("a failure is read from the one error shape", () => {
  const error = errorFrom(422, null, {
    error: {
      code: "VALIDATION_ERROR",
      message: "Invalid request parameters",
      details: [{ field: "body.path", message: "Must be absolute" }],
      request_id: "r-1",
    },
  });

  expect(error).toMatchObject({ status: 422, code: "VALIDATION_ERROR", requestId: "r-1" });
  expect(error.fields).toEqual({ path: "Must be absolute" });
});

test.each([[null], ["<html>Bad gateway</html>"], [{ error: "nope" }], [{ detail: [] }]])(
  "an answer of another shape (%j) still names its status and request",
  (body) => {
    expect(errorFrom(502, "r-2", body)).toMatchObject({ status: 502, code: "HTTP_502", requestId: "r-2" });
  },
);
