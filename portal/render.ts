import type { Actions } from './portal';
import { element } from './element';
import type { State, View } from './state';
import { footerOf, shownFor } from './view';

/** Shows a state in `main`. Focus stays where it is as long as the view does, and else goes to the heading. */
export function createRenderer(actionsOf: () => Actions) {
  let last: View['at'] | undefined;
  const main = need('main');
  const status = need('status');

  return (state: State): void => {
    const { at } = state.view;
    const isSame = at === last;
    const focused = document.activeElement?.id ?? '';
    const typed = isSame ? typedIn(main) : new Map<string, string>();
    const { heading, content, status: words = '' } = shownFor(state, actionsOf);
    const title = element('h1', { id: 'heading', tabindex: '-1' }, heading);
    main.replaceChildren(title, ...content.filter((part) => part !== undefined));
    const isBusy = 'isBusy' in state.view && state.view.isBusy;
    for (const [id, value] of typed) {
      const input = document.getElementById(id);
      if (input instanceof HTMLInputElement && (isBusy || id === 'name')) input.value = value;
    }
    document.title = `${heading} – SageMaker Studio`;
    need('environment').textContent = state.settings.environment;
    need('footer').replaceChildren(...footerOf(state, actionsOf));
    if (status.textContent !== words) status.textContent = words;
    focus(isSame, focused, last === undefined);
    last = at;
  };
}

/** The field that is wrong; else what had the focus; else the heading, or on arrival the first field. */
function focus(isSame: boolean, focused: string, isArrival: boolean): void {
  const wrong = document.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (wrong) wrong.focus();
  else if (isSame) document.getElementById(focused)?.focus();
  else if (isArrival) document.querySelector<HTMLElement>('.field input')?.focus();
  else need('heading').focus();
}

function typedIn(main: HTMLElement): Map<string, string> {
  return new Map([...main.querySelectorAll('input')].map(({ id, value }) => [id, value]));
}

function need(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
