import { everything } from '../../network/origin';
import { executionRoleOf, ownUserSettings } from '../../deployed/studio-domain';
import { decideForRole } from '../../iam/role-policies';
import { mayUseStudio } from '../../sagemaker/permission';
import { text, type JsonObject } from '../../shared/json';
import { freshName, suspendedPerson, withPassword } from '../../system/people';
import { ask, bodyOf, inWords } from '../answers';
import { askSageMaker, deployStudio, environmentFile } from '../other-settings';
import { allowed, over } from '../policy-questions';
import type { Row } from '../row';
import { freshUrl, signInWords, tokensOf, reissue } from '../sign-in';
import { earlierSession, openStudio, visit, words } from '../studio';

const section = 'Leavers';

/** People who are suspended, or removed, in the middle of their work. */
export const leaverRows: readonly Row[] = [
  {
    id: 'suspended-session',
    section,
    what: 'a page of Studio that was open before its user was suspended asks for more; and that of a colleague',
    expected: '403; Studio of alice',
    async run(lab) {
      const { client } = lab.hosts;
      const { url, cookie } = earlierSession(lab, suspendedPerson);
      const suspended = words(await visit(client, url, cookie));
      return `${suspended}; ${(await openStudio(client, await freshUrl(lab, 'alice'))).words}`;
    },
  },
  {
    id: 'suspended-token',
    section,
    what: 'a suspended user asks for a URL with a token from before, by /me and by their name; and so does a colleague',
    expected: '403 suspended, 403 suspended; 200, URL of alice',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const token = reissue(lab, access, { username: suspendedPerson, sub: suspendedPerson });
      const replies = [await ask(lab, token), await ask(lab, token, `/${suspendedPerson}`)];
      const suspended = replies.map((reply) => {
        const code = text(bodyOf(reply), 'code');
        return code === undefined ? inWords(lab, reply) : `${reply.status ?? 0} ${code}`;
      });
      return `${suspended.join(', ')}; ${inWords(lab, await ask(lab, access))}`;
    },
  },
  {
    id: 'suspended-sign-in',
    section,
    what: 'a suspended user signs in with the right password; and so does a colleague',
    expected: 'sign-in: 400 NotAuthorizedException; sign-in: tokens',
    async run(lab) {
      const attempts = [suspendedPerson, 'alice'].map(async (name) =>
        signInWords(lab, await withPassword(lab, name)),
      );
      return (await Promise.all(attempts)).join('; ');
    },
  },
  {
    id: 'suspended-notebook',
    section,
    what:
      "the role of a suspended user's notebooks, with a further policy that allows everything: a URL for themselves; to read a " +
      "bucket; to call another service; and a colleague's role without that policy: a URL for themselves",
    expected: 'denied, denied, denied; allowed',
    async run(lab) {
      const { standIn } = lab.deployed;
      const { domainId } = lab.outputs;
      const origin = over(lab.endpoint('.studio'), lab.site.clientAddress);
      const roleOf = async (user: string) => executionRoleOf(await ownUserSettings(standIn, domainId, user));
      const mayOpen = async (profile: string, more: JsonObject[]) =>
        mayUseStudio(standIn, { roleArn: await roleOf(profile), domainId, profile, origin, more });
      const roleName = (await roleOf(suspendedPerson)).split('/').at(-1) ?? '';
      const may = async (action: string, resource: string) =>
        (await decideForRole(standIn, roleName, { action, resource, context: {} }, [everything])) === 'Allow';
      const suspended = [
        await mayOpen(suspendedPerson, [everything]),
        await may('s3:GetObject', 'arn:aws:s3:::data/any'),
        await may('bedrock:InvokeModel', '*'),
      ];
      return `${suspended.map(allowed).join(', ')}; ${allowed(await mayOpen('alice', []))}`;
    },
  },
  {
    id: 'removed-with-space',
    section,
    studio: { removedUsers: ['leaver'] },
    what: 'a user who has a space is removed by a deployment; what it does to them, and to a colleague',
    expected: 'deployed; profile kept, role gone; a colleague: 200, URL of alice',
    async run(lab) {
      const file = environmentFile(lab);
      const { users } = lab.environment.studio;
      const leaver = { UserProfileName: freshName('leaver') };
      const space = { SpaceName: `${leaver.UserProfileName}-work` };
      try {
        await deployStudio(lab, file, { users: [...users, leaver.UserProfileName] });
        const roleArn = executionRoleOf(
          await ownUserSettings(lab.deployed.standIn, lab.outputs.domainId, leaver.UserProfileName),
        );
        await askSageMaker(lab, 'CreateSpace', {
          ...space,
          OwnershipSettings: { OwnerUserProfileName: leaver.UserProfileName },
          SpaceSharingSettings: { SharingType: 'Private' },
        });
        const end = await deployStudio(lab, file, { removedUsers: [leaver.UserProfileName] }).then(
          () => 'deployed',
          (error: unknown) => {
            if (!String(error).includes('ResourceInUse')) throw error;
            return 'the deployment stopped (ResourceInUse)';
          },
        );
        const profile = await exists(askSageMaker(lab, 'DescribeUserProfile', leaver));
        const role = await exists(decideForRole(lab.deployed.standIn, roleArn.split('/').at(-1) ?? '', aUrl));
        const colleague = inWords(lab, await ask(lab, (await tokensOf(lab, 'alice')).access));
        return `${end}; profile ${profile ? 'kept' : 'gone'}, role ${role ? 'kept' : 'gone'}; a colleague: ${colleague}`;
      } finally {
        await askSageMaker(lab, 'DeleteSpace', space).catch(() => undefined);
        // only without protection the record of the name goes
        await deployStudio(lab, file, {}, { others: { protectFromDestroy: false } });
        await deployStudio(lab, file, {});
        await askSageMaker(lab, 'DeleteUserProfile', leaver).catch(() => undefined);
      }
    },
  },
];

const aUrl = { action: 'sagemaker:CreatePresignedDomainUrl', resource: '*', context: {} };

/** Whether a request finds what it asks for. */
function exists(request: Promise<unknown>): Promise<boolean> {
  return request.then(
    () => true,
    () => false,
  );
}
