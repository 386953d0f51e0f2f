// The anti-corruption layer: the only file that knows both the monolith's vocabulary and ours. Pure.
import { createHash } from 'node:crypto';
import { MAX_ITEMS, type OrderForm, type OrderReply } from './contract.ts';

/** An order in our terms. */
export interface Wish {
  readonly token: string;
  readonly reference: string;
  readonly paymentMethod: string;
  readonly lines: ReadonlyMap<string, number>;
  /** Hash of the order's content: the same reference with a different fingerprint is an error. */
  readonly fingerprint: string;
}

const paymentMethods: Readonly<Record<string, string>> = {
  '01': 'pm_ok',
  '02': 'pm_declined',
  '03': 'pm_slow',
  '04': 'pm_flaky',
  '05': 'pm_lost_answer',
  '06': 'pm_duplicate_webhook',
  '07': 'pm_early_webhook',
};

/** Replies of the old system by code; rc_txt starts with `text`. */
const codes = {
  taken: { rc: '00', text: 'TAKEN' },
  takenBefore: { rc: '01', text: 'TAKEN BEFORE' },
  form: { rc: '10', text: 'FORM' },
  article: { rc: '20', text: 'ARTICLE' },
  basket: { rc: '22', text: 'BASKET NOT EMPTY' },
  customer: { rc: '30', text: 'CUSTOMER' },
  reference: { rc: '40', text: 'REFERENCE USED' },
  again: { rc: '90', text: 'TRY AGAIN' },
} as const;
export type Code = keyof typeof codes;

/** Parses the form, or names the field that is wrong. A product listed twice becomes one line with the sum. */
export function wishOf(form: OrderForm): Wish | { readonly wrong: string } {
  const fields = form as unknown as Readonly<Record<string, string | undefined>>;
  const lines = new Map<string, number>();
  for (let i = 1; i <= MAX_ITEMS; i += 1) {
    const productId = fields[`itm_${i}`]?.trim();
    if (!productId) continue;
    if (!/^[0-9A-Za-z]{1,64}$/.test(productId)) return { wrong: `itm_${i}` };
    // Old clients omit a quantity of one.
    const quantity = (lines.get(productId) ?? 0) + Number(fields[`qty_${i}`]?.trim() || '1');
    if (quantity < 1 || quantity > 99) return { wrong: `qty_${i}` };
    lines.set(productId, quantity);
  }
  const paymentMethod = paymentMethods[form.pay_cd];
  if (!paymentMethod) return { wrong: 'pay_cd' };
  if (lines.size === 0) return { wrong: 'itm_1' };
  const ordered = JSON.stringify([paymentMethod, [...lines].sort(([a], [b]) => (a < b ? -1 : 1))]);
  return {
    token: form.cust_tok,
    reference: form.ord_ref,
    paymentMethod,
    lines,
    fingerprint: createHash('sha256').update(ordered).digest('base64url'),
  };
}

export const replyOf = (code: Code, detail = '', orderId = ''): OrderReply => ({
  rc: codes[code].rc,
  rc_txt: [codes[code].text, detail].filter(Boolean).join(': '),
  ord_no: orderId,
  ord_st: orderId === '' ? ' ' : 'P',
});

/** Owner of a token. Call it only with a token that the API has just accepted: nothing is verified here. */
export function ownerOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub?: string };
  if (!claims.sub) throw new Error('The API accepted a token without a subject');
  return claims.sub;
}
