import { readFileSync } from 'node:fs';
import { stdin, stdout } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import treeSitter from '@vscode/tree-sitter-wasm';

/**
 * Reads a JSON list of PowerShell scripts from standard input, and prints a JSON list of what the grammar says of each: `wrong`, the
 * places that are no PowerShell, as `line: text`, and `words`, the texts in single quotes. It is a process of its own, because
 * Jest cannot end one that has loaded a grammar.
 */

const { Language, Parser } = treeSitter;

await Parser.init();
const grammar = fileURLToPath(
  import.meta.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm'),
);
const parser = new Parser().setLanguage(await Language.load(readFileSync(grammar)));

const scripts = JSON.parse(await text(stdin));
stdout.write(JSON.stringify(scripts.map(look)));

/** @param {string} script */
function look(script) {
  const root = parser.parse(script)?.rootNode;
  if (!root) throw new Error('the grammar has no answer');
  return {
    wrong: wrongIn(root),
    words: root.descendantsOfType('verbatim_string_characters').map((node) => node.text),
  };
}

/**
 * @param {import('@vscode/tree-sitter-wasm').Node} node
 * @returns {string[]}
 */
function wrongIn(node) {
  const line = node.startPosition.row + 1;
  const own = node.isMissing
    ? [`${line}: ${node.type} is missing`]
    : node.isError
      ? [`${line}: ${node.text.split('\n')[0]}`]
      : [];
  return [...own, ...node.children.flatMap(wrongIn)];
}
