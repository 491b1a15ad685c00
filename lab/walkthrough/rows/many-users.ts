import { setTimeout as wait } from 'node:timers/promises';
import { executionRoleOf, ownUserSettings } from '../../deployed/studio-domain';
import type { HostReply } from '../../hosts/host-process';
import { everything } from '../../network/origin';
import { mayUseStudio } from '../../sagemaker/permission';
import { objects, text } from '../../shared/json';
import type { Lab } from '../../system/lab';
import { freshName, suspendedPerson } from '../../system/people';
import { ask, bodyOf, counted, inWords, urlIn } from '../answers';
import { alarmWords } from '../observations';
import { askSageMaker, deployStudio, environmentFile } from '../other-settings';
import { allowed, over } from '../policy-questions';
import { doctorOf, homeWith, signedInDesk } from '../doctor/desk';
import { words as causeWords } from '../doctor/words';
import type { Row } from '../row';
import { tokensOf, reissue } from '../sign-in';
import { openStudio } from '../studio';

const section = 'Many users';

const newcomers = 10;
const callsEach = 5;

/** How long a new profile is pending in the lab, and how long clients wait for one, in seconds. */
const pendingSeconds = 30;
const patienceSeconds = 180;

const sharedRole = { executionRoles: 'shared' };
const firstUse = { ...sharedRole, profiles: 'on-first-use' };

/** People whom the environment file does not name, and one role for all. */
export const manyUsersRows: readonly Row[] = [
  {
    id: 'first-use',
    section,
    studio: firstUse,
    what:
      `profiles are made on first use, each pending for ${pendingSeconds} s: ${newcomers} people without a profile make ${callsEach} ` +
      'first calls each, all at once, and come back when they are told to; so does a suspended one; before them, the doctor looks at the ' +
      'desk of one for whom there is no place, and then at the same desk when there is',
    expected:
      'the doctor: exit 3, url: quota_reached; exit 3, url: profile_pending; ' +
      `${newcomers * callsEach} times 503 profile_pending; ${newcomers} profiles made, all with the tag of the deployment and the role of ` +
      `all, ${newcomers} lines profile_created; ${newcomers} people in their own Studio; the suspended one: 403 suspended, no profile; ` +
      'who had a profile before: 200, URL of alice; no alarm',
    async run(lab) {
      const { access } = await tokensOf(lab, 'alice');
      const people = Array.from({ length: newcomers }, () => freshName('newcomer'));
      const tokenOf = (name: string) => reissue(lab, access, { username: name, sub: name });
      const stranger = freshName('barred');
      const patient = freshName('patient');
      return withFirstUse(
        lab,
        [...people, stranger, patient],
        { suspended: [suspendedPerson, stranger] },
        async () => {
          const words = [`the doctor: ${await doctorWords(lab, patient)}`];
          const alarms = await alarmWords(lab, async () => {
            const calls = people.flatMap((name) =>
              Array.from({ length: callsEach }, () => ask(lab, tokenOf(name))),
            );
            const first = (await Promise.all(calls)).map((reply) => `${reply.status ?? 0} ${codeOf(reply)}`);
            words.push(counted(first), await madeWords(lab, people));
            const opened = await Promise.all(people.map((name) => studioOf(lab, tokenOf(name))));
            const own = opened.filter((shown, index) => shown === `Studio of ${people[index] ?? ''}`);
            words.push(`${own.length} people in their own Studio`);
            const barred = await ask(lab, tokenOf(stranger));
            const has = (await profileNames(lab)).includes(stranger) ? 'a' : 'no';
            words.push(`the suspended one: ${barred.status ?? 0} ${codeOf(barred)}, ${has} profile`);
            words.push(`who had a profile before: ${inWords(lab, await ask(lab, access))}`);
          });
          return [...words, alarms].join('; ');
        },
      );
    },
  },
  {
    id: 'shared-role',
    section,
    studio: sharedRole,
    what:
      'all users share a role, to which a policy is attached that allows everything: a URL for herself in a session of alice; for a ' +
      'colleague; for herself without a source identity; in a session of a suspended user, for himself',
    expected: 'one role; allowed; denied; denied; denied',
    async run(lab) {
      const file = environmentFile(lab);
      const { standIn } = lab.deployed;
      const { domainId } = lab.outputs;
      const origin = over(lab.endpoint('.studio'), lab.site.clientAddress);
      const roleOf = async (user: string) => executionRoleOf(await ownUserSettings(standIn, domainId, user));
      try {
        await deployStudio(lab, file, sharedRole);
        const roleArn = await roleOf('alice');
        const isOne = (await Promise.all(lab.environment.studio.users.map(roleOf))).every(
          (arn) => arn === roleArn,
        );
        const may = async (profile: string, sourceIdentity?: string) =>
          mayUseStudio(standIn, {
            roleArn,
            domainId,
            profile,
            origin,
            more: [everything],
            ...(sourceIdentity !== undefined && { sourceIdentity }),
          });
        const answers = [
          await may('alice', 'alice'),
          await may('bob', 'alice'),
          await may('alice'),
          await may(suspendedPerson, suspendedPerson),
        ];
        return [isOne ? 'one role' : 'several roles', ...answers.map(allowed)].join('; ');
      } finally {
        await deployStudio(lab, file, {});
        // the groups of single users are new ones
        await lab.reload();
      }
    },
  },
];

