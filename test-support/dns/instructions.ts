/** Commands in a file's comments for the administrator, by the program that they start with. */
export function commandsIn(file: string, program: string): string[][] {
  const lines = file.matchAll(new RegExp(`^(?:#|//)\\s+(${program} .*)$`, 'gm'));
  return [...lines].map(([, command = '']) => command.split(' '));
}

/** Record lines in a file's comments that the administrator must add to a zone. */
export function recordsIn(file: string): string[] {
  return [...file.matchAll(/^(?:#|\/\/)\s+(\S+\. IN NS \S+)$/gm)].map(([, record = '']) => record);
}
