import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransitGateway, setApiGatewayLogsRole, startStandIn } from '../lab/stand-in';
import { providerVariables } from '../lab/terraform/provider-mirror';
import { environmentFromCommand } from './environment';

/** Runs the stand-in for AWS until it is interrupted, and says how to deploy into it. */
async function main(): Promise<void> {
  const { name, region, allowedAccountIds, corporate } = environmentFromCommand();
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-lab-'));
  const standIn = await startStandIn({
    hostEnvironment: process.env,
    region,
    ...(allowedAccountIds[0] !== undefined && { accountId: allowedAccountIds[0] }),
  });
  const { connection } = corporate;
  if (connection !== 'none' && connection.transitGatewayId !== undefined) {
    await createTransitGateway(standIn, connection.transitGatewayId);
  }
  await setApiGatewayLogsRole(standIn, `arn:aws:iam::${standIn.accountId}:role/apigateway-logs`);
  const variables = {
    STUDIO_ENV: name,
    ...standIn.environment,
    ...providerVariables(folder, process.env),
  };
  console.log('A stand-in for AWS is running. In another terminal, in this folder:\n');
  for (const [key, value] of Object.entries(variables)) console.log(`  export ${key}=${value}`);
  console.log(
    '\n  npx cdktf deploy network identity studio private-api --auto-approve --skip-provider-lock\n' +
      '  npx cdktf destroy network identity studio private-api --auto-approve --skip-provider-lock\n\n' +
      'Ctrl-C ends it and forgets everything deployed.',
  );
  const stop = async () => {
    await standIn.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
