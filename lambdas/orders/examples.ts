// Examples of the orders service in the API document.

export const path = { orderId: '4fQb0yTz6mYkX1cWd8Ra' };
const line = {
  productId: 'p-olive-oil',
  merchantId: 'm-1',
  name: 'Olive oil, 0.5 l',
  quantity: 2,
  priceCents: 890,
};
export const summary = {
  ...path,
  status: 'CONFIRMED',
  lines: [line],
  totalCents: 1780,
  placedAt: '2026-03-01T08:00:00.000Z',
} as const;
export const order = {
  ...summary,
  cancellable: false,
  timeline: [
    { type: 'OrderPlaced', at: '2026-03-01T08:00:00.000Z' },
    { type: 'StockReserved', at: '2026-03-01T08:00:00.410Z' },
    { type: 'PaymentAuthorised', at: '2026-03-01T08:00:00.760Z' },
    { type: 'StockConfirmed', at: '2026-03-01T08:00:00.760Z' },
    { type: 'OrderCommitted', at: '2026-03-01T08:00:00.760Z' },
    { type: 'PaymentCaptured', at: '2026-03-01T08:00:01.020Z' },
    { type: 'OrderConfirmed', at: '2026-03-01T08:00:01.020Z' },
  ],
} as const;
