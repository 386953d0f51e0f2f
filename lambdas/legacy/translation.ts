// The anti-corruption layer: the monolith's words on one side, ours on the other, and no third file knows both. Pure.
import { createHash } from 'node:crypto';
import { MAX_ITEMS, type OrderForm, type OrderReply } from './contract.ts';

/** An order in our words. */
export interface Wish {
  readonly token: string;
  readonly reference: string;
  readonly paymentMethod: string;
  readonly lines: ReadonlyMap<string, number>;
  /** Of all that is ordered: the same reference with another one is a mistake. */
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

/** What the old system says, by its code; `text` begins rc_txt. */
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

/** The wish, or what is wrong with the form. A product named twice is ordered once, with both quantities. */
export function wishOf(form: OrderForm): Wish | { readonly wrong: string } {
  const fields = form as unknown as Readonly<Record<string, string | undefined>>;
  const lines = new Map<string, number>();
  for (let i = 1; i <= MAX_ITEMS; i += 1) {
    const productId = fields[`itm_${i}`]?.trim();
    if (!productId) continue;
    if (!/^[0-9A-Za-z]{1,64}$/.test(productId)) return { wrong: `itm_${i}` };
    // The old clients leave the quantity out when it is one.
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

/** Whose token this is. Only to be asked of a token that the API has just taken: nothing is verified here. */
export function ownerOf(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub?: string };
  if (!claims.sub) throw new Error('The API took a token without a subject');
  return claims.sub;
}
