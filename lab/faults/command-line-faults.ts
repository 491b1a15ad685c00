import type { FunctionFault } from './fault';

/** A kind of check with which the doctor is always content. */
function contentWith(
  id: string,
  what: string,
  file: string,
  edit: FunctionFault['edits'][number],
  rows: readonly string[],
): FunctionFault {
  return {
    id: `doctor-content-${id}`,
    what: `the doctor is content with ${what}`,
    file: `cli/studio-access/doctor/${file}`,
    edits: [edit],
    rows: rows.map((row) => `doctor-${row}`),
  };
}

/** Faults of `studio-access`, most of them of its doctor. */
export const commandLineFaults: readonly FunctionFault[] = [
  {
    id: 'open-shows-url',
    what: 'studio-access shows the URL that it opens',
    file: 'cli/studio-access/commands/open.ts',
    edits: [["text: 'The browser opens Studio.'", 'text: authorizedUrl']],
    rows: ['command-line', 'no-secret-left'],
  },
  {
    id: 'failures-end-with-0',
    what: 'studio-access ends with 0 when it fails',
    file: 'cli/studio-access/failure.ts',
    edits: [['  failure: 1,', '  failure: 0,']],
    rows: ['command-line-refused'],
  },
  {
    id: 'doctor-finds-something',
    what: 'the doctor finds something where nothing is broken',
    file: 'cli/studio-access/doctor/certificates.ts',
    edits: [['const mostMilliseconds = 120_000;', 'const mostMilliseconds = -1;']],
    rows: ['doctor'],
  },
  contentWith(
    'silence',
    'a name server that does not answer',
    'name-checks.ts',
    [
      "if (answer !== undefined && answer.status !== 'REFUSED') return { got: server };",
      'if (server) return { got: server };',
    ],
    ['no-name-server'],
  ),
  contentWith(
    'every-address',
    'every address of a name',
    'names.ts',
    ['if (addresses.every(isRight)) return { got };', 'if (addresses.every(Boolean)) return { got };'],
    [
      'away',
      'public-name-server',
      'hosts-file',
      'other-vpc',
      'api-not-forwarded',
      'studio-not-forwarded',
      'sagemaker-not-forwarded',
    ],
  ),
  contentWith(
    'no-address',
    'a name without an address',
    'names.ts',
    ['return explainNothing(facts);', 'return { got: explainNothing(facts).got };'],
    ['api-no-record', 'dnssec', 'resolver-closed'],
  ),
  contentWith(
    'every-record',
    'every record besides the address',
    'name-checks.ts',
    [
      'return explainOtherRecords({ AAAA: ofIpv6, HTTPS: https });',
      'return { got: explainOtherRecords({ AAAA: ofIpv6, HTTPS: https }).got };',
    ],
    ['aaaa-fails', 'https-dropped', 'https-public'],
  ),
  contentWith(
    'other-servers',
    'whatever further name servers say',
    'name-checks.ts',
    ['if (isSame(answer, expected)) continue;', 'if (isSame(answer, expected) || expected) continue;'],
    ['second-server'],
  ),
  contentWith(
    'every-endpoint',
    'every endpoint that the name leads to',
    'names.ts',
    ['if (foreign.length === 0) return', 'if (foreign.length >= 0) return'],
    ['other-endpoint'],
  ),
  contentWith(
    'closed-ports',
    'addresses that take no connection',
    'way-checks.ts',
    ['if (failed.length === 0) return', 'if (failed.length >= 0) return'],
    ['api-refused', 'one-zone-refused', 'studio-refused'],
  ),
  contentWith(
    'every-clock',
    'every clock',
    'certificates.ts',
    ['if (Math.abs(ahead) <= mostMilliseconds)', 'if (Math.abs(ahead) >= 0)'],
    ['clock'],
  ),
  contentWith(
    'unknown-authority',
    'a certificate of an authority that nobody knows',
    'certificates.ts',
    ['if (refusedAs === undefined) {', 'if (refusedAs !== "") return { got: issuer };\n  if (!refusedAs) {'],
    ['interception'],
  ),
  contentWith(
    'every-answer',
    'whatever answers a call without a token',
    'way-checks.ts',
    [
      'examine: async () => explainUnsigned(await facts.unsigned()),',
      'examine: async () => ({ got: explainUnsigned(await facts.unsigned()).got }),',
    ],
    ['endpoint-policy', 'resource-policy', 'throttle', 'old-address', 'network-page'],
  ),
  contentWith(
    'every-sign-in',
    'whatever the sign-in service says',
    'session-checks.ts',
    [
      '    await provider.refresh(noRefreshToken);\n',
      '    if (provider.refresh === undefined) return { got: noRefreshToken };\n',
    ],
    ['old-client', 'proxy-sign-in'],
  ),
  contentWith(
    'no-session',
    'nobody who is signed in',
    'session-checks.ts',
    ['        await facts.token();\n        const kept', '        const kept'],
    ['not-signed-in', 'session-over'],
  ),
  contentWith(
    'every-token',
    'every token',
    'session-checks.ts',
    [
      'explainToken(await facts.token(), await expectationsOf(facts)),',
      '({ got: explainToken(await facts.token(), await expectationsOf(facts)).got }),',
    ],
    ['other-issuer', 'token-of-other-client', 'token-over', 'token-without-name'],
  ),
  contentWith(
    'every-refusal',
    'every answer to a call with a token',
    'session-checks.ts',
    ['explainSigned(await facts.signed()),', '({ got: explainSigned(await facts.signed()).got }),'],
    ['no-keys', 'sagemaker-denies-doctor', 'made-up-token', 'suspended-doctor', 'no-profile'],
  ),
  contentWith(
    'every-page',
    'every page that a URL leads to',
    'session-checks.ts',
    ['const examined = explainPage(page);', 'const examined = { got: explainPage(page).got };'],
    ['studio-policy', 'proxy-studio'],
  ),
  contentWith(
    'no-websockets',
    'a way that drops WebSockets',
    'page.ts',
    [
      'if (isFromStudio) return { got: `Studio answers',
      'if (isFromStudio || true) return { got: `Studio answers',
    ],
    ['no-websockets'],
  ),
];
