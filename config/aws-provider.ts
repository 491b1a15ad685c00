/** Terraform's address of the AWS provider: in lock files, and the folders of mirrors and installed providers. */
export const awsProviderAddress = 'registry.terraform.io/hashicorp/aws';
