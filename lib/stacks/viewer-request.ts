// Runs at the edge for every request: passes on requests that may lead somewhere, and answers the rest itself.
import { edgeHeaders } from '../../lambdas/shared/base/contract.ts';

/** The script of CloudFront Functions, runtime 2.0: it imports nothing. A short link may end with a slash. */
export const viewerRequest = (folders: readonly string[]) => `
function handler(event) {
  const request = event.request;
  const uri = request.uri;
  request.headers['${edgeHeaders.viewerAddress}'] = { value: event.viewer.ip };
  if (uri === '/') request.uri = '/index.html';
  if (/^\\/(?:$|(?:${folders.join('|')})\\/)/.test(uri)) return request;
  const link = /^(\\/[0-9A-Za-z-]{4,32})\\/?$/.exec(uri);
  if (link) {
    request.uri = link[1];
    return request;
  }
  return {
    statusCode: 404,
    statusDescription: 'Not Found',
    headers: { 'content-type': { value: 'text/plain; charset=utf-8' }, 'x-content-type-options': { value: 'nosniff' } },
    body: 'There is nothing here. Short links are 4 to 32 letters, digits and hyphens; the console is at /\\n',
  };
}`;
