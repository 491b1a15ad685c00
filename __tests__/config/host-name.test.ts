import { hostNamePattern, isWithin } from '../../config/host-name';

const longest = `${'a'.repeat(63)}.`.repeat(3) + 'b'.repeat(61);

it.each(['example.com', 'a.b', 'xn--bcher-kva.example', '1.2.example', 'a-b.c-d', longest])(
  '%s is a host name',
  (name) => {
    expect(hostNamePattern.test(name)).toBe(true);
  },
);

it.each([
  '',
  'com',
  'example.com.',
  '.example.com',
  'a..b',
  '-a.example',
  'a-.example',
  'A.example',
  'a_b.example',
  '10.20.0.10',
  '*.example.com',
  'bücher.example',
  `${'a'.repeat(64)}.example`,
  `${longest}b`,
  // attempts to end a statement, a string or a line of a configuration file
  'a.example"; };',
  'a.example;',
  'a.example\n',
  'a.example\nzone "."',
  'a.exam ple',
  '$(reboot).example',
  'a.example`',
])('%j is not a host name', (name) => {
  expect(hostNamePattern.test(name)).toBe(false);
});

it.each([
  ['example.com', 'example.com', true],
  ['a.b.example.com', 'example.com', true],
  ['notexample.com', 'example.com', false],
  ['example.com.evil.example', 'example.com', false],
  ['com', 'example.com', false],
])('%s is within %s: %p', (name, parent, expected) => {
  expect(isWithin(name, parent)).toBe(expected);
});
