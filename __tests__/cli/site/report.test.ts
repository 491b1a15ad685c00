import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { siteChecks, type SiteFacts } from '../../../cli/site/checks';
import { afterChecks, checkSite, resultLine } from '../../../cli/site/report';

const facts: SiteFacts = {
  apiUrl: 'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod',
  studioZone: 'studio.us-east-1.sagemaker.aws',
  vpcCidr: '10.20.0.0/16',
  dnsServers: ['192.168.10.10', '192.168.10.74'],
  proxy: 'http://192.168.10.138:3128',
  people: ['alice', 'bob', 'carol', 'dave'],
};
const hosts = { linux: 'i-linux', outside: 'i-outside' };

/** What the hosts print when all is well, by a part of the command. */
const whole: readonly (readonly [part: string, output: string])[] = [
  ['studio-access status', '{"environment":"site","user":"bob","storage":"file"}'],
  ['url --of', 'bob url\nalice not_allowed\ncarol not_allowed\nsomebody-else not_allowed'],
  ['studio-access url', '302 10.20.0.102'],
  ['dig', '10.20.0.101\n10.20.32.101'],
  ['--proxy', '403'],
  ['1.1.1.1', '000 '],
];

const siteThat = (changes: readonly (readonly [part: string, output: string])[] = []) => {
  const asked: string[] = [];
  const run = (instanceId: string, commands: readonly string[]) => {
    const command = commands.join('\n');
    asked.push(`${instanceId}: ${command}`);
    const [, output] = [...changes, ...whole].find(([part]) => command.includes(part)) ?? [];
    return Promise.resolve(output ?? (instanceId === 'i-outside' ? '000 ' : '401 10.20.0.101'));
  };
  return { run, asked };
};
const resultsOf = async (changes?: Parameters<typeof siteThat>[0]) =>
  checkSite(facts, hosts, siteThat(changes).run, () => undefined);

const ownOnly = "one's own URL is given out";

