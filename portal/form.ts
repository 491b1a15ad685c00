import { element } from './element';
import { type FieldCode, fieldTexts } from './texts';

/** A part of a form. */
export interface Part {
  readonly element: HTMLElement;
}

/** A field with its label, a hint, and what is wrong with it. */
export interface Field extends Part {
  readonly input: HTMLInputElement;
}

/**
 * A text field that must be filled in.
 *
 * @param attributes of the input; they take the place of the usual ones
 * @param wrong what is wrong with the answer before. Default: nothing
 * @param hint a note above the input. Default: none
 */
export function field(
  id: string,
  label: string,
  attributes: Readonly<Record<string, string | number | boolean>>,
  wrong?: FieldCode,
  hint?: string,
): Field {
  const hintId = `${id}-hint`;
  const wrongId = `${id}-wrong`;
  const described = [hint && hintId, wrong && wrongId].filter(Boolean).join(' ');
  const input = element('input', {
    id,
    type: 'text',
    required: true,
    autocapitalize: 'none',
    spellcheck: 'false',
    ...attributes,
    'aria-invalid': wrong ? 'true' : undefined,
    'aria-describedby': described === '' ? undefined : described,
  });
  return {
    input,
    element: element(
      'div',
      { class: 'field' },
      element('label', { for: id }, label),
      hint !== undefined && element('p', { id: hintId, class: 'note' }, hint),
      input,
      wrong && element('p', { id: wrongId, class: 'wrong', role: 'alert' }, fieldTexts[wrong]),
    ),
  };
}

/** A form that sends nothing by itself. While it is busy, its button says so and cannot be pressed. */
export function form(
  isBusy: boolean,
  label: string,
  busyLabel: string,
  parts: readonly Part[],
  submit: () => unknown,
): HTMLFormElement {
  const made = element(
    'form',
    {},
    ...parts.map((part) => part.element),
    element('button', { id: 'submit', type: 'submit', disabled: isBusy }, isBusy ? busyLabel : label),
  );
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  return made;
}

/** A button outside of forms. It cannot be pressed while the page is busy. @param press what a click does */
export function button(
  id: string,
  label: string,
  isBusy: boolean,
  press: () => unknown,
  kind: 'primary' | 'secondary' = 'primary',
): HTMLButtonElement {
  const made = element('button', { id, type: 'button', class: kind, disabled: isBusy }, label);
  made.addEventListener('click', () => {
    void press();
  });
  return made;
}

/** A link that does not tell the other site where it was followed. @param look how it is shown. Default: as a link */
export function link(address: string, label: string, look?: 'button'): HTMLAnchorElement {
  return element('a', { href: address, class: look, rel: 'noreferrer' }, label);
}
