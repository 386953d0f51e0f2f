// The emulator speaks plain HTTP, so the statements of `enforceSSL` would deny every call there.
import { type IAspect, Stack } from 'aws-cdk-lib';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Condition?: { readonly Bool?: { readonly 'aws:SecureTransport'?: string } };
}

/** Removes the statements that deny plain HTTP from every bucket, queue and topic policy, and nothing else. */
export const withoutTls: IAspect = {
  visit(node: IConstruct): void {
    if (!(node instanceof CfnBucketPolicy || node instanceof CfnQueuePolicy || node instanceof CfnTopicPolicy)) return;
    const document = Stack.of(node).resolve(node.policyDocument) as { readonly Statement: readonly Statement[] };
    const kept = document.Statement.filter(
      ({ Effect, Condition }) => Effect === 'Allow' || Condition?.Bool?.['aws:SecureTransport'] !== 'false',
    );
    if (kept.length === 0) node.node.scope?.node.tryRemoveChild(node.node.id);
    else node.policyDocument = { ...document, Statement: kept };
  },
};
