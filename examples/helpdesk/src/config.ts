import { z } from "zod";

/** Everything that an operator sets, from the environment. Nothing here is ever logged whole: some of it is secret. */
export type Config = z.infer<typeof schema>;

const flag = z.enum(["0", "1"]).default("0");
const whole = (least: number, otherwise: number) => z.coerce.number().int().min(least).default(otherwise);

const schema = z.object({
  /** A PostgreSQL to use; without one, PGlite in the folder `DATA`. */
  DATABASE_URL: z.string().optional(),
  DATA: z.string().default("data"),
  HOST: z.string().default("127.0.0.1"),
  PORT: whole(0, 3000),
  /** Tenants and their tokens, `name:token,name:token`. Without any, and embedded, one `demo` with the token `demo`. */
  TENANTS: z
    .string()
    .regex(/^[\w-]+:[^,\s]+(,[\w-]+:[^,\s]+)*$/, "must be name:token,name:token")
    .optional(),
  /** Who receives actions; each that is set does. Without any, the inbox in the database. */
  WEBHOOK_URL: z.url().optional(),
  WEBHOOK_SECRET: z.string().optional(),
  SMTP_URL: z.string().optional(),
  MAIL_DOMAIN: z.string().default("example.test"),
  INBOX: flag,
  /** Tries of a delivery before it is a dead letter. */
  DELIVERY_ATTEMPTS: whole(1, 12),
  CONCURRENCY: whole(1, 4),
  POLL_MS: whole(50, 1_000),
  SWEEP_MS: whole(100, 60_000),
  HEARTBEAT_MS: whole(100, 5_000),
  /** Requests a minute for each address. */
  RATE_LIMIT: whole(1, 6_000),
  MAX_BODY: whole(1_000, 2_000_000),
  /** A made-up time: it went at `CLOCK_SPEED` since the instant `CLOCK_ORIGIN`, when it was `CLOCK_START`. */
  CLOCK_SPEED: z.coerce.number().positive().default(1),
  CLOCK_START: z.coerce.number().int().optional(),
  CLOCK_ORIGIN: z.coerce.number().int().optional(),
  /** How far this process's clock is off, by the made-up time. */
  CLOCK_SKEW_MS: z.coerce.number().int().default(0),
  /** Whether a worker says, every few seconds, how late each wake-up came. */
  SAY_LATENESS: flag,
});

/** @throws Error that names each variable that is wrong, without its value. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = schema.safeParse(env);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`the environment is not as it should be: ${issues.join("; ")}`);
}

/** Names and tokens of the tenants. */
export function tenantsOf({
  TENANTS,
  DATABASE_URL,
}: Config): readonly (readonly [name: string, token: string])[] {
  if (TENANTS === undefined) return DATABASE_URL === undefined ? [["demo", "demo"]] : [];
  return TENANTS.split(",").map((one) => {
    const colon = one.indexOf(":");
    return [one.slice(0, colon), one.slice(colon + 1)] as const;
  });
}
