/** Texts by name, which nobody else can read. */
export interface TextStore {
  /** @returns undefined if there is none */
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  /** Succeeds also if there is none. */
  delete(name: string): Promise<void>;
}
