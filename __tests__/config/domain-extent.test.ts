import { extentOf, type DomainExtent } from '../../config/domain-extent';

it.each<[name: string, extent: DomainExtent]>([
  ['com', 'public suffix'],
  ['co.uk', 'public suffix'],
  ['github.io', 'public suffix'],
  ['anything.ck', 'public suffix'],
  ['example.com', 'registered domain'],
  ['example.co.uk', 'registered domain'],
  ['company.github.io', 'registered domain'],
  ['www.ck', 'registered domain'],
  ['studio.corp', 'below an unlisted top-level domain'],
  ['studio.example.com', 'name within a domain'],
  ['a.studio.corp', 'name within a domain'],
])('%s is a %s', (name, extent) => {
  expect(extentOf(name)).toBe(extent);
});
