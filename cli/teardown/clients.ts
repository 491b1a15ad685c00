import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EFSClient } from '@aws-sdk/client-efs';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { STSClient } from '@aws-sdk/client-sts';
import { waitWhenThrottled } from './throttling';
import type { Waiting } from './waiting';

/** Clients of one account and region. */
export interface AwsClients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly ec2: EC2Client;
  readonly efs: EFSClient;
  readonly logs: CloudWatchLogsClient;
  readonly sageMaker: SageMakerClient;
  readonly sts: STSClient;
}

/**
 * Clients with the credentials that Terraform takes too: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 *
 * @param waiting what each call does while AWS throttles it, after all attempts of the SDK
 */
export function awsClients(region: string, waiting: Waiting): AwsClients {
  // a domain with hundreds of apps is throttled
  const settings = { region, maxAttempts: 8 };
  const clients: AwsClients = {
    cognito: new CognitoIdentityProviderClient(settings),
    ec2: new EC2Client(settings),
    efs: new EFSClient(settings),
    logs: new CloudWatchLogsClient(settings),
    sageMaker: new SageMakerClient(settings),
    sts: new STSClient(settings),
  };
  waitWhenThrottled(Object.values(clients) as AwsClients['sageMaker'][], waiting);
  return clients;
}
