import { SlaError } from "dueclock";
import type { FastifyError, FastifyInstance } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { NoDefinition } from "../desk/handle.ts";
import { problemOf, say } from "../log.ts";

/** What is wrong with a request: every issue that is known, each with where it is. */
export interface Problem {
  readonly error: string;
  readonly message: string;
  readonly issues: readonly { readonly path: string; readonly message: string; readonly code?: string }[];
}

/** A request that cannot be done, for a reason that its sender can do something about. */
export class Refusal extends Error {
  readonly status: number;
  readonly error: string;
  readonly issues: Problem["issues"];
  constructor(status: number, error: string, message: string, issues: Problem["issues"] = []) {
    super(message);
    this.status = status;
    this.error = error;
    this.issues = issues;
  }
}

/** Errors as answers. What the sender cannot mend says nothing of what is inside; nothing is lost, since it was one transaction. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((problem: FastifyError, request, reply) => {
    const [status, body] = answerTo(problem);
    if (status >= 500)
      say("a request failed", { route: request.routeOptions.url ?? "none", problem: problemOf(problem) });
    return reply.code(status).type("application/json").send(body);
  });
  app.setNotFoundHandler((_, reply) =>
    reply
      .code(404)
      .send({ error: "not_found", message: "there is nothing here", issues: [] } satisfies Problem),
  );
}

function answerTo(problem: FastifyError): [status: number, body: Problem] {
  if (hasZodFastifySchemaValidationErrors(problem)) {
    const issues = problem.validation.map(({ instancePath, message }) => ({
      path: instancePath.replace(/^\//, "").replaceAll("/", "."),
      message: message ?? "is wrong",
    }));
    return [
      422,
      {
        error: "invalid",
        message: `the ${problem.validationContext ?? "request"} is not as it should be`,
        issues,
      },
    ];
  }
  if (problem instanceof Refusal) {
    const { status, error, message, issues } = problem;
    return [status, { error, message, issues }];
  }
  if (problem instanceof SlaError) {
    const issues = problem.issues.map((issue) => ({
      path: issue.path.join("."),
      message: issue.message,
      code: issue.code,
    }));
    return [422, { error: "invalid", message: "what is asked for makes no sense", issues }];
  }
  if (problem instanceof NoDefinition)
    return [409, { error: "no_definition", message: "release a definition first", issues: [] }];
  const status = problem.statusCode ?? 500;
  if (status < 500)
    return [
      status,
      { error: (problem.code ?? "refused").toLowerCase(), message: problem.message, issues: [] },
    ];
  return [
    503,
    {
      error: "unavailable",
      message: "it could not be done; nothing of it was, so send it again",
      issues: [],
    },
  ];
}
