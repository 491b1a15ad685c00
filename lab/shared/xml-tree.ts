/** An element of an XML reply, without attributes. */
export interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/** Parses a reply of an XML protocol; these use no attributes, comments or CDATA sections that matter. */
export function parseXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', children: [], text: '' };
  const open = [root];
  for (const [, closing, name = '', empty, text = ''] of xml.matchAll(
    /<(\/?)([\w:.-]+)[^<>]*?(\/?)>([^<]*)/g,
  )) {
    if (closing) {
      open.pop();
      continue;
    }
    const element: XmlElement = { name, children: [], text };
    open.at(-1)?.children.push(element);
    if (!empty) open.push(element);
  }
  return root;
}

/** The first element of this name below `element`, at any depth. */
export function find(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    const found = child.name === name ? child : find(child, name);
    if (found) return found;
  }
  return undefined;
}

/** The text of a child. */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** The text of a child. @throws naming it and what there is, if there is none */
export function requiredText(element: XmlElement, name: string): string {
  const found = childText(element, name);
  if (found === undefined) {
    const names = element.children.map((child) => child.name);
    throw new Error(`no element ${name} in ${element.name}, only ${names.join(', ')}`);
  }
  return found;
}

/** All elements of this name below `element`, in document order. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...findAll(child, name),
  ]);
}
