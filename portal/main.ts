import { portalFiles, type PortalSettings } from '../api/portal';
import { portalRoute } from '../api/routes';
import { pageRequestMilliseconds } from '../api/time-budget';
import { withChoice } from './choice';
import { element } from './element';
import { type Actions, startPortal } from './portal';
import { createRenderer } from './render';
import { begun, last } from './storage';
import { texts } from './texts';

/** Addresses relative to the page, so that stage and base path are those of the page. */
const page = portalRoute.path.slice(1);

async function start(): Promise<void> {
  const address = new URL(location.href);
  // nobody may see a code of the sign-in, and it must not stay in the list of visited pages
  if (address.searchParams.has('code') || address.searchParams.has('error'))
    history.replaceState(null, '', page);
  let settings: PortalSettings;
  try {
    const response = await fetch(`${page}/${portalFiles.settings}`, {
      cache: 'no-store',
      signal: AbortSignal.timeout(pageRequestMilliseconds),
    });
    if (!response.ok) throw new Error('no settings');
    settings = (await response.json()) as PortalSettings;
  } catch {
    showNoSettings();
    return;
  }
  const render = createRenderer(() => actions);
  const actions: Actions = startPortal(settings, {
    address,
    showAddress: (choice) => {
      history.replaceState(null, '', withChoice(page, choice));
    },
    leave: (to) => {
      location.assign(to);
    },
    replace: (to) => {
      location.replace(to);
    },
    begun,
    last,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    now: Date.now,
    show: render,
  });
}

function showNoSettings(): void {
  const { what, todo } = texts.settings_unavailable;
  const again = element('button', { type: 'button' }, 'Load the page again');
  again.addEventListener('click', () => {
    location.reload();
  });
  document
    .getElementById('main')
    ?.replaceChildren(
      element('h1', {}, 'That did not work'),
      element('p', { role: 'alert' }, what),
      element('p', {}, todo),
      again,
    );
}

// the browser kept the page, as for "Back": its state is out of date
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});
void start();
