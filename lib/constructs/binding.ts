// What a function gets of a resource: its name in the environment and exactly the permissions named, in one call.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Made by a resource's `allow(...)`, given to ServiceFunction.bind. */
export interface Binding {
  /** Environment of the function, for the name the service's contract gives this resource. */
  environment(name: string): Record<string, string>;
  readonly statements: readonly PolicyStatement[];
}

/** Of a resource that its contract declares, with its environment name. */
export interface NamedBinding extends Binding {
  readonly name: string;
}

/** A plain value, such as a URL or an id, that needs no permission. */
export const value = (text: string): Binding => ({ environment: (name) => ({ [name]: text }), statements: [] });

/** Calling a task of another service, and waiting for its answer (lambdas/shared/messaging/invoke.ts). */
export const invoke = (fn: IFunction): Binding => ({
  environment: (name) => ({ [name]: fn.functionName }),
  statements: [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] })],
});
