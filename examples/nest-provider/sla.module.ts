import { compileSla, type Evaluation, evaluateTicket, parseDefinition, type TicketHistory } from "dueclock";

/*
 * A NestJS module without a decorator: providers are plain objects, so that this file needs no package of Nest's. In an app,
 * spread `slaModule({ … })` into the `imports` of a module, and inject by the tokens: `@Inject(SLA_SERVICE) sla: SlaService`.
 */

export const SLA_DEFINITION = Symbol("SLA_DEFINITION");
export const SLA_CLOCK = Symbol("SLA_CLOCK");
export const SLA_SERVICE = Symbol("SLA_SERVICE");

/** What the rest of the app sees. */
export interface SlaService {
  evaluate(history: TicketHistory): Evaluation;
}

export interface SlaModuleOptions {
  /** Loads the definition once, when the app starts: a bad one keeps it from starting, with all issues. */
  readonly loadDefinition: () => Promise<unknown>;
  readonly now?: () => number;
}

/** A dynamic module as `DynamicModule` of @nestjs/common has it. */
export function slaModule({ loadDefinition, now = Date.now }: SlaModuleOptions) {
  return {
    module: SlaModule,
    providers: [
      { provide: SLA_CLOCK, useValue: now },
      { provide: SLA_DEFINITION, useFactory: async () => parseDefinition(await loadDefinition()) },
      { provide: SLA_SERVICE, useFactory: createSlaService, inject: [SLA_DEFINITION, SLA_CLOCK] },
    ],
    exports: [SLA_SERVICE],
  };
}

/** Nest tells modules apart by their class. */
export class SlaModule {}

export function createSlaService(
  definition: ReturnType<typeof parseDefinition>,
  now: () => number,
): SlaService {
  const sla = compileSla(definition);
  return { evaluate: (history) => evaluateTicket(sla, history, { asOf: now() }) };
}
