// Contract of the legacy service: the monolith's order form, field for field, so that its clients need not change.
import * as z from 'zod/mini';
import { route, text } from '../shared/base/contract.ts';
import { tables } from './resources.ts';

export { bindings } from './resources.ts';

export const MAX_ITEMS = 20;

const numbered = <Schema extends z.ZodMiniType>(name: string, schema: Schema): Record<string, Schema> =>
  Object.fromEntries(Array.from({ length: MAX_ITEMS }, (_, i) => [`${name}_${i + 1}`, schema]));

/** Every value is a string, as in any form. Input that the old system silently accepted is refused with its own codes. */
export const OrderForm = z.object({
  /** The customer's access token. */
  cust_tok: text(1, 4096),
  /** The client's order number: the same number is the same order. */
  ord_ref: z.string().check(z.regex(/^[0-9A-Za-z./_-]{1,40}$/)),
  /** 01: a good card; 02 and up: the other test cards. */
  pay_cd: z.string().check(z.regex(/^\d{2}$/)),
  ...numbered('itm', z.optional(text(0, 64))),
  ...numbered('qty', z.optional(z.string().check(z.regex(/^\d{0,4}$/)))),
});

export const OrderReply = z.object({
  /** 00 accepted, 01 accepted before; else nothing is ordered: 10 form, 20 article, 22 basket, 30 customer, 40 reference, 90 try again. */
  rc: z.string(),
  rc_txt: z.string(),
  /** The shop's order id. */
  ord_no: z.string(),
  /** P for pending; a blank when there is no order. */
  ord_st: z.string(),
});

export type OrderForm = z.infer<typeof OrderForm>;
export type OrderReply = z.infer<typeof OrderReply>;

export const contract = {
  service: 'legacy',
  tables,
  routes: {
    order: route('POST /legacy/orders', {
      summary: "The monolith's order form, translated into a cart and an order; always 200, the outcome is in rc",
      auth: 'none',
      encoding: 'form',
      body: OrderForm,
      status: 200,
      response: OrderReply,
      limit: 'write',
      example: {
        body: { cust_tok: 'eyJraWQ', ord_ref: 'A-2041', pay_cd: '01', itm_1: '7hTq2LkXv0PzRb4m', qty_1: '002' },
        response: { rc: '00', rc_txt: 'TAKEN', ord_no: '4fQb0yTz6mYkX1cWd8Ra', ord_st: 'P' },
      },
    }),
  },
} as const;
