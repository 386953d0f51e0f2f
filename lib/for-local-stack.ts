// What LocalStack needs otherwise than AWS, by its documentation (localstack/coverage.md).
import type { IAspect } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnMetricFilter } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

/**
 * Leaves out the type that it does not list, for which a later release fails a deployment. Gives each function the address
 * for its calls, which stands in presigned URLs and so must be right in a browser too.
 */
export const forLocalStack = (endpoint: string): IAspect => ({
  visit(node: IConstruct): void {
    if (node instanceof CfnMetricFilter) node.node.scope?.node.tryRemoveChild(node.node.id);
    if (node instanceof CfnFunction) node.addPropertyOverride('Environment.Variables.AWS_ENDPOINT_URL', endpoint);
  },
});
