import { readFileSync } from 'node:fs';
import path from 'node:path';
import { problems } from '../../api/problems';
import { refusals } from '../../handlers/authorizer/token';
import { claimRefusals } from '../../handlers/profile-claim/claim';
import { failureCodes } from '../../handlers/presigned-url/outcome';
import { projectFolder } from '../../config/project-folder';
import { synthesize } from '../../test-support/synthesize';
import { resourcesOf } from '../../test-support/terraform-json';

/** Words that a log's `code` has, besides those of the lists above. */
const otherLogCodes = [
  'invalid_profile',
  'invalid_method_arn',
  'jwks_unavailable',
  'internal_error',
  'allowed',
  'not_signed_in',
  'not_owner',
  'suspended',
  'unexpected_url',
  'repeated_parameter',
  'app_unknown',
  'spaces_listed',
  'spaces_incomplete',
  'too_many_lists',
  'too_many_urls',
  'url_created',
  'profile_claimed',
  'profile_created',
];

const section =
  /^## When a call is refused or fails\n([\s\S]*?)^## /m.exec(
    readFileSync(path.join(projectFolder, 'docs', 'operations.md'), 'utf8'),
  )?.[1] ?? '';

/** Cells of the table of codes: status, code, what the user sees, what the log says, what to do. */
const rows = section
  .split('\n')
  .map((line) => line.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, '').trim()))
  .filter(([status = '']) => /^\d{3}$/.test(status));

describe('docs/operations.md explains every error of the API', () => {
  it('with one row for each code and its status, and no row for anything else', () => {
    expect(rows.map(([status, code]) => `${status ?? ''} ${code ?? ''}`)).toEqual(
      Object.entries(problems).map(([code, { status }]) => `${status} \`${code}\``),
    );
  });

  it('each with what the user sees, what the log says, and what to do', () => {
    for (const cells of rows) {
      expect(cells).toHaveLength(5);
      for (const cell of cells.slice(2)) expect(cell.length).toBeGreaterThan(10);
    }
  });

  it.each([...refusals, ...claimRefusals, ...failureCodes, ...otherLogCodes])(
    'with the word in the logs: %s',
    (code) => {
      expect(section).toContain(`\`${code}\``);
    },
  );

  it('with every way in which API Gateway itself refuses, in the row of the code that it answers', () => {
    const api = synthesize()['private-api'];
    const responses = Object.values(resourcesOf(api, 'aws_api_gateway_gateway_response'));
    const described = responses.map(({ response_type: type, response_templates: templates }) => {
      const { 'application/json': template = '' } = templates as Record<string, string>;
      const { code } = JSON.parse(template) as { code: string };
      const row = rows.find((cells) => cells[1] === `\`${code}\``);
      return [type, row?.[3]?.includes(`\`${String(type)}\``)];
    });
    expect(described).toEqual(responses.map(({ response_type: type }) => [type, true]));
  });

  it("and AWS's sign-in page, which an expired URL leads to", () => {
    expect(section).toMatch(/^\| AWS's sign-in page for the console.*Ask the API for a new URL/m);
  });
});
