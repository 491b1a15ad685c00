import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { appWords } from '../../api/landing';
import { profileNamePattern } from '../../api/limits';
import { version } from '../../package.json';
import { isFileSystemError, messageOf } from '../failure';
import type { Result } from './commands/result';
import type { Context, DeploymentChoice } from './context';
import type { Place } from './doctor/facts';
import { exitCodes, Failure, type FailureDetails } from './failure';
import type { Landing } from './network/api';
import { jsonLine, printable } from './printable';
import { withoutSecrets } from './secrets';
import type { SettingsChoice } from './settings/read';
import type { Settings } from './settings/schema';

interface Common extends SettingsChoice {
  readonly json?: true;
}

interface LandingOptions extends Common, Landing {}

interface UrlOptions extends LandingOptions {
  readonly of?: string;
}

interface LoginOptions extends Common {
  /** False with `--no-browser`. */
  readonly browser: boolean;
  readonly storeInFile?: true;
}

interface DoctorOptions extends Common {
  readonly expect: Place;
  readonly urlStdin?: true;
}

interface SettingsOptions extends DeploymentChoice {
  readonly out?: string;
  readonly json?: true;
}

const endings = `
Exit codes:
  0   done
  1   failure
  2   cancelled
  3   doctor found something
  4   sign-in needed
  64  wrong arguments
`;

const surroundings = `
Variables:
  STUDIO_ACCESS_SETTINGS               file with the settings, in place of --settings
  STUDIO_ACCESS_BROWSER=none           starts no browser
  HTTPS_PROXY, NO_PROXY                the company's proxy, and the names that it must not be asked for
  NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE   file with the company's root certificates
`;

/**
 * Runs a command, prints what it has to say, and returns its exit code. With `--json` there is exactly one document on standard
 * output, also for a failure.
 *
 * @param args what follows the name of the program
 */
export async function run(context: Context, args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  try {
    const result = await parse(context, args, isJson);
    if (result === undefined) return exitCodes.done;
    if (isJson) context.output.write(jsonLine(result.json));
    else if (result.text !== undefined) context.output.write(`${printable(result.text)}\n`);
    return exitCodes[result.ending ?? 'done'];
  } catch (error) {
    // after an interruption, the error itself may be any
    const details = detailsOf(context.signal.aborted ? context.signal.reason : error);
    if (details === undefined) return exitCodes.done;
    report(context, details, isJson);
    return exitCodes[details.ending ?? 'failure'];
  }
}

