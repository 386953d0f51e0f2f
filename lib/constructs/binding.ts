// Gives a function, in one call, a resource's name in its environment and exactly the named permissions.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Created by a resource's `allow(...)` and passed to ServiceFunction.bind. */
export interface Binding {
  /** Environment of the function, under the name that the service's contract gives this resource. */
  environment(name: string): Record<string, string>;
  readonly statements: readonly PolicyStatement[];
}

/** A binding of a resource that its contract declares, with its environment name. */
export interface NamedBinding extends Binding {
  readonly name: string;
}

/** A plain value, such as a URL or an id, that needs no permission. */
export const value = (text: string): Binding => ({ environment: (name) => ({ [name]: text }), statements: [] });

/** Calls a task of another service and waits for its answer (lambdas/shared/messaging/invoke.ts). */
export const invoke = (fn: IFunction): Binding => ({
  environment: (name) => ({ [name]: fn.functionName }),
  statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] })],
});
