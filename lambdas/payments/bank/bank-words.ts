// The bank's vocabulary as documented, where we read it. Only bank-api.ts and bank-client.ts use it.
import * as z from 'zod/mini';

const Instant = z.iso.datetime({ offset: false });

export const BankCharge = z.object({
  status: z.enum(['authorized', 'declined', 'captured', 'voided', 'refunded', 'barred']),
  amount_minor: z.int(),
});
export const BankStatement = z.object({
  entries: z.array(z.object({ kind: z.string(), reference: z.string(), amount_minor: z.int(), booked_at: Instant })),
});
export const BankRefusal = z.object({ code: z.string() });

/** The bank's webhook payload; unknown types are accepted and ignored. */
export const ProviderWebhook = z.object({
  event_id: z.string().check(z.regex(/^[\w.-]{1,300}$/)),
  type: z.string().check(z.maxLength(64)),
  reference: z.string().check(z.regex(/^[\w-]{1,64}$/)),
});

export type BankCharge = z.infer<typeof BankCharge>;
export type BankStatement = z.infer<typeof BankStatement>;
export type ProviderWebhook = z.infer<typeof ProviderWebhook>;
