// Which URLs may be shortened: what passes is stored and redirected to byte for byte.
import { Problem } from '../shared/base/problem.ts';
import { urlRefusal } from '../shared/base/url-policy.ts';
import { linkProblems } from './problems.ts';

/** The URL itself, when a stranger may be sent there; refuses with URL_NOT_ALLOWED and the reason. */
export function checkUrl(text: string, ownHosts: readonly string[]): string {
  const reason = urlRefusal(text, ownHosts);
  if (reason) throw new Problem(linkProblems.urlNotAllowed, reason);
  return text;
}
