import type { JsonObject } from '../../shared/json';
import { json } from '../../shared/aws-client';
import { startStandIn, type StandIn } from '../../stand-in';

jest.setTimeout(60_000);

describe('Systems Manager of the stand-in', () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn({ hostEnvironment: process.env });
    await ssm('CreateDocument', {
      Name: 'configure-hosts',
      DocumentType: 'Command',
      DocumentFormat: 'JSON',
      Content: JSON.stringify({
        schemaVersion: '2.2',
        description: 'a document of this test',
        parameters: { Revision: { type: 'String', default: '0', allowedPattern: '^[0-9]+$' } },
        mainSteps: [],
      }),
    });
  });
  afterAll(() => standIn.stop());

  const ssm = (operation: string, request: JsonObject) =>
    json(standIn, 'ssm', `AmazonSSM.${operation}`, request);
  const targets = { Targets: [{ Key: 'tag:Name', Values: ['host'] }] };

  it('keeps associations as they are set, and unsets what an update leaves out', async () => {
    const { AssociationDescription: created } = await ssm('CreateAssociation', {
      Name: 'configure-hosts',
      AssociationName: 'hosts',
      Parameters: { Revision: ['1'] },
      ScheduleExpression: 'rate(30 minutes)',
      Tags: [{ Key: 'Environment', Value: 'test' }],
      ...targets,
    });
    const { AssociationId: id } = created as JsonObject;
    expect(created).toMatchObject({ AssociationName: 'hosts', AssociationVersion: '1', ...targets });
    expect(await ssm('ListTagsForResource', { ResourceType: 'Association', ResourceId: id })).toEqual({
      TagList: [{ Key: 'Environment', Value: 'test' }],
    });
    await ssm('UpdateAssociation', { AssociationId: id, Parameters: { Revision: ['2'] }, ...targets });
    const { AssociationDescription: updated } = await ssm('DescribeAssociation', { AssociationId: id });
    expect(updated).toMatchObject({ Parameters: { Revision: ['2'] }, AssociationVersion: '2' });
    expect(updated).not.toHaveProperty('ScheduleExpression');
    await expect(ssm('DeleteDocument', { Name: 'configure-hosts' })).rejects.toThrow('AssociatedInstances');
    await ssm('DeleteAssociation', { AssociationId: id });
    await expect(ssm('DescribeAssociation', { AssociationId: id })).rejects.toThrow(
      'AssociationDoesNotExist',
    );
  });

  it.each([
    ['of a document that is not there', { Name: 'nothing' }, /InvalidDocument/],
    [
      'with a parameter that the document does not have',
      { Name: 'configure-hosts', Parameters: { Version: ['1'] } },
      /InvalidParameters.*no parameter Version/,
    ],
    [
      'with a value that the document refuses',
      { Name: 'configure-hosts', Parameters: { Revision: ['new'] } },
      /InvalidParameters.*new is not allowed/,
    ],
  ])('refuses an association %s', async (_, request, message) => {
    await expect(ssm('CreateAssociation', { ...request, ...targets })).rejects.toThrow(message);
  });

  it.each([
    ['Standard', 4096],
    ['Advanced', 8192],
  ])('takes parameters of the tier %s up to %i bytes', async (Tier, bytes) => {
    const put = (length: number) =>
      ssm('PutParameter', { Name: `/length/${Tier}`, Type: 'String', Tier, Value: 'x'.repeat(length) });
    await expect(put(bytes + 1)).rejects.toThrow('ValidationException');
    expect(await put(bytes)).toMatchObject({ Version: 1 });
  });

  it('knows the newest image of Windows', async () => {
    const name = '/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base';
    expect(await ssm('GetParameter', { Name: name })).toMatchObject({
      Parameter: { Value: expect.stringMatching(/^ami-/) as string },
    });
  });

  describe('commands', () => {
    const send = (InstanceIds: readonly string[], DocumentName = 'AWS-RunShellScript') =>
      ssm('SendCommand', { DocumentName, InstanceIds, Parameters: { commands: ['first', 'second'] } });
    const outcome = async (CommandId: unknown, InstanceId: string) => {
      const invocation = await ssm('GetCommandInvocation', { CommandId, InstanceId });
      return invocation.Status;
    };

    it.each([
      ['a host that does not answer', () => send(['i-unknown']), 'InvalidInstanceId'],
      ['another document', () => send(['i-known'], 'configure-hosts'), 'InvalidDocument'],
      ['a command that was not sent', () => outcome('none', 'i-known'), 'InvocationDoesNotExist'],
    ])('are refused: %s', async (_, ask, error) => {
      await expect(ask()).rejects.toThrow(error);
    });

    it('run on a host, and are asked for until they have ended', async () => {
      const scripts: string[] = [];
      let end: (exitCode: number) => void = () => undefined;
      standIn.commandHosts.run = (instanceId, script) => {
        if (instanceId !== 'i-known') return undefined;
        scripts.push(script);
        return new Promise((resolve) => {
          end = (exitCode) => {
            resolve({ exitCode, stdout: 'out', stderr: 'err' });
          };
        });
      };
      for (const [exitCode, status] of [
        [0, 'Success'],
        [3, 'Failed'],
      ] as const) {
        const { Command: command } = await send(['i-known']);
        const { CommandId } = command as JsonObject;
        expect(await outcome(CommandId, 'i-known')).toBe('InProgress');
        end(exitCode);
        expect(await ssm('GetCommandInvocation', { CommandId, InstanceId: 'i-known' })).toMatchObject({
          Status: status,
          ResponseCode: exitCode,
          StandardOutputContent: 'out',
          StandardErrorContent: 'err',
        });
      }
      expect(scripts).toEqual(['first\nsecond', 'first\nsecond']);
    });
  });
});
