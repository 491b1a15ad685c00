import { problemTexts } from '../../api/problem-texts';
import { problems } from '../../api/problems';

describe('the text of a problem', () => {
  it('is there for every code of the API, and for no other', () => {
    expect(Object.keys(problemTexts).sort()).toEqual(Object.keys(problems).sort());
  });

  it.each(Object.entries(problemTexts))(
    '%s says what happened and what to do, in sentences',
    (_, { what, todo }) => {
      for (const text of [what, todo]) expect(text).toMatch(/^[A-Z].{8,}[.?]$/u);
      // words for operators stand in their documents
      expect(`${what} ${todo}`).not.toMatch(/[a-z]_[a-z]|ARN|Lambda|JWKS/);
    },
  );
});
