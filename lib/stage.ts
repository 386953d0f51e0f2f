// Names that an account and region have once. With -c stage=NAME each of them begins with the stage, so that several
// copies of the application fit beside one another.
import type { IConstruct } from 'constructs';

/** The longest name that a stage begins is a search domain's, which may have 28 characters. */
const STAGE = /^[a-z](?:[a-z0-9-]{0,5}[a-z0-9])?$/;

export const isStage = (text: string): boolean => STAGE.test(text);
export const stageRule =
  'A stage has one to seven lower-case letters, digits and hyphens, begins with a letter and ends with no hyphen.';

/** `dev-system-design` of the stage `dev`. Without a stage the name itself. */
export const staged = (name: string, stage: string | undefined): string =>
  stage === undefined ? name : `${stage}-${name}`;

/** The stage of `cdk -c stage=...`; none by default. */
function stageOf(scope: IConstruct): string | undefined {
  const stage: unknown = scope.node.tryGetContext('stage');
  if (stage === undefined) return undefined;
  if (typeof stage === 'string' && isStage(stage)) return stage;
  throw new Error(`stage is "${stage}": give a name such as -c stage=dev. ${stageRule}`);
}

/** The name in the application's stage. Use it for every literal name of a resource, metric or job. */
export const named = (scope: IConstruct, name: string): string => staged(name, stageOf(scope));
