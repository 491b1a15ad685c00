import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forwardingOf } from '../../../dns/deployment';
import { desktopFiles } from '../../../dns/desktops/files';
import { dnsFiles } from '../../../dns/files';
import { environmentWith } from '../../../test-support/environments';

/** Runs the files that are programs, against models of the systems that they call. */

const environment = environmentWith();
const files = dnsFiles(forwardingOf(environment, { apiId: 'a1b2c3d4e5' }));
const zoneNames = [
  'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
  'studio.us-east-1.sagemaker.aws',
  'api.sagemaker.us-east-1.amazonaws.com',
];
const resolver = ['10.20.0.10', '10.20.32.10'];
const moved = dnsFiles(forwardingOf(environment, { apiId: 'a1b2c3d4e5', forwarders: ['10.20.0.11'] }));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'studio-scripts-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('infoblox.py', () => {
  type Item = Record<string, unknown> & { _ref: string };
  let objects: Item[];
  let calls: string[];

  /**
   * The part of WAPI that the program uses: a zone that exists is refused (IB.Data.Conflict); PUT changes what it names.
   * https://docs.infoblox.com/space/nios90/280858087/Infoblox+RESTful+API
   */
  const server = () =>
    createServer(
      { key: readFileSync(path.join(folder, 'key')), cert: readFileSync(path.join(folder, 'certificate')) },
      (request, response) => {
        const answer = (status: number, body: unknown) => {
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        };
        let text = '';
        request.on('data', (chunk: Buffer) => (text += chunk.toString()));
        request.on('end', () => {
          const url = new URL(request.url ?? '', 'https://localhost');
          const target = decodeURIComponent(url.pathname.replace('/wapi/v2.12/', ''));
          const login = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64');
          const data = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
          calls.push(`${request.method ?? ''} ${target}`);
          if (login.toString() !== 'admin:s3cret:x') answer(401, { Error: 'AdmConProtoError' });
          else if (request.method === 'GET') {
            const searched = [...url.searchParams].filter(([key]) => key !== '_return_fields');
            answer(
              200,
              objects.filter(
                (item) =>
                  item._ref.split('/')[0] === target && searched.every(([key, value]) => item[key] === value),
              ),
            );
          } else if (request.method === 'POST') {
            const { fqdn, view } = data;
            if (objects.some((item) => item.fqdn === fqdn && item.view === view)) {
              answer(400, { Error: 'AdmConDataError', code: 'Client.Ibap.Data.Conflict' });
              return;
            }
            const item = { ...data, _ref: `${target}/${String(fqdn)}/${String(view)}` };
            objects.push(item);
            answer(201, item._ref);
          } else {
            const item = objects.find(({ _ref }) => _ref === target);
            if (item) Object.assign(item, data);
            answer(item ? 200 : 404, target);
          }
        });
      },
    );

  let wapi: ReturnType<typeof server>;
  beforeAll(async () => {
    execFileSync(
      'openssl',
      // prettier-ignore
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext',
        'subjectAltName=DNS:localhost', '-keyout', path.join(folder, 'key'), '-out', path.join(folder, 'certificate')],
      { stdio: 'pipe' },
    );
    wapi = server();
    await new Promise<void>((resolve) => {
      wapi.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => {
    wapi.close();
  });
  beforeEach(() => {
    calls = [];
    objects = [
      { _ref: 'grid:dns/1', dnssec_negative_trust_anchors: ['lab.example.com'] },
      { _ref: 'member:dns/plain', use_dnssec: false, dnssec_negative_trust_anchors: [] },
      { _ref: 'member:dns/own', use_dnssec: true, dnssec_negative_trust_anchors: [] },
      { _ref: 'view/default', use_dnssec: false, dnssec_negative_trust_anchors: [] },
    ];
  });

  const run = (text: string, { password = 's3cret:x', more = [] as string[] } = {}) => {
    const file = path.join(folder, 'infoblox.py');
    writeFileSync(file, text);
    const master = `localhost:${(wapi.address() as AddressInfo).port}`;
    // without a terminal, the password is read from the standard input
    const child = spawn('setsid', ['--wait', 'python3', file, master, 'admin', ...more], {
      env: { ...process.env, SSL_CERT_FILE: path.join(folder, 'certificate') },
    });
    child.stdin.end(`${password}\n`);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return new Promise<{ exitCode: number | null; output: string }>((resolve) => {
      child.once('close', (exitCode) => {
        resolve({ exitCode, output });
      });
    });
  };
  const anchorsOf = (ref: string) =>
    objects.find(({ _ref }) => _ref === ref)?.dnssec_negative_trust_anchors as string[];
  const zones = () => objects.filter(({ _ref }) => _ref.startsWith('zone_forward/'));

  it('creates the zones, and exempts them from DNSSEC validation in the grid and where it is overridden', async () => {
    expect(await run(files['infoblox.py'])).toMatchObject({ exitCode: 0 });
    expect(zones()).toEqual(
      zoneNames.map((fqdn) => ({
        _ref: `zone_forward/${fqdn}/default`,
        fqdn,
        view: 'default',
        comment: expect.stringMatching(/^[ -~]{1,256}$/) as unknown,
        forwarders_only: true,
        forward_to: resolver.map((address, index) => ({
          name: `inbound-resolver-${index + 1}.studio-access.internal`,
          address,
        })),
      })),
    );
    expect(anchorsOf('grid:dns/1')).toEqual(['lab.example.com', ...zoneNames]);
    expect(anchorsOf('member:dns/own')).toEqual(zoneNames);
    expect(anchorsOf('member:dns/plain')).toEqual([]);
    expect(anchorsOf('view/default')).toEqual([]);
  });

  it('brings zones that exist up to date, such as those of a first run, and keeps their members', async () => {
    await run(files['infoblox.py']);
    for (const zone of zones()) zone.forwarding_servers = [{ name: 'member.example.com' }];
    calls = [];
    const { exitCode, output } = await run(moved['infoblox.py']);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringContaining('updated') as unknown,
    });
    expect(zones()).toHaveLength(3);
    for (const { forward_to, forwarding_servers } of zones()) {
      expect(forward_to).toMatchObject([{ address: '10.20.0.11' }]);
      expect(forwarding_servers).toEqual([{ name: 'member.example.com' }]);
    }
    expect(anchorsOf('grid:dns/1')).toEqual(['lab.example.com', ...zoneNames]);
    expect(calls.filter((call) => /^PUT (?:grid|member|view)/.test(call))).toEqual([]);
  });

  it('makes the zones of another DNS view beside those of the default one', async () => {
    await run(files['infoblox.py']);
    expect(await run(files['infoblox.py'], { more: ['internal'] })).toMatchObject({ exitCode: 0 });
    expect(zones().map(({ view }) => view)).toEqual([
      ...Array<string>(3).fill('default'),
      ...Array<string>(3).fill('internal'),
    ]);
  });

  it('stops at a refusal with its words, and neither prints nor stores the password', async () => {
    const { exitCode, output } = await run(files['infoblox.py'], { password: 'wr0ng' });
    expect(exitCode).toBe(1);
    expect(output).toContain('GET zone_forward: 401 {"Error":"AdmConProtoError"}');
    expect(output).not.toContain('wr0ng');
    expect(zones()).toEqual([]);
  });
});

