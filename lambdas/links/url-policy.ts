// Which URLs can be shortened. An accepted URL is stored as it was given.
import { Problem } from '../shared/base/problem.ts';
import { urlRefusal } from '../shared/base/text/url-policy.ts';
import { linkProblems } from './problems.ts';

/** Returns the URL if it is safe to send a visitor there; otherwise refuses with URL_NOT_ALLOWED and the reason. */
export function checkUrl(text: string, ownHosts: readonly string[]): string {
  const reason = urlRefusal(text, ownHosts);
  if (reason) throw new Problem(linkProblems.urlNotAllowed, reason);
  return text;
}
