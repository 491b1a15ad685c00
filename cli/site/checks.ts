import { contains, parseCidr } from '../../config/cidr';

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
  /** Some of the people. */
  readonly people: readonly string[];
}

/** One check: commands on a host, and what their output must be. */
export interface Check {
  readonly host: 'linux' | 'outside';
  readonly what: string;
  readonly commands: readonly string[];
  /** Whether somebody must be signed in on the Linux client. */
  readonly needsSession: boolean;
  readonly passes: (output: string) => boolean;
}

/** Fetches an address and prints the status and the address of the server; 000 where nobody answered. */
const fetched = (url: string, options = '') =>
  `curl --silent --output /dev/null --max-time 15 ${options} --write-out '%{http_code} %{remote_ip}' '${url}' || true`;

/** Runs a command as the person of the sessions, with the proxy of a desk. */
const asPerson = (command: string) => `runuser --login ssm-user --command ${quoted(command)}`;

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Says whether somebody is signed in. */
export const sessionCommands: readonly string[] = [
  `${asPerson('studio-access status')} > /dev/null 2>&1 && echo yes || echo no`,
];

/**
 * The checks of the article's validation. A URL and a token stay on the host: what a command prints is kept in the history of
 * Systems Manager.
 */
export function siteChecks(facts: SiteFacts): Check[] {
  const { apiUrl, studioZone, dnsServers, proxy, people } = facts;
  const apiHost = new URL(apiUrl).hostname;
  const isPrivate = (address: string) => isIn(facts.vpcCidr, address);
  const onDesk = { host: 'linux', needsSession: false } as const;
  const signedIn = { host: 'linux', needsSession: true } as const;
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
      commands: [fetched(`${apiUrl}/me`)],
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
      needsSession: false,
      what: 'outside, nobody reaches the API',
      commands: [fetched(`${apiUrl}/me`)],
      passes: (output) => output.startsWith('000'),
    },
    {
      ...signedIn,
      what: "one's own URL opens, over the endpoint of Studio",
      commands: [asPerson(`url=$(studio-access url) && ${fetched('$url').replace("'$url'", '"$url"')}`)],
      passes: (output) => /^(?:200|302) /.test(output) && isPrivate(output.slice(4)),
    },
    {
      ...signedIn,
      what: "a colleague's URL is refused",
      commands: [asPerson(askForOthers(apiUrl, people))],
      passes: (output) => {
        const statuses = output.split('\n');
        const own = statuses.filter((status) => status === '200').length;
        return (
          own <= 1 && statuses.length - own >= 1 && statuses.every((status) => /^(?:200|403)$/.test(status))
        );
      },
    },
  ];
}

/** Asks for the URL of each person with the token of the session, which curl reads from its input. */
function askForOthers(apiUrl: string, people: readonly string[]): string {
  const read = `import json, sys, base64; print('header = "Authorization: Bearer ' + json.loads(base64.b64decode(sys.stdin.read()))['accessToken'] + '"')`;
  const session = 'cat "$(ls -t ~/.local/state/studio-access/sessions/*.session | head -n 1)"';
  const ask = `curl --silent --output /dev/null --max-time 15 --write-out '%{http_code}\\n' --config -`;
  return people
    .map((person) => `${session} | python3 -c ${quoted(read)} | ${ask} '${apiUrl}/${person}'`)
    .join('; ');
}

function isIn(cidr: string, address: string): boolean {
  const [range, host] = [parseCidr(cidr), parseCidr(`${address}/32`)];
  return range !== undefined && host !== undefined && contains(range, host);
}
