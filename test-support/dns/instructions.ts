/** Commands that a file's comments tell the administrator to run, by the program they begin with. */
export function commandsIn(file: string, program: string): string[][] {
  const lines = file.matchAll(new RegExp(`^(?:#|//)\\s+(${program} .*)$`, 'gm'));
  return [...lines].map(([, command = '']) => command.split(' '));
}

/** Record lines that a file's comments tell the administrator to add to a zone. */
export function recordsIn(file: string): string[] {
  return [...file.matchAll(/^(?:#|\/\/)\s+(\S+\. IN NS \S+)$/gm)].map(([, record = '']) => record);
}
