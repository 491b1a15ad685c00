import { z } from 'zod';
import { meRoute } from '../../api/routes';
import { contains, parseCidr } from '../../config/cidr';
import { shellQuoted } from '../../config/shell';

/** What is known of a deployment and its simulated site. */
export interface SiteFacts {
  /** Address of the API, with its stage. */
  readonly apiUrl: string;
  /** Zone of Studio's names. */
  readonly studioZone: string;
  /** Range of the private VPC. */
  readonly vpcCidr: string;
  readonly dnsServers: readonly string[];
  /** `http://<host>:<port>` */
  readonly proxy: string;
  /** Names of the people of `studio.users`. */
  readonly people: readonly string[];
}

/** Who is signed in on the Linux client. */
interface SignedIn {
  /** As `studio-access status` says it: a profile, or the identity provider's name of one. */
  readonly user: string;
}

/** One check: commands on a host, and what their output must be. */
export interface Check {
  readonly host: 'linux' | 'outside';
  readonly what: string;
  readonly commands: readonly string[];
  /** Why the check cannot be tried. */
  readonly notTried?: string;
  readonly passes: (output: string) => boolean;
}

/** Fetches what an argument of curl names, and prints the status and the address of the server; 000 where nobody answered. */
const fetched = (address: string) =>
  `curl --silent --output /dev/null --max-time 15 --write-out '%{http_code} %{remote_ip}' ${address} || true`;

/** Runs a command as the person of the sessions, with the proxy of a desk. */
const asPerson = (command: string) => `runuser --login ssm-user --command ${shellQuoted(command)}`;

/** Asks who is signed in. */
export const sessionCommands: readonly string[] = [
  `${asPerson('studio-access status --json')} 2> /dev/null || true`,
];

const status = z.object({ user: z.string().min(1) });

/** @param output what `sessionCommands` print; where nobody is signed in, something else than a status */
export function signedInOf(output: string): SignedIn | undefined {
  try {
    return status.safeParse(JSON.parse(output)).data;
  } catch {
    return undefined;
  }
}

/** How many people's URLs are asked for, beside that of the one who is signed in. */
const mostOthers = 2;

/**
 * The checks of the article's validation. A URL and a token stay on the host: what a command prints is kept in the history of
 * Systems Manager.
 *
 * @param session undefined: nobody is signed in
 */
export function siteChecks(facts: SiteFacts, session: SignedIn | undefined): Check[] {
  const { apiUrl, studioZone, dnsServers, proxy, people } = facts;
  const apiHost = new URL(apiUrl).hostname;
  const isPrivate = (address: string) => isIn(facts.vpcCidr, address);
  const onDesk = { host: 'linux' } as const;
  const names = [
    ['the API', apiHost],
    ['Studio', `site-check.${studioZone}`],
  ] as const;
  return [
    ...dnsServers.flatMap((server) =>
      names.map(([what, name]): Check => ({
        ...onDesk,
        what: `DNS server ${server} finds ${what} in the VPC`,
        commands: [`dig +short @${server} ${name}`],
        passes: (output) => output !== '' && output.split('\n').every(isPrivate),
      })),
    ),
    {
      ...onDesk,
      what: 'the API answers in the VPC, and asks for a sign-in',
      commands: [fetched(`'${apiUrl}${meRoute.path}'`)],
      passes: (output) => output.startsWith('401 ') && isPrivate(output.slice(4)),
    },
    {
      ...onDesk,
      what: 'the proxy refuses other hosts',
      commands: [
        `curl --silent --output /dev/null --max-time 15 --proxy ${proxy} --write-out '%{http_connect}' https://example.com/ || true`,
      ],
      passes: (output) => output === '403',
    },
    {
      ...onDesk,
      what: 'there is no way to the internet but the proxy',
      commands: [fetched('https://1.1.1.1/')],
      passes: (output) => output.startsWith('000'),
    },
    {
      host: 'outside',
      what: 'outside, nobody reaches the API',
      commands: [fetched(`'${apiUrl}${meRoute.path}'`)],
      // the name of a private API may lead to the public entrance of API Gateway, which refuses everybody
      passes: (output) =>
        output.startsWith('000') || (output.startsWith('403 ') && !isPrivate(output.slice(4))),
    },
    {
      ...onDesk,
      what: "one's own URL opens, over the endpoint of Studio",
      ...(!session && { notTried: nobody }),
      // curl reads the URL from its input: everybody on the host sees command lines
      commands: [asPerson(`studio-access url | sed 's/.*/url = "&"/' | ${fetched('--config -')}`)],
      passes: (output) => /^(?:200|302) /.test(output) && isPrivate(output.slice(4)),
    },
    othersCheck(people, session),
  ];
}

const nobody = 'nobody is signed in';

/** Asks for the URLs of several people: that of the person who is signed in is given out, and no other. */
function othersCheck(people: readonly string[], session: SignedIn | undefined): Check {
  const what = "one's own URL is given out, and no colleague's";
  const own = people.find((person) => person === session?.user);
  if (!session || own === undefined) {
    const notTried = session ? `${session.user} is signed in, which is no name of studio.users` : nobody;
    return { host: 'linux', what, notTried, commands: [], passes: () => false };
  }
  const others = [...people.filter((person) => person !== own).slice(0, mostOthers), 'somebody-else'];
  return {
    host: 'linux',
    what,
    commands: [asPerson(askFor([own, ...others]))],
    passes: (output) => {
      const [first = '', ...rest] = output.split('\n');
      return (
        first === `${own} url` &&
        rest.length === others.length &&
        others.every((person, index) => rest[index] === `${person} not_allowed`)
      );
    },
  };
}

/** Asks for the URL of each person; prints each name with `url`, or with the code of the refusal. */
function askFor(people: readonly string[]): string {
  const say = `import json, sys; answer = json.load(sys.stdin); print(sys.argv[1], answer['error']['code'] if 'error' in answer else 'url')`;
  const asked = people.map(
    (person) =>
      `studio-access url --of ${person} --json 2> /dev/null | python3 -c ${shellQuoted(say)} ${person} 2> /dev/null`,
  );
  return [...asked, 'true'].join('; ');
}

function isIn(cidr: string, address: string): boolean {
  const [range, host] = [parseCidr(cidr), parseCidr(`${address}/32`)];
  return range !== undefined && host !== undefined && contains(range, host);
}
