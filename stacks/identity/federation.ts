import {
  CognitoIdentityProvider,
  type CognitoIdentityProviderConfig,
} from '@cdktf/provider-aws/lib/cognito-identity-provider';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain';
import { DataAwsSecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version';
import { TerraformVariable } from 'cdktf';
import type { Federation } from '../../config/identity';
import type { EnvironmentStack } from '../../constructs/environment-stack';
import { personAttribute } from './user-pool';

/** The company's identity provider, and the domain of the sign-in pages. */
export function addFederation(
  stack: EnvironmentStack,
  federation: Federation,
  userPoolId: string,
): CognitoIdentityProvider {
  const { providerName, profileAttribute, emailAttribute } = federation;
  const { providerType, providerDetails, username, setByCognito } = describeProvider(stack, federation);
  const provider = new CognitoIdentityProvider(stack, 'company', {
    userPoolId,
    providerName,
    providerType,
    providerDetails,
    attributeMapping: {
      [`custom:${personAttribute}`]: profileAttribute,
      ...(emailAttribute !== undefined && { email: emailAttribute }),
      ...username,
    },
    lifecycle: { ignoreChanges: setByCognito.map((key) => `provider_details["${key}"]`) },
  });
  addSignInDomain(stack, federation, userPoolId);
  return provider;
}

type ProviderDescription = Pick<CognitoIdentityProviderConfig, 'providerType' | 'providerDetails'> & {
  /** Mapping of the name, where Cognito shows it. */
  readonly username: Readonly<Record<string, string>>;
  /** Details that Cognito adds by itself, and that every plan would else take away. */
  readonly setByCognito: readonly string[];
};

/**
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 * Details that Cognito adds: https://github.com/hashicorp/terraform-provider-aws/issues/35588 (the certificate),
 * https://github.com/hashicorp/terraform-provider-aws/issues/4807 (the addresses of the metadata)
 */
function describeProvider(stack: EnvironmentStack, { provider }: Federation): ProviderDescription {
  const { saml, oidc } = provider;
  if (saml) {
    const metadata: Record<string, string> =
      saml.metadataFile === undefined
        ? { MetadataURL: saml.metadataUrl }
        : { MetadataFile: literally(stack.environment.files[saml.metadataFile] ?? '') };
    return {
      providerType: 'SAML',
      providerDetails: {
        ...metadata,
        IDPSignout: 'false',
        // an answer that nobody asked for could sign somebody in as another person
        IDPInit: 'false',
        EncryptedResponses: 'false',
        RequestSigningAlgorithm: 'rsa-sha256',
      },
      username: {},
      setByCognito: ['ActiveEncryptionCertificate', 'SLORedirectBindingURI', 'SSORedirectBindingURI'],
    };
  }
  return {
    providerType: 'OIDC',
    providerDetails: {
      client_id: oidc.clientId,
      client_secret: clientSecret(stack, oidc.clientSecret),
      oidc_issuer: oidc.issuer,
      authorize_scopes: oidc.scopes.join(' '),
      attributes_request_method: 'GET',
    },
    username: { username: 'sub' },
    setByCognito: ['attributes_url_add_attributes'],
  };
}

/**
 * A text in which Terraform evaluates nothing: others wrote it.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
 */
const literally = (value: string) => value.replaceAll(/[$%](?=\{)/g, '$&$&');

type ClientSecret = NonNullable<Federation['provider']['oidc']>['clientSecret'];

/** A reference: the secret itself is in no file, but Terraform keeps it in the state. */
function clientSecret(stack: EnvironmentStack, { secretsManagerArn }: ClientSecret): string {
  if (secretsManagerArn !== undefined) {
    return new DataAwsSecretsmanagerSecretVersion(stack, 'identity-provider-client-secret', {
      secretId: secretsManagerArn,
    }).secretString;
  }
  const variable = new TerraformVariable(stack, 'identity_provider_client_secret', {
    type: 'string',
    sensitive: true,
    nullable: false,
    description: "Secret of Cognito's client at the company's identity provider",
  });
  return variable.stringValue;
}

/**
 * Version 1 of managed login: version 2 needs a branding style, a resource that version 5 of the provider does not have.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
 */
function addSignInDomain(
  stack: EnvironmentStack,
  { signInDomain }: Pick<Federation, 'signInDomain'>,
  userPoolId: string,
): void {
  const { prefix, custom } = signInDomain;
  const domain = new CognitoUserPoolDomain(stack, 'sign-in-domain', {
    userPoolId,
    domain: prefix ?? custom.name,
    ...(custom && { certificateArn: custom.certificateArn }),
    managedLoginVersion: 1,
  });
  const signInUrl = signInUrlOf(stack, { signInDomain });
  stack.addOutput('sign_in_url', signInUrl, 'Address of the sign-in pages');
  if (custom) {
    stack.addOutput(
      'sign_in_domain_target',
      domain.cloudfrontDistribution,
      'Make the name of the sign-in pages an alias of this in public DNS',
    );
  }
  stack.addOutput(
    'saml_entity_id',
    `urn:amazon:cognito:sp:${userPoolId}`,
    'For a SAML provider: identifier of the service provider (entity id, audience)',
  );
  stack.addOutput(
    'saml_response_url',
    `${signInUrl}/saml2/idpresponse`,
    'For a SAML provider: address that it sends its answers to (assertion consumer service, POST binding)',
  );
  stack.addOutput(
    'oidc_callback_url',
    `${signInUrl}/oauth2/idpresponse`,
    "For an OpenID Connect provider: callback URL of Cognito's client",
  );
}

/** Address of the sign-in pages. */
export function signInUrlOf(
  stack: EnvironmentStack,
  { signInDomain: { prefix, custom } }: Pick<Federation, 'signInDomain'>,
): string {
  return `https://${custom?.name ?? `${prefix}.${cognitoDomain(stack)}`}`;
}

/** https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html */
function cognitoDomain(stack: EnvironmentStack): string {
  const auth = stack.partition.id === 'aws-us-gov' ? 'auth-fips' : 'auth';
  return `${auth}.${stack.environment.region}.amazoncognito.com`;
}
