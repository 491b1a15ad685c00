/** Where somebody wants to land, as the address of the page and the API have it. The API decides what it takes. */
export interface Choice {
  readonly app?: string | undefined;
  readonly space?: string | undefined;
}

/** The choice in the query of an address: `?app=…&space=…`. */
export function choiceIn(parameters: URLSearchParams): Choice {
  return { app: parameters.get('app') ?? undefined, space: parameters.get('space') ?? undefined };
}

/** Whether neither an app nor a space is chosen. */
export function isEmpty({ app, space }: Choice): boolean {
  return app === undefined && space === undefined;
}

/** An address with a choice, relative as it is. */
export function withChoice(path: string, { app, space }: Choice): string {
  const query = new URLSearchParams({
    ...(app !== undefined && { app }),
    ...(space !== undefined && { space }),
  }).toString();
  return query === '' ? path : `${path}?${query}`;
}
