// `npm run infra:diff`: compares the templates of a commit with those of the sources here.
import { runSteps, type Step } from '../../localstack/steps.ts';
import { compare, type Templates } from './compare.ts';
import { templatesHere, templatesOf } from './synthesised.ts';

/** Answers whether a deployment of the sources over the commit needs two steps. */
export async function infraDiff(commit: string, context: Readonly<Record<string, string>>): Promise<boolean> {
  const templates: Templates[] = [];
  const step = (title: string, read: () => Promise<Templates>): Step => ({
    title,
    run: async () => void templates.push(await read()),
  });
  await runSteps(
    [
      step(`Templates of ${commit}`, () => templatesOf(commit, context)),
      step('Templates of the sources here', () => templatesHere(context)),
    ],
    'auto',
  );
  const [before = {}, after = {}] = templates;
  const findings = compare(before, after);
  for (const { says, runbook } of findings) console.log(`✖ ${says}\n  ${runbook}`);
  if (findings.length === 0) console.log('✔ One deployment does it: no export vanishes, and no kept data is lost');
  return findings.length > 0;
}
