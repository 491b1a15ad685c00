import { changesOfExample, changesOfHandedOver } from './setting-changes';

/** The table "What changing a setting does" of `docs/operations.md`, line by line. */
export function settingsTable(): string[] {
  const anything = { vpcId: '', cidr: '', subnets: [], routeTableIds: [] };
  const rows = [...changesOfExample, ...changesOfHandedOver(anything, '')].map((row) => [
    row.settings.map((setting) => `\`${setting}\``).join(', '),
    row.change,
    row.effect.replaceAll(/aws_\w+/g, (type) => `\`${type}\``),
    row.note ?? '',
  ]);
  const state = ['`state`', 'another place', 'refused', 'Until the state is there: `npm run move-state`.'];
  return [
    '| setting | change | effect | note |',
    '| --- | --- | --- | --- |',
    ...[...rows, state].map((cells) => `| ${cells.join(' | ')} |`),
  ];
}
