/**
 * A text for a terminal. Names and answers come from outside, and characters that steer a terminal, or that turn the direction of a text,
 * could make it show something else. Lines stay.
 */
export function printable(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, '?');
}

/** Words from outside for the middle of a sentence: one line, and not endless. @param longest in characters */
export function oneLine(words: string, longest: number): string {
  return words.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, longest);
}

/** A JSON document of one line. JSON escapes what steers a terminal, but not its second set (ECMA-48, C1). */
export function jsonLine(value: unknown): string {
  const escaped = (character: string) => `\\u00${character.charCodeAt(0).toString(16)}`;
  return `${JSON.stringify(value).replace(/[\x7f-\x9f]/g, escaped)}\n`;
}
