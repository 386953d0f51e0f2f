// Bugs as people make them, and the test of each that has to notice. The text must stand in the file exactly once.

export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
export interface Mutant extends Edit {
  readonly name: string;
  /** Where the bug needs a second change to show. */
  readonly also?: readonly Edit[];
  /** The test file, and which of its tests. */
  readonly test: string;
  readonly only: string;
}

const local = (name: string): string => `test/local/${name}.test.ts`;
const unit = (name: string): string => `lambdas/${name}.test.ts`;

export const mutants: readonly Mutant[] = [
  {
    name: 'an alias is claimed without its condition',
    file: 'lambdas/links/store.ts',
    find: "        ConditionExpression: 'attribute_not_exists(code)',\n",
    replace: '',
    test: local('links'),
    only: 'of 50 who claim one alias',
  },
  {
    name: 'a taken code is not drawn again',
    file: 'lambdas/links/link.ts',
    find: 'const MAX_ATTEMPTS = 10;',
    replace: 'const MAX_ATTEMPTS = 1;',
    test: local('codes'),
    only: '40 links in a space of 62 codes',
  },
  {
    name: 'a consumer writes its counts without a condition',
    file: 'lambdas/links/click-store.ts',
    find: `      ConditionExpression: version === 1 ? 'attribute_not_exists(pk)' : 'version = :before',
      ...(version > 1 && { ExpressionAttributeValues: { ':before': version - 1 } }),
`,
    replace: '',
    also: [
      {
        file: 'lambdas/links/click-items.ts',
        find: "{ Item, ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': kept.version } }",
        replace: '{ Item }',
      },
    ],
    test: local('clicks'),
    only: 'consumers with the same batch at the same time',
  },
  {
    name: 'clicks are not deduplicated by their position',
    file: 'lambdas/links/tally.ts',
    find: 'records.filter(({ sequence }) => sequence > from.sequence)',
    replace: 'records.filter(() => true)',
    test: local('clicks'),
    only: 'a batch delivered again when its producer has long been forgotten',
  },
  {
    name: 'clicks are not deduplicated by their number',
    file: 'lambdas/links/tally.ts',
    find: '      if (number <= (producers.get(value.producer)?.last ?? 0)) continue;\n',
    replace: '',
    test: local('clicks'),
    only: 'a record sent twice because its answer was lost',
  },
  {
    name: 'a poison record is swallowed',
    file: 'lambdas/shared/stream-worker.ts',
    find: '        await park(bad);\n',
    replace: '',
    test: local('clicks'),
    only: 'a poison record is parked',
  },
  {
    name: 'a poison record blocks its shard',
    file: 'lambdas/shared/stream-worker.ts',
    find: "  if (value === undefined) return { reason: 'not JSON' };",
    replace: "  if (value === undefined) throw new Error('not JSON');",
    test: local('clicks'),
    only: 'a poison record is parked',
  },
  {
    name: 'a redriven record is consumed under the position of its shard',
    file: 'lambdas/shared/stream-worker.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`${REDRIVEN_SHARD}${name}-${each.shardId}`',
    replace: 'name && shardId',
    test: local('dlq'),
    only: 'a redriven record counts once',
  },
  {
    name: 'a redrive forgets that a producer sends again',
    file: 'lambdas/shared/stream-worker.ts',
    find: 'sameAgain?.(each.value) ?? each.sequence',
    replace: 'sameAgain && each.sequence',
    test: local('dlq'),
    only: 'clicks that were sent twice',
  },
  {
    name: 'an operation is named without its user',
    file: 'lambdas/shared/http.ts',
    find: 'id: hash(user, event',
    replace: "id: hash(user && '', event",
    test: local('idempotency'),
    only: 'another user’s same key',
  },
  {
    name: 'a retried operation gets another code',
    file: 'lambdas/links/code.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`${operationId}#${attempt}`',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it becomes the source's text
    replace: '`${operationId}#${attempt}#${Math.random()}`',
    test: local('idempotency'),
    only: 'a retry after a crash finds the link',
  },
  {
    name: 'another body passes under the same key',
    file: 'lambdas/shared/idempotency.ts',
    find: "    payloadValidationJmesPath: 'bodyHash',\n",
    replace: '',
    test: local('idempotency'),
    only: 'refuses another body',
  },
  {
    name: 'a cursor is not signed',
    file: 'lambdas/shared/cursor.ts',
    find: 'if (given.length !== expected.length || !timingSafeEqual(given, expected) || !exact) {',
    replace: "if (text === '' && timingSafeEqual(given, given) && exact) {",
    test: local('links'),
    only: 'a cursor serves its owner only',
  },
  {
    name: 'a cursor is signed without its scope',
    file: 'lambdas/shared/cursor.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source's own text
    find: '`${scope}\\n${text}`',
    replace: "scope ? text : ''",
    test: unit('shared/cursor'),
    only: '',
  },
  {
    name: 'a link is shown to whoever asks',
    file: 'lambdas/links/link.ts',
    find: ' || link.ownerId !== ownerId',
    replace: '',
    test: local('links'),
    only: 'are nobody else’s to read',
  },
  {
    name: 'a link is deleted by whoever asks',
    file: 'lambdas/links/store.ts',
    find: "        ConditionExpression: 'ownerId = :owner OR deletedBy = :owner',\n",
    replace: '',
    test: local('links'),
    only: 'are nobody else’s to read',
  },
  {
    name: 'a deleted link stays in the cache',
    file: 'lambdas/links/destination-cache.ts',
    find: 'entry && nowMs - entry.readAtMs < STALE_MS',
    replace: 'entry && nowMs >= 0',
    test: local('links'),
    only: 'a cached link is gone within the staleness bound',
  },
  {
    name: 'the cache grows without bound',
    file: 'lambdas/links/destination-cache.ts',
    find: 'this.#entries.size > MAX_ENTRIES',
    replace: 'this.#entries.size < 0',
    test: unit('links/destination-cache'),
    only: '',
  },
  {
    name: 'a link redirects after it expired',
    file: 'lambdas/links/redirect-answer.ts',
    find: "nowMs >= found.expiresAtMs ? 'gone' : found",
    replace: 'found',
    test: local('links'),
    only: 'an expired link is 410',
  },
  {
    name: 'a click whose put failed is forgotten',
    file: 'lambdas/links/click-sender.ts',
    find: '      this.#pausedUntilMs = nowMs + PAUSE_AFTER_FAILURE_MS;\n',
    replace: '      this.#pausedUntilMs = nowMs + PAUSE_AFTER_FAILURE_MS;\n      this.#waiting = [];\n',
    test: unit('links/click-sender'),
    only: '',
  },
  {
    name: 'a URL of the clouds’ metadata service is shortened',
    file: 'lambdas/shared/url-policy.ts',
    find: "  ['169.254.0.0', 16],\n",
    replace: '',
    test: unit('links/url-policy'),
    only: '',
  },
  {
    name: 'any kind of token passes',
    file: 'lambdas/shared/request.ts',
    find: "claims?.token_use !== 'access' || typeof claims.sub",
    replace: '!claims || typeof claims.sub',
    test: local('identity'),
    only: 'refuses none, a broken one, an ID token',
  },
  {
    name: 'a caller’s header is believed to be its address',
    file: 'lambdas/shared/client-address.ts',
    find: '(throughEdge && headers',
    replace: '((throughEdge || true) && headers',
    test: local('limits'),
    only: 'no header of the caller’s',
  },
  {
    name: 'a limit does not limit',
    file: 'lambdas/shared/limiter.ts',
    find: 'if (slidingCount(window, nowMs) <= limit) return;',
    replace: 'if (slidingCount(window, nowMs) <= limit * 100) return;',
    test: local('limits'),
    only: 'writes of one account beyond it',
  },
  {
    name: 'the redirect may write links',
    file: 'lib/stacks/links-stack.ts',
    find: "links.allow('GetItem'))\n      .bind(bindings.clicksStream",
    replace: "links.allow('GetItem', 'PutItem'))\n      .bind(bindings.clicksStream",
    test: local('permissions'),
    only: 'the redirect may read a link',
  },
];