describe('freeipa.sh', () => {
  /** A model of the commands of `ipa` for forward zones, which keeps them as files. */
  const ipa = [
    '#!/bin/sh',
    'verb=${1#dnsforwardzone-}; file="$IPA_ZONES/$2"; shift 2',
    'case $verb in',
    'show) [ -e "$file" ] || { echo "ipa: ERROR: not found" >&2; exit 2; } ;;',
    'add) case " $* " in *" --skip-overlap-check "*) ;; *) echo "ipa: ERROR: DNS zone already exists in DNS" >&2; exit 1 ;; esac',
    '  [ -e "$file" ] && exit 1; echo "${*% --skip-overlap-check}" > "$file" ;;',
    'mod) [ "$(cat "$file")" = "$*" ] && { echo "ipa: ERROR: no modifications to be performed" >&2; exit 1; }',
    '  [ -z "${IPA_FAILS:-}" ] || { echo "ipa: ERROR: Insufficient access" >&2; exit 1; }',
    '  echo "$*" > "$file" ;;',
    '*) exit 3 ;;',
    'esac',
    '',
  ].join('\n');
  const run = (text: string, variables: Readonly<Record<string, string>> = {}) => {
    writeFileSync(path.join(folder, 'ipa'), ipa, { mode: 0o755 });
    const env = {
      ...process.env,
      PATH: `${folder}:${process.env.PATH ?? ''}`,
      IPA_ZONES: folder,
      ...variables,
    };
    return execFileSync('sh', ['-s'], {
      input: text,
      env,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  };
  const zones = () => zoneNames.map((name) => readFileSync(path.join(folder, `${name}.`), 'utf8').trim());

  it('creates each zone with every forwarder, also one that exists in public; again it changes nothing', () => {
    run(files['freeipa.sh']);
    const expected = '--forwarder=10.20.0.10 --forwarder=10.20.32.10 --forward-policy=only';
    expect(zones()).toEqual(zoneNames.map(() => expected));
    expect(run(files['freeipa.sh'])).toBe(zoneNames.map((name) => `${name}. is up to date\n`).join(''));
  });

  it('brings the forwarders up to date, and stops with the words of a refusal', () => {
    expect(() => run(moved['freeipa.sh'], { IPA_FAILS: 'yes' })).toThrow('Insufficient access');
    run(moved['freeipa.sh']);
    expect(zones()).toEqual(zoneNames.map(() => '--forwarder=10.20.0.11 --forward-policy=only'));
  });

  it("says how to exempt the names from DNSSEC validation on FreeIPA's own BIND", () => {
    expect(files['freeipa.sh']).toContain('/etc/named/ipa-options-ext.conf');
    expect(files['freeipa.sh']).toContain('install -m 644 validate-except.conf /etc/named/');
  });
});

describe('no-proxy.txt', () => {
  const [, list = ''] = /^NO_PROXY=(.*)$/m.exec(
    desktopFiles(environment, forwardingOf(environment, { apiId: 'a1b2c3d4e5' }))['no-proxy.txt'],
  ) ?? ['', ''];
  const direct = ['d-0123456789ab.studio.us-east-1.sagemaker.aws', ...zoneNames];
  const byProxy = [
    'www.example.com',
    'f6g7h8i9j0.execute-api.us-east-1.amazonaws.com',
    'evilstudio.us-east-1.sagemaker.aws',
  ];

  /** The hosts that a program asks a proxy for. */
  const askedOfProxy = async (program: string, args: (host: string) => string[]) => {
    const asked: string[] = [];
    const proxy = createHttpServer((request, response) => {
      asked.push(new URL(request.url ?? '').hostname);
      response.end();
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const http_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    for (const host of [...direct, ...byProxy]) {
      const child = spawn(program, args(host), {
        env: { PATH: process.env.PATH, http_proxy, no_proxy: list, NO_PROXY: list },
        stdio: 'ignore',
      });
      await new Promise((resolve) => child.once('close', resolve));
    }
    proxy.close();
    return asked;
  };

  it.each([
    ['curl', (host: string) => ['--silent', '--max-time', '3', `http://${host}/`]],
    [
      'python3',
      (host: string) => [
        '-c',
        `import socket, urllib.request; socket.setdefaulttimeout(3); urllib.request.urlopen("http://${host}/")`,
      ],
    ],
  ])('keeps these names, and no others, from the proxy of %s', async (program, args) => {
    expect(await askedOfProxy(program, args)).toEqual(byProxy);
  });
});
