// Whether joined modules are, but for comments and blanks, the statements of the modules in their order.
// Arguments: where TypeScript is installed, the joined script, the modules.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [installed, joined, ...modules] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(installed);
const printer = ts.createPrinter({ removeComments: true });
const exported = /^export (?=const|let|class|async|function)/;

// The statements of a script without imports, each printed anew from what was understood.
function statements(path) {
  const file = ts.createSourceFile(path, readFileSync(path, "utf-8"), ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const kept = file.statements.filter((statement) => !ts.isImportDeclaration(statement));
  return kept.map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, file).replace(exported, ""));
}

assert.deepEqual(statements(joined), ['"use strict";', ...modules.flatMap(statements)]);
