/**
 * A small part of XML, enough for the replies of moto's EC2 and Route 53, in which an element never contains another of
 * the same name.
 */

/** The text in the first element of this name; undefined if there is none. */
export function elementText(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}

/** The texts of all elements of this name. */
export function elementTexts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1] ?? '');
}

/** Replaces the content of the first element of this name; without one, returns the text unchanged. */
export function setElement(xml: string, name: string, content: string): string {
  return xml.replace(
    new RegExp(`<${name}/>|<${name}>.*?</${name}>`, 's'),
    () => `<${name}>${content}</${name}>`,
  );
}

/** Rewrites each part that begins with an element of this name and ends before the next one, given its text. */
export function mapParts(xml: string, name: string, rewrite: (part: string, id: string) => string): string {
  const [head = '', ...parts] = xml.split(`<${name}>`);
  const rewritten = parts.map((rest) => rewrite(`<${name}>${rest}`, rest.slice(0, rest.indexOf('<'))));
  return head + rewritten.join('');
}

/** Escapes text for an element. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
