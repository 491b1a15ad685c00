import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { allStackIds } from '../../config/stack-ids';

/** Names of the outputs that a stack uses, by the id of the stack that has them. */
export type UpstreamOutputs = ReadonlyMap<string, readonly string[]>;

/**
 * The stacks to plan, in the order of deployment.
 *
 * @param chosen ids of stacks; empty: all that are synthesized
 * @param stacksFolder `cdktf.out/stacks`
 * @throws if there is no such stack
 */
export function stacksInOrder(chosen: readonly string[], stacksFolder: string): string[] {
  const available = allStackIds.filter((id) => existsSync(path.join(stacksFolder, id, 'cdk.tf.json')));
  const unknown = chosen.filter((id) => !available.some((known) => known === id));
  if (unknown.length > 0)
    throw new Error(
      `STACK: got ${unknown.map((id) => JSON.stringify(id)).join(', ')}, expected ${available.join(', ')}`,
    );
  return available.filter((id) => chosen.length === 0 || chosen.includes(id));
}

const remoteState = 'cross-stack-reference-input-';

const configuration = z.looseObject({
  data: z.looseObject({ terraform_remote_state: z.record(z.string(), z.unknown()).optional() }).optional(),
});

/** The outputs of other stacks that a synthesized stack uses. */
export function upstreamOutputs(stackFolder: string): UpstreamOutputs {
  const text = readFileSync(path.join(stackFolder, 'cdk.tf.json'), 'utf8');
  const { data } = configuration.parse(JSON.parse(text));
  const sources = Object.keys(data?.terraform_remote_state ?? {}).filter((name) =>
    name.startsWith(remoteState),
  );
  return new Map(
    sources.map((source) => {
      const references = text.matchAll(
        new RegExp(`data\\.terraform_remote_state\\.${source}\\.outputs\\.([\\w-]+)`, 'g'),
      );
      return [source.slice(remoteState.length), [...new Set([...references].map(([, name = '']) => name))]];
    }),
  );
}
