import type { Forwarding } from './forwarding';

/** Lines that stand together; a blank line divides paragraphs. */
export type Paragraph = readonly string[];

/**
 * How one kind of DNS server is configured: everything that the files, `README.txt` and the list of servers in
 * `docs/dns.md` say about it.
 */
export interface ServerSyntax {
  /** The server as its administrator knows it, with the oldest version where one is required. */
  readonly server: string;
  /** What shows that the server accepts the files, for `docs/dns.md`: `tests on BIND 9.18`. */
  readonly checkedBy: string;
  /** Its files, the one with the instructions first. */
  readonly files: readonly ConfigurationFile[];
}

/** One file of a server's configuration. */
export interface ConfigurationFile {
  readonly name: string;
  /** Comments at the top. */
  readonly heading: Heading;
  /** Steps of the installation. */
  readonly install: (forwarding: Forwarding) => Paragraph;
  /** How to test it. None: the server's first file says it for both. */
  readonly test?: ClientTest;
  /** What people notice when the resolver falls silent, where the server needs the explanation. */
  readonly whenSilent?: Paragraph;
  /**
   * What to do where the server itself serves a parent domain of a zone. None: the server forwards the name all the
   * same. @param names the zones in the company's own domain, at least one
   */
  readonly ownParent?: (names: readonly string[]) => Paragraph;
  /** How to take it back. None: the server's first file says it for both. */
  readonly undo?: (forwarding: Forwarding) => Paragraph;
  /** The configuration itself. */
  readonly body: (forwarding: Forwarding) => readonly Paragraph[];
}

/** Comments at the top of a file, which hold the instructions. */
interface Heading {
  /** Begins each line. */
  readonly commentSign: '#' | '//';
  /** What the file holds, for the first line. */
  readonly title: string;
}

/** A test of the forwarding from a client machine. */
export interface ClientTest {
  /** Command that asks for the address of the name that follows it. */
  readonly command: string;
  /** Meaning of this server's answers, beside those that every server gives. */
  readonly findings?: readonly string[];
}
