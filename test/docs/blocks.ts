import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../house/sources.ts";

/** A code block of a document, and where it stands. */
export interface Block {
  readonly file: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** Every fenced block of README.md and docs, in order; the generated reference is left out. */
export function readBlocks(): Block[] {
  const docs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .map((path) => `docs/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".md") && !path.startsWith("docs/reference/"));
  return ["README.md", ...docs.sort()].flatMap((file) =>
    blocksOf(file, readFileSync(join(ROOT, file), "utf8")),
  );
}

function blocksOf(file: string, text: string): Block[] {
  const blocks: Block[] = [];
  for (const match of text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const line = text.slice(0, match.index).split("\n").length + 1;
    blocks.push({ file, line, language: match[1], code: match[2] });
  }
  return blocks;
}

/** The blocks of a document build on each other: one program for each document, with its assertions. */
export function programOf(blocks: readonly Block[]): string {
  return blocks
    .map(({ code }) => code)
    .join("\n")
    .replace(
      /^(.+?);?[ \t]*\/\/ => (.+)$/gm,
      (_, expression: string, value: string) => `__expect(${expression}, ${value});`,
    );
}

/** Runs a program with the library for its imports; `check` gets each `expr // => value`. */
export async function run(
  program: string,
  modules: Readonly<Record<string, unknown>>,
  check: (actual: unknown, expected: unknown) => void,
): Promise<void> {
  const commonJs = ts.transpileModule(`export {};\n${program}`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
    ...args: string[]
  ) => (...args: unknown[]) => Promise<void>;
  const load = (name: string) => {
    if (name in modules) return modules[name];
    throw new Error(`the docs import ${name}, which their test does not provide`);
  };
  await new AsyncFunction("require", "exports", "__expect", commonJs)(load, {}, check);
}

/** Type errors of programs by name, as texts `name: error`; compiled together, since most of the time goes to the library. */
export function typeErrors(programs: ReadonlyMap<string, string>): string[] {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config;
  const parsed = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, ROOT);
  const options = { ...parsed.options, noUnusedLocals: false };
  const names = new Map(
    [...programs.keys()].map((name) => [
      join(ROOT, "test/docs", `${name.replace(/\W+/g, "-")}.generated.ts`),
      name,
    ]),
  );
  const textOf = (path: string) => {
    const name = names.get(path);
    return name === undefined
      ? undefined
      : `export {};\ndeclare function __expect(actual: unknown, expected: unknown): void;\n${programs.get(name)}`;
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (path, ...rest) => {
    const text = textOf(path);
    return text === undefined
      ? getSourceFile.call(host, path, ...rest)
      : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  };
  host.fileExists = (path) => names.has(path) || fileExists.call(host, path);
  const compiled = ts.createProgram([...names.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(compiled)
    .map(
      ({ file, messageText }) =>
        `${names.get(file?.fileName ?? "") ?? file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}
