// The request line of an access log: what a client asked for, or that it sent something else.

export interface Request {
  readonly method: string;
  /** Path without the query; a target of another form (`*`, an address) as it was sent. */
  readonly path: string;
}

const METHOD = /^[A-Za-z][\w-]{0,31}$/;
/** Control characters would break the lines and fields of the result. */
const CONTROL = /\p{Cc}/u;
/**
 * A method and a target: a path, an absolute URL, `*`, or of CONNECT a host with its port (RFC 9112, 3.2), without the query.
 * The protocol may be missing, as in HTTP/0.9.
 */
const REQUEST = /^([A-Za-z][\w-]{0,31}) (\/[^ ?]*|[A-Za-z][\w+.-]*:\/\/[^ ?]*|\*(?= |$)|(?<=^CONNECT )[^ ?]+)/;

/**
 * Undefined for what is no request: nothing at all, `-` (the client sent nothing), one word, the first bytes of TLS. Public
 * servers meet these all day.
 */
export function requestOf(line: string): Request | undefined {
  const [, method = '', path = ''] = REQUEST.exec(line) ?? [];
  return method === '' || CONTROL.test(path) ? undefined : { method, path };
}

/** The same of a method and a target that were logged apart. */
export function requestTo(method: unknown, target: string): Request | undefined {
  if (typeof method !== 'string' || (method !== '-' && !METHOD.test(method)) || CONTROL.test(target)) return undefined;
  return { method, path: target.includes('?') ? target.slice(0, target.indexOf('?')) : target };
}
