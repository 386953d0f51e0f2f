// Texts of notifications and mails. Plain sentences; nothing here is escaped.
import type { Kind } from './contract.ts';

/** An event, as far as the wording needs it. */
export interface Facts {
  readonly kind: Kind;
  readonly orderId?: string;
  readonly webhookId?: string;
  readonly totalCents?: number;
  readonly reason?: string;
  readonly url?: string;
}

/** Formats as `€17.80`, using integers only. */
export const euros = (cents: number): string => `€${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

const REASONS: Readonly<Record<string, string>> = {
  OUT_OF_STOCK: 'An item is out of stock.',
  PAYMENT_DECLINED: 'Your payment was declined.',
  PAYMENT_UNAVAILABLE: 'The payment provider could not be reached.',
  CUSTOMER_CANCELLED: 'You cancelled it.',
  TIMED_OUT: 'It took too long. We are sorry.',
};

export interface Words {
  readonly title: string;
  readonly text: string;
}

export function wordsFor({ kind, orderId, totalCents, reason = '', url }: Facts): Words {
  const over = totalCents === undefined ? '' : ` over ${euros(totalCents)}`;
  switch (kind) {
    case 'orderPlaced':
      return {
        title: 'We have your order',
        text: `Thank you for your order ${orderId}. We will tell you as soon as it is confirmed.`,
      };
    case 'orderConfirmed':
      return { title: 'Your order is confirmed', text: `Order ${orderId}${over} is paid and on its way to you.` };
    case 'orderCancelled':
      return {
        title: 'Your order was cancelled',
        text: `Order ${orderId}${over} was cancelled. ${REASONS[reason] ?? ''} Any payment for it is refunded.`,
      };
    case 'webhookDisabled':
      return {
        title: 'Your webhook was disabled',
        text: `We no longer call ${url}: ${reason} When it works again, enable the webhook and replay the failed deliveries.`,
      };
  }
}
