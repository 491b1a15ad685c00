import type { PortalSettings } from '../api/portal';
import type { OwnSpaces } from '../api/landing';
import { type Choice, isEmpty } from './choice';
import type { Code, FieldCode, Notice } from './texts';

/** An authenticator app that is being set up. Gone as soon as it is verified. */
interface NewApp {
  /** In base 32, to type in. */
  readonly secret: string;
  /** The same as an address, for the QR code. */
  readonly address: string;
}

/** A form that waits for an answer, or for the service. */
interface Form {
  readonly isBusy: boolean;
  /** What is wrong with the answer before. */
  readonly wrong: FieldCode | undefined;
}

/** What the page shows. */
export type View =
  | { readonly at: 'elsewhere' }
  | { readonly at: 'no-sign-in' }
  | ({ readonly at: 'sign-in'; readonly notice: Notice | undefined } & Form)
  | ({ readonly at: 'new-password' } & Form)
  | ({ readonly at: 'new-app'; readonly app: NewApp } & Form)
  | ({ readonly at: 'code' } & Form)
  | { readonly at: 'returning' }
  | { readonly at: 'ready' }
  | { readonly at: 'opening'; readonly pendingSeconds: number | undefined }
  | { readonly at: 'opened' }
  | { readonly at: 'leaving' }
  | {
      readonly at: 'problem';
      readonly code: Code;
      readonly requestId: string | undefined;
      /** The sign-in service's own words. */
      readonly detail: string | undefined;
    };

/** All that the page knows while it is open, except tokens. */
export interface State {
  readonly settings: PortalSettings;
  readonly view: View;
  readonly choice: Choice;
  /** Whether the choice came with the address: it is opened without a further click. */
  readonly isDirect: boolean;
  /** As whom one is signed in. Undefined: nobody is. */
  readonly name: string | undefined;
  /** Undefined: not known yet. */
  readonly spaces: OwnSpaces | 'unavailable' | undefined;
}

/** Something that changes the state. */
export type PageEvent =
  | { readonly type: 'submitted' }
  | { readonly type: 'wrong'; readonly field: FieldCode }
  | { readonly type: 'asked'; readonly challenge: 'new-password' | 'code' }
  | { readonly type: 'new-app'; readonly app: NewApp }
  | { readonly type: 'returned' }
  | { readonly type: 'signed-in'; readonly name: string }
  | { readonly type: 'sign-in'; readonly notice?: Notice }
  | { readonly type: 'leaving' }
  | { readonly type: 'spaces'; readonly spaces: OwnSpaces | 'unavailable' }
  | { readonly type: 'chosen'; readonly choice: Choice }
  | { readonly type: 'opening' }
  | { readonly type: 'pending'; readonly seconds: number }
  | { readonly type: 'opened' }
  | { readonly type: 'choose' }
  | { readonly type: 'failed'; readonly code: Code; readonly requestId?: string; readonly detail?: string };

const idle: Form = { isBusy: false, wrong: undefined };

/**
 * How the page begins.
 *
 * @param here its address without query
 * @param fromAddress the choice that came with the address
 * @param last the choice of the last visit
 */
export function begin(settings: PortalSettings, here: string, fromAddress: Choice, last: Choice): State {
  const isDirect = !isEmpty(fromAddress);
  const view: View =
    here !== settings.portalUrl
      ? { at: 'elsewhere' }
      : settings.signIn.kind === 'none'
        ? { at: 'no-sign-in' }
        : { at: 'sign-in', notice: undefined, ...idle };
  return {
    settings,
    view,
    choice: isDirect ? fromAddress : last,
    isDirect,
    name: undefined,
    spaces: undefined,
  };
}

/** Whether a failure is one that only another sign-in may end. */
export function isTokenRefused(view: View): boolean {
  return view.at === 'problem' && view.code === 'not_signed_in';
}

/** What an event makes of a state. One that does not fit what is shown changes nothing: its answer came too late. */
export function reduce(state: State, event: PageEvent): State {
  const { view } = state;
  const show = (next: View, changes: Partial<State> = {}): State => ({ ...state, ...changes, view: next });
  switch (event.type) {
    case 'submitted':
      return 'isBusy' in view ? show({ ...view, isBusy: true, wrong: undefined }) : state;
    case 'wrong':
      return 'isBusy' in view ? show({ ...view, isBusy: false, wrong: event.field }) : state;
    case 'asked':
      return show({ at: event.challenge, ...idle });
    case 'new-app':
      return show({ at: 'new-app', app: event.app, ...idle });
    case 'returned':
      return show({ at: 'returning' });
    case 'signed-in':
      return show({ at: 'ready' }, { name: event.name });
    case 'sign-in':
      return show(
        { at: 'sign-in', notice: event.notice, ...idle },
        { name: undefined, spaces: undefined, isDirect: false },
      );
    case 'leaving':
      return show({ at: 'leaving' }, { name: undefined, spaces: undefined });
    case 'spaces':
      return state.name === undefined ? state : { ...state, spaces: event.spaces };
    case 'chosen':
      return { ...state, choice: event.choice };
    case 'opening':
      return show({ at: 'opening', pendingSeconds: undefined }, { isDirect: false });
    case 'pending':
      return view.at === 'opening' ? show({ ...view, pendingSeconds: event.seconds }) : state;
    case 'opened':
      return show({ at: 'opened' });
    case 'choose':
      return state.name === undefined ? state : show({ at: 'ready' }, { isDirect: false });
    case 'failed':
      return show(
        { at: 'problem', code: event.code, requestId: event.requestId, detail: event.detail },
        { isDirect: false },
      );
  }
}
