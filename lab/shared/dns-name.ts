/** A DNS name without the dot of the root. */
export function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
