import { forwardingOf } from '../../dns/deployment';
import { dnsFiles } from '../../dns/files';
import { customDomain } from '../../test-support/dns/custom-domain';
import { environmentWith } from '../../test-support/environments';

/** Checks files for servers without a Debian package against the rules of their documentation. */

const zoneNames = [
  'studio-access.corp.example.com',
  'studio.us-east-1.sagemaker.aws',
  'api.sagemaker.us-east-1.amazonaws.com',
];
const resolver = ['10.20.0.10', '10.20.32.10'];
const files = dnsFiles(forwardingOf(environmentWith(customDomain)));

const withoutComments = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trimEnd())
    .filter((line) => line !== '');

describe('Corefile', () => {
  /**
   * Server blocks: keys, an opening brace at the end of the line, directives, a closing brace on a line of its own.
   * https://coredns.io/manual/configuration/
   */
  function parseCorefile(text: string): { keys: string[]; directives: string[][] }[] {
    const blocks: { keys: string[]; directives: string[][] }[] = [];
    let open = false;
    for (const line of withoutComments(text)) {
      const words = line.trim().split(/\s+/);
      if (!open) {
        if (words.at(-1) !== '{') throw new Error(`expected a server block, got ${line}`);
        blocks.push({ keys: words.slice(0, -1), directives: [] });
        open = true;
      } else if (words[0] === '}') {
        if (words.length !== 1) throw new Error(`expected } alone, got ${line}`);
        open = false;
      } else {
        if (/[{}]/.test(line)) throw new Error(`unexpected brace in ${line}`);
        blocks.at(-1)?.directives.push(words);
      }
    }
    if (open) throw new Error('a block is not closed');
    return blocks;
  }

  it('has one server block per zone, which forwards to the resolver and nowhere else', () => {
    expect(parseCorefile(files.Corefile)).toEqual(
      zoneNames.map((name) => ({
        keys: [`${name}:53`],
        // forward FROM TO…, at most 15 upstreams: https://coredns.io/plugins/forward/
        directives: [['errors'], ['cache', '60'], ['forward', '.', ...resolver]],
      })),
    );
  });
});

describe('windows-dns.ps1', () => {
  /**
   * Parameters of each cmdlet and the form of their values; `switch` takes none.
   * https://learn.microsoft.com/en-us/powershell/module/dnsserver/
   */
  const computer = /^(?:\$computer|dns1)$/;
  const cmdlets: Record<string, Record<string, RegExp | 'switch'>> = {
    'Add-DnsServerConditionalForwarderZone': {
      ComputerName: computer,
      Name: /^'[a-z0-9.-]+'$/,
      MasterServers: /^'[\d.]+'(?:, '[\d.]+')*$/,
      ReplicationScope: /^(?:Forest|Domain|Legacy|Custom)$/,
    },
    'Set-DnsServerConditionalForwarderZone': {
      ComputerName: computer,
      Name: /^'[a-z0-9.-]+'$/,
      MasterServers: /^'[\d.]+'(?:, '[\d.]+')*$/,
      UseRecursion: /^\$(?:true|false)$/,
      ForwarderTimeout: /^(?:\d|1[0-5])$/,
    },
    'Remove-DnsServerZone': { ComputerName: computer, Name: /^'[a-z0-9.-]+'$/, Force: 'switch' },
    'Clear-DnsServerCache': { ComputerName: computer, Force: 'switch' },
  };

  /** A command as PowerShell reads it: a cmdlet, then parameters that begin with a hyphen after a space. */
  function parseCommand(text: string): { cmdlet: string; parameters: Record<string, string> } {
    const [cmdlet = '', ...rest] = text.trim().split(/\s+-(?=[A-Z])/);
    const known = cmdlets[cmdlet];
    if (!known) throw new Error(`unknown cmdlet in ${text}`);
    const parameters = Object.fromEntries(
      rest.map((part) => {
        const [, name = '', value = ''] = /^(\w+)\s*(.*)$/.exec(part) ?? [];
        const form = known[name];
        if (form === undefined) throw new Error(`${cmdlet} has no parameter ${name}`);
        if (form === 'switch' ? value !== '' : !form.test(value)) throw new Error(`-${name} ${value}`);
        return [name, value];
      }),
    );
    return { cmdlet, parameters };
  }

  const parts = files['windows-dns.ps1']
    .replaceAll(/^#.*\n/gm, '')
    .trimStart()
    .split('\n\n');
  const [settings = '', check = '', change = ''] = parts;

  it('gives each named server forwarders of its own, without a way around them, and clears the cache of each', () => {
    const servers = resolver.map((address) => `'${address}'`).join(', ');
    expect(settings).toContain("$ErrorActionPreference = 'Stop'");
    const lines = withoutComments(change).map((line) => line.trim());
    expect(lines.slice(0, 2)).toEqual([
      'foreach ($computer in $ComputerName) {',
      '$names = (Get-DnsServerZone -ComputerName $computer).ZoneName',
    ]);
    for (const [index, name] of zoneNames.entries()) {
      const [condition, add = '', end, set = ''] = lines.slice(2 + 4 * index, 6 + 4 * index);
      expect(condition).toBe(`if ($names -notcontains '${name}') {`);
      const common = { ComputerName: '$computer', Name: `'${name}'`, MasterServers: servers };
      expect(parseCommand(add)).toEqual({
        cmdlet: 'Add-DnsServerConditionalForwarderZone',
        parameters: common,
      });
      expect(end).toBe('}');
      expect(parseCommand(set)).toEqual({
        cmdlet: 'Set-DnsServerConditionalForwarderZone',
        parameters: { ...common, UseRecursion: '$false', ForwarderTimeout: '2' },
      });
    }
    const [clear = '', ...rest] = lines.slice(2 + 4 * zoneNames.length);
    expect(parseCommand(clear)).toEqual({
      cmdlet: 'Clear-DnsServerCache',
      parameters: { ComputerName: '$computer', Force: '' },
    });
    expect(rest).toEqual(['}']);
  });

  it('replicates nothing to domain controllers elsewhere, and changes nothing where an earlier version did', () => {
    expect(change).not.toContain('-ReplicationScope');
    expect(check).toContain(`foreach ($name in ${zoneNames.map((name) => `'${name}'`).join(', ')}) {`);
    expect(check).toMatch(/if \(\$zone\.IsDsIntegrated\) \{\n +throw /);
    expect(check).not.toMatch(/(?:Add|Set|Remove|Clear)-/);
  });

  it('has commands for undoing it in its comments, and these commands exist', () => {
    const [, undo = ''] = files['windows-dns.ps1'].split('# Undo, for each server');
    const commands = [...undo.matchAll(/^# {3}([A-Z]\w+-[A-Z].*)$/gm)].map(([, command = '']) =>
      parseCommand(command),
    );
    expect(commands).toEqual([
      ...zoneNames.map((name) => ({
        cmdlet: 'Remove-DnsServerZone',
        parameters: { ComputerName: 'dns1', Name: `'${name}'`, Force: '' },
      })),
      { cmdlet: 'Clear-DnsServerCache', parameters: { ComputerName: 'dns1', Force: '' } },
    ]);
  });
});
