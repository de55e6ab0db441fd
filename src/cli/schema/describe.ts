import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What the doc comments of an interface say: of itself, and of each member, those it extends included. */
export interface Described {
  readonly text: string | null;
  readonly members: ReadonlyMap<string, string>;
}

/** The doc comments of every exported interface and type below `src`, by its name. */
export function describedTypes(root: string): ReadonlyMap<string, Described> {
  const found = new Map<string, Described>();
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.startsWith("cli"))
    .sort();
  const sources = files.map((path) =>
    ts.createSourceFile(path, readFileSync(join(root, "src", path), "utf8"), ts.ScriptTarget.ES2022, true),
  );
  const nodes = sources.flatMap((source) =>
    source.statements.filter((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)),
  );
  const byName = new Map(nodes.map((node) => [node.name.text, node]));
  for (const [name, node] of byName)
    found.set(name, { text: commentOf(node), members: membersOf(node, byName) });
  return found;
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

function membersOf(node: Declaration, byName: ReadonlyMap<string, Declaration>): Map<string, string> {
  if (!ts.isInterfaceDeclaration(node)) return new Map();
  const inherited = (node.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .flatMap(({ expression }) => {
      const parent = byName.get(expression.getText());
      return parent ? [...membersOf(parent, byName)] : [];
    });
  const own = node.members.flatMap((member): [string, string][] => {
    const text = commentOf(member);
    return member.name && text ? [[member.name.getText(), text]] : [];
  });
  return new Map([...inherited, ...own]);
}

/** A doc comment in one line, without its tags and with names instead of links. */
function commentOf(node: ts.Node): string | null {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  const text = ts.getTextOfJSDocComment(comment);
  return text ? text.replace(/\s+/g, " ").trim() : null;
}