/** @returns undefined if nothing is left to print */
async function parse(
  context: Context,
  args: readonly string[],
  isJson: boolean,
): Promise<Result | undefined> {
  let work: (() => Promise<Result>) | undefined;
  const program = new Command('studio-access')
    .description('Opens Amazon SageMaker Studio over the company’s private network.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.output.write(text),
      // the message of an error is printed with the others
      writeErr: (text) => {
        if (!text.startsWith('error:')) context.messages.write(text);
      },
    })
    .addHelpText('after', endings + surroundings);
  const add = (name: string, description: string, examples: readonly string[]) =>
    program
      .command(name)
      .description(description)
      .option('--json', 'one JSON document on standard output, and the rest on standard error')
      .addHelpText(
        'after',
        `\nExamples:\n${examples.map((example) => `  $ studio-access ${example}\n`).join('')}`,
      );
  const addWithSettings = (name: string, description: string, examples: readonly string[]) =>
    add(name, description, examples)
      .option('--settings <file>', 'settings that your operator handed out')
      .option('--env <name>', 'settings of a deployment, in a checkout of the project');
  const addWithLanding = (name: string, description: string, examples: readonly string[]) =>
    addWithSettings(name, description, examples)
      .addOption(
        new Option('--app <app>', 'where in Studio to land, as far as the deployment allows').choices(
          appWords,
        ),
      )
      .option('--space <space>', 'which of your own private spaces to land in');
  const withSettings = (choice: SettingsChoice, command: (settings: Settings) => Promise<Result>) => {
    work = async () => {
      const { readSettings } = await import('./settings/read');
      const settings = await readSettings(context, choice);
      try {
        return await command(settings);
      } catch (error) {
        throw withHelp(error, settings.help);
      }
    };
  };

  addWithSettings('login', 'Signs you in, in the browser or with a password.', [
    'login',
    'login --no-browser      # on a computer that you reach over SSH',
    'login --store-in-file   # where there is no keychain',
  ])
    .option('--no-browser', 'prints the address of the sign-in page, and takes the address that it ends at')
    .option(
      '--store-in-file',
      'keeps the session in a file that only you can read, not in the system’s keychain',
    )
    .action((options: LoginOptions) => {
      withSettings(options, async (settings) => {
        const { login } = await import('./commands/login');
        const storage = options.storeInFile === true ? 'file' : 'keychain';
        return login(context, settings, { noBrowser: !options.browser, storage });
      });
    });
  addWithSettings('logout', 'Ends the session, and removes it from this computer.', ['logout']).action(
    (options: Common) => {
      withSettings(options, async (settings) =>
        (await import('./commands/logout')).logout(context, settings),
      );
    },
  );
  addWithSettings('status', 'Says who is signed in; the exit code is 4 if nobody is.', [
    'status',
    'status --json | jq -r .user',
  ]).action((options: Common) => {
    withSettings(options, async (settings) => (await import('./commands/status')).status(context, settings));
  });
  addWithLanding('open', 'Opens Studio in the browser.', ['open', 'open --space my-space']).action(
    (options: LandingOptions) => {
      withSettings(options, async (settings) =>
        (await import('./commands/open')).open(
          context,
          settings,
          optional({ app: options.app, space: options.space }),
        ),
      );
    },
  );
  addWithLanding('url', 'Prints a Studio URL. Whoever has it is in Studio as you until it expires.', [
    'url',
    'url --json | jq -r .authorizedUrl',
    'url --of bob --json | jq -r .error.code   # not_allowed, unless you are bob',
  ])
    .option(
      '--of <name>',
      'asks for the URL of this person, to see that you get none but your own',
      profileName,
    )
    .action((options: UrlOptions) => {
      withSettings(options, async (settings) =>
        (await import('./commands/url')).url(
          context,
          settings,
          optional({ app: options.app, space: options.space }),
          options.of,
        ),
      );
    });
  addWithSettings(
    'doctor',
    'Checks the whole way to Studio, and names what is broken; the exit code is 3 if it found something.',
    [
      'doctor',
      'doctor --json | jq -r .cause.cause',
      'doctor --expect outside         # outside the network: finds something if anything gets through',
      'url | ssh HOST studio-access doctor --expect outside --url-stdin',
      'doctor --env prod               # after a deployment, in a checkout of the project',
    ],
  )
    .addOption(
      new Option('--expect <place>', 'where this computer is')
        .choices(['inside', 'outside'])
        .default('inside'),
    )
    .option(
      '--url-stdin',
      'with --expect outside: reads a URL that was made inside, which must not open here',
    )
    .action((options: DoctorOptions) => {
      withSettings(options, async (settings) =>
        (await import('./doctor/doctor')).doctor(context, settings, {
          place: options.expect,
          withUrl: options.urlStdin === true,
        }),
      );
    });
  add('settings', 'For operators, in a checkout: writes the settings that people need.', [
    'settings --env prod --out studio-prod.json',
  ])
    .requiredOption('--env <name>', 'name of the deployment')
    .option('--out <file>', 'file to write; default: standard output')
    .option(
      '--client-id <id>',
      'client of the command line at the company’s provider, unless the environment file lists one',
    )
    .option('--metadata <address>', 'the provider’s openid-configuration, unless it is below the issuer')
    .action(({ env, out, clientId, metadata }: SettingsOptions) => {
      work = async () =>
        (await import('./commands/settings')).settings(context, {
          env,
          ...optional({ out, clientId, metadata }),
        });
    });

  await program.parseAsync([...args], { from: 'user' });
  if (args.length === 0 && !isJson) program.outputHelp({ error: true });
  return work?.();
}

/** A name becomes a part of an address. */
function profileName(text: string): string {
  if (profileNamePattern.test(text)) return text;
  throw new InvalidArgumentError('It is no name of a profile.');
}

/** The options that were given. */
function optional<Key extends string>(
  options: Partial<Record<Key, string | undefined>>,
): Partial<Record<Key, string>> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<
    Record<Key, string>
  >;
}

function withHelp(error: unknown, help: string | undefined): unknown {
  return error instanceof Failure && help !== undefined ? new Failure({ ...error.details, help }) : error;
}

/** @returns undefined if the error is how the help ends */
function detailsOf(error: unknown): FailureDetails | undefined {
  if (error instanceof Failure) return error.details;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined;
    return {
      code: 'usage',
      what: error.message.replace(/^error: /, '').replace(/^\(outputHelp\)$/, 'A command is missing.'),
      todo: 'Run: studio-access --help',
      ending: 'usage',
    };
  }
  if (isFileSystemError(error))
    return { code: 'file_system', what: `${messageOf(error)}.`.replace(/^c/, 'C'), todo: '' };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'defect', what: `This is a defect of studio-access. ${text}`, todo: 'Tell your operator.' };
}

function report(
  { output, messages }: Context,
  { code, what, todo, requestId, help }: FailureDetails,
  isJson: boolean,
): void {
  const clean = { what: withoutSecrets(what), todo: withoutSecrets(todo) };
  if (isJson) {
    const error = { code, ...clean, ...optional({ requestId, help }) };
    output.write(jsonLine({ error }));
    return;
  }
  const lines = [
    clean.what,
    clean.todo,
    requestId === undefined ? '' : `Request id: ${requestId}`,
    help === undefined ? '' : `Help: ${help}`,
  ];
  messages.write(`${printable(lines.filter(Boolean).join('\n'))}\n`);
}
