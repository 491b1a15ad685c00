import { isAppWord } from '../api/landing';
import type { OwnSpace } from '../api/landing';
import { passwordRule } from '../api/password';
import { type Choice, withChoice } from './choice';
import { element } from './element';
import { button, field, form, link } from './form';
import type { Actions } from './portal';
import { qrCode } from './qr-code';
import { isTokenRefused, type State, type View } from './state';
import { appNames, noticeTexts, texts } from './texts';

/** What is shown in one state: a heading, what follows it, and what a screen reader is told at once. */
export interface Shown {
  readonly heading: string;
  readonly content: readonly (Node | string | undefined)[];
  readonly status?: string;
}

/** What a state looks like. */
export function shownFor(state: State, actionsOf: () => Actions): Shown {
  const { view, settings } = state;
  switch (view.at) {
    case 'elsewhere':
      return {
        heading: 'This page has another address',
        content: [
          element('p', {}, 'People sign in at one address of it only.'),
          element('p', {}, link(withChoice(settings.portalUrl, state.choice), 'Go to the page', 'button')),
        ],
      };
    case 'no-sign-in':
      return {
        heading: 'No sign-in here',
        content: [
          element(
            'p',
            {},
            'This deployment has no sign-in for its page. Use the command line studio-access, or ask your operator.',
          ),
        ],
      };
    case 'sign-in':
      return settings.signIn.kind === 'password'
        ? passwordForm(view, actionsOf)
        : signInButton(view, actionsOf);
    case 'new-password':
      return newPasswordForm(view, actionsOf);
    case 'new-app':
      return newAppForm(view, actionsOf);
    case 'code':
      return codeForm(view, actionsOf);
    case 'returning':
      return waiting('Signing in', 'Signing you in …');
    case 'leaving':
      return waiting('Signing out', 'Signing you out …');
    case 'ready':
      return choiceForm(state, actionsOf);
    case 'opening':
      return opening(view, actionsOf);
    case 'opened':
      return {
        heading: 'Studio is opening',
        content: [element('p', {}, 'It takes the place of this page in a moment.'), progress()],
        status: 'Studio is opening.',
      };
    case 'problem':
      return problem(state, view, actionsOf);
  }
}

function waiting(heading: string, words: string): Shown {
  return { heading, content: [element('p', {}, words), progress()], status: words };
}

/** A bar without an end: nobody knows how long it takes. */
function progress(label = 'Please wait'): HTMLElement {
  return element('progress', { 'aria-label': label });
}

function noticeOf({ notice }: Extract<View, { at: 'sign-in' }>): HTMLElement | undefined {
  return notice && element('p', { class: 'notice', role: 'status' }, noticeTexts[notice]);
}

function signInButton(view: Extract<View, { at: 'sign-in' }>, actionsOf: () => Actions): Shown {
  return {
    heading: 'Sign in',
    content: [
      noticeOf(view),
      element(
        'p',
        {},
        view.isBusy
          ? 'Going to the sign-in page …'
          : 'You sign in on the page of your company, and come back here.',
      ),
      button('sign-in', view.isBusy ? 'Going there …' : 'Sign in', view.isBusy, () => actionsOf().signIn()),
    ],
    status: view.isBusy ? 'Going to the sign-in page.' : '',
  };
}

function passwordForm(view: Extract<View, { at: 'sign-in' }>, actionsOf: () => Actions): Shown {
  const name = field('name', 'User name', { autocomplete: 'username', disabled: view.isBusy });
  const password = field(
    'password',
    'Password',
    { type: 'password', autocomplete: 'current-password', disabled: view.isBusy },
    view.wrong,
  );
  return {
    heading: 'Sign in',
    content: [
      noticeOf(view),
      form(view.isBusy, 'Sign in', 'Signing in …', [name, password], () =>
        actionsOf().submitPassword(name.input.value.trim(), password.input.value),
      ),
    ],
    status: statusOf(view.isBusy),
  };
}

function newPasswordForm(view: Extract<View, { at: 'new-password' }>, actionsOf: () => Actions): Shown {
  const common = { type: 'password', autocomplete: 'new-password', disabled: view.isBusy };
  const password = field('new-password', 'New password', common, view.wrong, passwordRule);
  const again = field('again', 'The same again', common);
  return {
    heading: 'Choose your password',
    content: [
      element('p', {}, 'Your one-time password has done its work. Choose a password of your own.'),
      form(view.isBusy, 'Set password', 'Setting it …', [password, again], () =>
        actionsOf().submitNewPassword(password.input.value, again.input.value),
      ),
    ],
    status: statusOf(view.isBusy),
  };
}