/** What the doctor says to somebody without a profile, before and after the quota has a place for them. */
async function doctorWords(lab: Lab, name: string): Promise<string> {
  const desk = await signedInDesk(lab);
  const home = homeWith(desk, ({ accessToken, ...session }) => ({
    ...session,
    accessToken: reissue(lab, String(accessToken), { username: name, sub: name }),
  }));
  const doctor = () => doctorOf(desk)({ variables: { HOME: home } });
  const { profileSettings } = lab.deployed.standIn;
  profileSettings.quota = 0;
  let full: string;
  try {
    full = causeWords(await doctor());
  } finally {
    profileSettings.quota = Infinity;
  }
  return `${full}; ${causeWords(await doctor())}`;
}

/** Deploys profiles on first use, and afterwards the environment as it was, with profiles that Terraform knows. */
async function withFirstUse(
  lab: Lab,
  newPeople: readonly string[],
  settings: { readonly suspended: readonly string[] },
  action: () => Promise<string>,
): Promise<string> {
  const file = environmentFile(lab);
  const stacks = ['studio', 'private-api'] as const;
  const { profileSettings } = lab.deployed.standIn;
  try {
    await deployStudio(lab, file, { ...firstUse, ...settings }, { stacks });
    await lab.reload();
    profileSettings.pendingMilliseconds = pendingSeconds * 1000;
    return await action();
  } finally {
    profileSettings.pendingMilliseconds = 0;
    // Terraform makes those of the environment file again
    const before = [...newPeople, ...lab.environment.studio.users];
    await Promise.all(before.map((name) => deleteProfile(lab, name)));
    await deployStudio(lab, file, {}, { stacks });
    await lab.reload();
  }
}

/** Deletes a profile if there is one; one that is pending only later. */
async function deleteProfile(lab: Lab, name: string): Promise<void> {
  for (let second = 0; second <= pendingSeconds + 5; second += 1) {
    if (!(await profileNames(lab)).includes(name)) return;
    const isDeleted = await askSageMaker(lab, 'DeleteUserProfile', { UserProfileName: name }).then(
      () => true,
      () => false,
    );
    if (isDeleted) return;
    await wait(1000);
  }
}

async function profileNames(lab: Lab): Promise<string[]> {
  const listed = await askSageMaker(lab, 'ListUserProfiles', { DomainIdEquals: lab.outputs.domainId });
  return objects(listed, 'UserProfiles').map((profile) => text(profile, 'UserProfileName') ?? '');
}

/** How many of these people have a profile as the deployment's settings say, and how many lines the log has about it. */
async function madeWords(lab: Lab, people: readonly string[]): Promise<string> {
  const names = await profileNames(lab);
  const made = people.filter((name) => names.includes(name));
  const right = await Promise.all(made.map((name) => isAsListed(lab, name)));
  const which = right.every(Boolean) ? 'all' : 'not all';
  const log = lab.functions.log(lab.functionName('presigned-url'));
  const lines = log
    .split('\n')
    .filter((line) => line.includes('profile_created') && people.some((name) => line.includes(`"${name}"`)));
  return `${made.length} profiles made, ${which} with the tag of the deployment and the role of all, ${lines.length} lines profile_created`;
}

async function isAsListed(lab: Lab, name: string): Promise<boolean> {
  const profile = await askSageMaker(lab, 'DescribeUserProfile', { UserProfileName: name });
  const { Tags: tags } = await askSageMaker(lab, 'ListTags', { ResourceArn: profile.UserProfileArn });
  const settings = await ownUserSettings(lab.deployed.standIn, lab.outputs.domainId, name);
  return (
    JSON.stringify(tags).includes(JSON.stringify({ Key: 'Environment', Value: lab.environment.name })) &&
    executionRoleOf(settings).endsWith('-users')
  );
}

/** What a person sees who asks, waits as long as clients do, and opens the URL. */
async function studioOf(lab: Lab, token: string): Promise<string> {
  const until = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const reply = await ask(lab, token);
    const seconds = Number(reply.headers?.['retry-after'] ?? NaN);
    const mayAskAgain = codeOf(reply) === 'profile_pending' || reply.status === 429;
    if (!mayAskAgain || !(seconds > 0) || Date.now() > until)
      return reply.status === 200
        ? (await openStudio(lab.hosts.client, urlIn(reply))).words
        : inWords(lab, reply);
    await wait(seconds * 1000);
  }
}

const codeOf = (reply: HostReply) => text(bodyOf(reply), 'code') ?? 'no code';
