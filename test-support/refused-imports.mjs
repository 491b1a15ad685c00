// Prints, as JSON, the messages of the project's lint rules about imports. The arguments are pairs of a file and its
// supposed text. ESLint reads its configuration with a dynamic import, which Jest does not allow in its own process.
import process from 'node:process';
import { ESLint, Linter } from 'eslint';

const eslint = new ESLint();
const linter = new Linter();
const messages = [];
for (let index = 2; index < process.argv.length; index += 2) {
  const [file, text] = process.argv.slice(index, index + 2);
  const { rules } = await eslint.calculateConfigForFile(file);
  const found = linter.verify(text, { rules: { 'no-restricted-imports': rules['no-restricted-imports'] } });
  messages.push(found.map(({ message }) => message));
}
process.stdout.write(JSON.stringify(messages));