const codeAttributes = { inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 10 };

function newAppForm(view: Extract<View, { at: 'new-app' }>, actionsOf: () => Actions): Shown {
  const code = field(
    'code',
    'Code that the app shows',
    { ...codeAttributes, disabled: view.isBusy },
    view.wrong,
  );
  return {
    heading: 'Set up a second factor',
    content: [
      element(
        'ol',
        { class: 'steps' },
        element('li', {}, 'Open an authenticator app on your telephone, and add an account.'),
        element(
          'li',
          {},
          'Let the app read this picture:',
          qrCode(view.app.address, 'QR code for an authenticator app'),
          element('p', {}, 'Or type this secret in:'),
          element('p', { class: 'secret' }, element('code', {}, inGroups(view.app.secret))),
        ),
        element('li', {}, 'Type in the six digits that the app shows then.'),
      ),
      form(view.isBusy, 'Go on', 'Checking …', [code], () => actionsOf().submitCode(code.input.value)),
    ],
    status: statusOf(view.isBusy),
  };
}

function inGroups(secret: string): string {
  return secret.replace(/.{4}(?=.)/g, '$& ');
}

function codeForm(view: Extract<View, { at: 'code' }>, actionsOf: () => Actions): Shown {
  const code = field(
    'code',
    'Code of your authenticator app',
    { ...codeAttributes, disabled: view.isBusy },
    view.wrong,
    'Six digits',
  );
  return {
    heading: 'Second factor',
    content: [
      form(view.isBusy, 'Go on', 'Checking …', [code], () => actionsOf().submitCode(code.input.value)),
    ],
    status: statusOf(view.isBusy),
  };
}

function statusOf(isBusy: boolean): string {
  return isBusy ? 'Please wait.' : '';
}

function choiceForm(state: State, actionsOf: () => Actions): Shown {
  const places = placesOf(state);
  const chosen = chosenOf(state, places);
  const choose = (choice: Choice) => {
    actionsOf().choose(choice);
  };
  return {
    heading: 'Open Studio',
    content: [
      form(
        false,
        'Open Studio',
        '',
        places.length > 1
          ? [
              {
                element: element(
                  'fieldset',
                  {},
                  element('legend', {}, 'Where to?'),
                  ...places.map((place, index) => placeOption(place, index, place === chosen, choose)),
                ),
              },
            ]
          : [],
        async () => {
          if (chosen) choose(chosen.choice);
          await actionsOf().open();
        },
      ),
      spacesNote(state),
    ],
  };
}

interface Place {
  readonly choice: Choice;
  readonly label: string;
  readonly note?: string | undefined;
}

function placesOf({ settings, spaces }: State): Place[] {
  const own = spaces !== undefined && spaces !== 'unavailable' ? spaces.spaces : [];
  return [
    ...settings.landingApps.map((app) => ({ choice: { app }, label: appNames[app] })),
    ...own.map((space) => ({
      choice: { space: space.name },
      label: space.name,
      note: `Your space, ${appNames[space.app]}${stateOf(space)}`,
    })),
  ];
}

function stateOf({ status }: OwnSpace): string {
  switch (status) {
    case 'InService':
      return '';
    case 'Pending':
    case 'Updating':
      return ', is being changed';
    case 'Deleting':
      return ', is being deleted';
    default:
      return ', has a failure';
  }
}

/** The place that the choice means: with an app and a space, it is the space. */
function chosenOf({ choice, settings }: State, places: readonly Place[]): Place | undefined {
  const isChosen = ({ choice: { app, space } }: Place) =>
    choice.space === undefined ? app !== undefined && app === choice.app : space === choice.space;
  const isUsual = ({ choice: { app } }: Place) => app !== undefined && app === settings.landingDefault;
  return places.find(isChosen) ?? places.find(isUsual) ?? places[0];
}

function placeOption(
  { choice, label, note }: Place,
  index: number,
  isChosen: boolean,
  choose: (choice: Choice) => void,
): HTMLElement {
  const input = element('input', {
    type: 'radio',
    name: 'place',
    id: `place-${index}`,
    checked: isChosen,
    'aria-describedby': note === undefined ? undefined : `place-${index}-note`,
  });
  input.addEventListener('change', () => {
    choose(choice);
  });
  return element(
    'div',
    { class: 'option' },
    input,
    element('label', { for: `place-${index}` }, label),
    note === undefined ? undefined : element('span', { id: `place-${index}-note`, class: 'note' }, note),
  );
}

