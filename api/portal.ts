import type { AppWord } from './landing';

/** How people sign in on the page. */
export type PortalSignIn =
  /** With a user name and a password, by Cognito's API. */
  | {
      readonly kind: 'password';
      readonly clientId: string;
      /** Cognito's API in the pool's region, an `https:` address. */
      readonly endpoint: string;
      /** Claim of the access token that names the person. It is shown and decides nothing. */
      readonly nameClaim: string;
    }
  /** At the pool's sign-in pages, or at the company's provider, by code with PKCE. */
  | {
      readonly kind: 'code';
      /** Issuer of the ID tokens, where the scope holds `openid`, and of the provider's answers. */
      readonly issuer: string;
      readonly clientId: string;
      /** What is asked for, divided by blanks. */
      readonly scope: string;
      readonly authorizationEndpoint: string;
      readonly tokenEndpoint: string;
      /** Default: tokens cannot be revoked. */
      readonly revocationEndpoint?: string;
      /** Where the browser's session at the sign-in pages ends. Default: nowhere. */
      readonly signOut?: {
        /** Cognito's logout is not the standard's. */
        readonly kind: 'cognito' | 'openid';
        readonly endpoint: string;
      };
      /** Claim of the access token that names the person. It is shown and decides nothing. */
      readonly nameClaim: string;
    }
  /** Not at all: the company's provider has no client for the page. */
  | { readonly kind: 'none' };

/** What the page has to know about its deployment. Everybody in the company's network can read it: nothing in it is secret. */
export interface PortalSettings {
  /** Name of the deployment. */
  readonly environment: string;
  /** The one address at which people sign in: the provider sends them back to it. */
  readonly portalUrl: string;
  readonly operator: {
    /** Who runs the deployment, such as a team. Default: nobody is named. */
    readonly name?: string;
    /** Where people get help: a `mailto:` or `https:` address. Default: there is no link. */
    readonly help?: string;
  };
  /** Apps that people may choose. */
  readonly landingApps: readonly AppWord[];
  /** Where people land who choose nothing. Default: where the domain's own settings lead. */
  readonly landingDefault?: AppWord;
  readonly signIn: PortalSignIn;
}

/** Who runs a deployment. */
export const operatorNamePattern = /^(?! )[\p{L}\p{N} .,&’'()/+-]{1,80}(?<! )$/u;

/** Where people get help. */
export const helpPattern =
  /^(?:mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[\w.~!&'()*+,;=:@%/-]*)?(?:\?[\w.~!&'()*+,;=:@%/?-]*)?(?:#[\w.~!&'()*+,;=:@%/?-]*)?)$/i;

/** Names of the page's files, below `/portal/`. */
export const portalFiles = {
  script: 'app.js',
  style: 'style.css',
  icon: 'icon.svg',
  settings: 'settings.json',
} as const;

/** The page itself and its files without the settings, as texts. */
export interface PortalAssets {
  readonly page: string;
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

/** Most bytes of the page and its files together: it opens at once also over a slow VPN. */
export const portalBytes = 100_000;