describe('npm run site', () => {
  it('shows the validation of the article, one line for each check', async () => {
    const lines: string[] = [];
    const results = await checkSite(facts, hosts, siteThat().run, (result) => lines.push(resultLine(result)));
    expect(lines).toEqual([
      'yes        DNS server 192.168.10.10 finds the API in the VPC           10.20.0.101 10.20.32.101',
      'yes        DNS server 192.168.10.10 finds Studio in the VPC            10.20.0.101 10.20.32.101',
      'yes        DNS server 192.168.10.74 finds the API in the VPC           10.20.0.101 10.20.32.101',
      'yes        DNS server 192.168.10.74 finds Studio in the VPC            10.20.0.101 10.20.32.101',
      'yes        the API answers in the VPC, and asks for a sign-in          401 10.20.0.101',
      'yes        the proxy refuses other hosts                               403',
      'yes        there is no way to the internet but the proxy               000',
      'yes        outside, nobody reaches the API                             000',
      "yes        one's own URL opens, over the endpoint of Studio            302 10.20.0.102",
      "yes        one's own URL is given out, and no colleague's              bob url alice not_allowed carol not_allowed somebody-else not_allowed",
    ]);
    expect(afterChecks(results, 'aws ssm start-session')).toBe('no check failed');
  });

  it.each([
    [
      'a public address of a name',
      'dig +short @192.168.10.74 site-check',
      '10.20.0.101\n203.0.113.9',
      'DNS server 192.168.10.74 finds Studio',
    ],
    ['no address of a name', 'dig +short @192.168.10.10 a1b2', '', 'DNS server 192.168.10.10 finds the API'],
    ['an API that answers from elsewhere', '/prod/me', '401 203.0.113.9', 'the API answers in the VPC'],
    ['a proxy that lets everything through', '--proxy', '200', 'the proxy refuses'],
    ['a way around the proxy', '1.1.1.1', '200 1.1.1.1', 'there is no way'],
    ['a URL that opens over the internet', 'studio-access url', '302 203.0.113.9', "one's own URL"],
    ['a URL that does not open', 'studio-access url', '403 10.20.0.102', "one's own URL"],
    [
      "a colleague's URL",
      'url --of',
      'bob url\nalice url\ncarol not_allowed\nsomebody-else not_allowed',
      ownOnly,
    ],
    [
      "a colleague's URL in place of one's own",
      'url --of',
      'bob not_allowed\nalice url\ncarol not_allowed\nsomebody-else not_allowed',
      ownOnly,
    ],
    [
      'a URL for everybody unknown',
      'url --of',
      'bob url\nalice not_allowed\ncarol not_allowed\nsomebody-else url',
      ownOnly,
    ],
    [
      'URLs for nobody',
      'url --of',
      'bob not_allowed\nalice not_allowed\ncarol not_allowed\nsomebody-else not_allowed',
      ownOnly,
    ],
    [
      'no answer about a colleague',
      'url --of',
      'bob url\nalice function_failed\ncarol not_allowed\nsomebody-else not_allowed',
      ownOnly,
    ],
    ['no answer about the last', 'url --of', 'bob url\nalice not_allowed\ncarol not_allowed', ownOnly],
  ])('says NO to %s', async (_, part, output, what) => {
    const results = await resultsOf([[part, output]]);
    expect(results.find((result) => result.what.startsWith(what))).toMatchObject({ result: 'NO' });
  });

  it.each([
    ['yes', 'the public entrance, which refuses', '403 203.0.113.9'],
    ['NO', 'the public entrance, which asks for a sign-in', '401 203.0.113.9'],
    ['NO', 'a refusal in the VPC', '403 10.20.0.101'],
  ])('says %s where outside there is %s', async (result, _, answer) => {
    const { run } = siteThat();
    const there = (instanceId: string, commands: readonly string[]) =>
      instanceId === 'i-outside' ? Promise.resolve(answer) : run(instanceId, commands);
    const results = await checkSite(facts, hosts, there, () => undefined);
    expect(results.find(({ what }) => what.startsWith('outside'))).toMatchObject({ result });
  });

  it('says how many checks failed', async () => {
    const { run } = siteThat();
    const everywhere = (instanceId: string, commands: readonly string[]) =>
      instanceId === 'i-outside' ? Promise.resolve('401 203.0.113.9') : run(instanceId, commands);
    const results = await checkSite(facts, hosts, everywhere, () => undefined);
    expect(results.filter(({ result }) => result === 'NO').map(({ what }) => what)).toEqual([
      'outside, nobody reaches the API',
    ]);
    expect(afterChecks(results, '')).toBe('1 of 10 checks failed');
  });

  it('without a session tries the rest, and says how to sign in', async () => {
    const results = await resultsOf([['studio-access status', '{"error":"not_signed_in"}']]);
    expect(results.slice(-2).map(({ result }) => result)).toEqual(['not tried', 'not tried']);
    expect(afterChecks(results, 'aws ssm start-session --target i-linux').split('\n')).toEqual([
      'no check failed; 2 need one of studio.users who is signed in on the Linux client. Sign in there, and run this again:',
      '  aws ssm start-session --target i-linux',
      '  bash --login',
      '  studio-access login --no-browser --store-in-file',
    ]);
  });

  it.each(['', 'studio-access: command not found', 'null', '{"user":""}'])(
    'takes %j for a client on which nobody is signed in',
    async (output) => {
      const results = await resultsOf([['studio-access status', output]]);
      expect(results.slice(-2)).toMatchObject([
        { result: 'not tried', got: 'nobody is signed in' },
        { result: 'not tried', got: 'nobody is signed in' },
      ]);
    },
  );

  it('does not guess whose URL is the own one of a name that is not listed', async () => {
    const results = await resultsOf([['studio-access status', '{"user":"bob@corp.example.com"}']]);
    expect(results.slice(-2)).toMatchObject([
      { result: 'yes' },
      { result: 'not tried', got: 'bob@corp.example.com is signed in, which is no name of studio.users' },
    ]);
  });

  it('neither prints the token or a URL on the host, as Systems Manager keeps what is printed, nor gives them to a program as an argument', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'studio-check-'));
    try {
      const program = (name: string, text: string) => {
        writeFileSync(path.join(folder, name), `#!/bin/bash\n${text}\n`, { mode: 0o755 });
      };
      program('runuser', 'exec bash -c "$4"');
      program(
        'studio-access',
        `echo "studio-access $@" >> ${folder}/arguments
        url=https://studio.example.com/auth?token=secret.url
        case $* in
          url) echo $url ;;
          'url --of bob --json') echo '{"authorizedUrl":"'$url'","expiresInSeconds":60}' ;;
          'url --of somebody-else --json') echo 'a defect'; exit 1 ;;
          *) echo '{"error":{"code":"not_allowed","what":"…"}}'; exit 1 ;;
        esac`,
      );
      // shows what it reads to a file only; prints what it is told to
      program(
        'curl',
        `echo "curl $@" >> ${folder}/arguments
        for last; do [ "$before" = --write-out ] && format=$last; before=$last; done
        format=\${format//%{http_code\\}/200}
        cat > ${folder}/asked; echo -ne "\${format//%{remote_ip\\}/10.20.0.102}"`,
      );
      const printed = siteChecks(facts, { user: 'bob' })
        .filter(({ commands }) => commands.some((command) => command.includes('runuser')))
        .map(({ commands }) =>
          execFileSync('bash', ['-c', commands.join('\n')], {
            encoding: 'utf8',
            input: '',
            env: { PATH: `${folder}:/usr/bin:/bin`, HOME: folder },
          }),
        );
      expect(printed).toEqual(['200 10.20.0.102', 'bob url\nalice not_allowed\ncarol not_allowed\n']);
      const written = (file: string) => readFileSync(path.join(folder, file), 'utf8').trim();
      expect(written('asked')).toBe('url = "https://studio.example.com/auth?token=secret.url"');
      // everybody on the host sees the arguments of programs
      expect(written('arguments').split('\n')).toHaveLength(6);
      expect(written('arguments')).not.toContain('secret');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