function spacesNote({ spaces, settings }: State): HTMLElement | undefined {
  if (settings.landingApps.length === 0) return undefined;
  const note = (words: string) => element('p', { class: 'note' }, words);
  if (spaces === undefined) return note('Looking for your spaces …');
  if (spaces === 'unavailable') return note('Your spaces cannot be listed now. Studio shows them too.');
  if (!spaces.complete) return note('There are more spaces than are listed here. Studio shows them all.');
  return undefined;
}

function opening(view: Extract<View, { at: 'opening' }>, actionsOf: () => Actions): Shown {
  const { pendingSeconds } = view;
  const cancel = button('cancel', 'Stop waiting', false, actionsOf().back, 'secondary');
  if (pendingSeconds === undefined)
    return {
      heading: 'Opening Studio',
      content: [element('p', {}, 'Asking for your Studio …'), progress(), cancel],
      status: 'Opening Studio.',
    };
  return {
    heading: 'Your Studio is being made',
    content: [
      element('p', {}, 'This usually takes less than a minute. Studio opens by itself then.'),
      element('progress', { 'aria-label': 'Waited, of three minutes', value: pendingSeconds, max: 180 }),
      element('p', { class: 'note' }, `Waited so far: ${pendingSeconds} s`),
      cancel,
    ],
    status: 'Your Studio is being made. It opens by itself.',
  };
}

function problem(state: State, view: Extract<View, { at: 'problem' }>, actionsOf: () => Actions): Shown {
  const { what, todo } = texts[view.code];
  const isSignedIn = state.name !== undefined;
  return {
    heading: 'That did not work',
    content: [
      element('p', { class: 'problem' }, what),
      view.detail === undefined ? undefined : element('p', { class: 'note' }, `It says: ${view.detail}`),
      element('p', {}, todo),
      element(
        'dl',
        {},
        ...fact('Code', view.code),
        ...(view.requestId === undefined ? [] : fact('Request id', view.requestId)),
        ...fact('Signed in as', state.name ?? 'nobody'),
        ...(isSignedIn ? fact('Place', placeName(state.choice)) : []),
      ),
      element(
        'div',
        { class: 'buttons' },
        button('retry', isTokenRefused(view) ? 'Sign in again' : 'Try again', false, () =>
          actionsOf().retry(),
        ),
        isSignedIn ? button('back', 'Choose another place', false, actionsOf().back, 'secondary') : undefined,
        isSignedIn
          ? undefined
          : button(
              'someone-else',
              'Sign in as someone else',
              false,
              () => actionsOf().signInAsSomeoneElse(),
              'secondary',
            ),
      ),
    ],
    status: what,
  };
}

function placeName({ app, space }: Choice): string {
  if (space !== undefined) return `space ${space}`;
  return isAppWord(app) ? appNames[app] : (app ?? 'Studio');
}

function fact(name: string, value: string): HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, value)];
}

/** As whom one is signed in, and where help is. */
export function footerOf({ name, view, settings }: State, actionsOf: () => Actions): HTMLElement[] {
  const { operator, signIn } = settings;
  const help =
    operator.help === undefined
      ? operator.name !== undefined && element('p', {}, `Run by ${operator.name}.`)
      : element('p', {}, link(operator.help, `Help from ${operator.name ?? 'your operator'}`));
  const isBusy = view.at === 'leaving' || view.at === 'opened';
  const account =
    name !== undefined &&
    !isBusy &&
    element(
      'div',
      { class: 'account' },
      element('p', {}, 'Signed in as ', element('strong', {}, name)),
      element(
        'div',
        { class: 'buttons' },
        button('sign-out', 'Sign out', false, () => actionsOf().signOut(), 'secondary'),
        button(
          'someone-else',
          'Sign in as someone else',
          false,
          () => actionsOf().signInAsSomeoneElse(),
          'secondary',
        ),
      ),
      signIn.kind === 'code' &&
        element(
          'p',
          { class: 'note' },
          'If your company’s sign-in page then takes you for the same person again, sign out there too, or use a private window.',
        ),
    );
  return [account, help].filter((part) => part !== false);
}
