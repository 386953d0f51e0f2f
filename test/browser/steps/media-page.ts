// The media page's steps.
import type { Page } from 'playwright-core';

const uploadRegion = (page: Page) => page.getByRole('region', { name: 'Upload pictures and videos' });

export const fileField = (page: Page) => page.getByLabel('Choose files or drop them here');

/** Drops the file as a user would with the mouse. */
export async function drop(page: Page, name: string, type: string, bytes: Buffer): Promise<void> {
  const files = await page.evaluateHandle(
    ([base64, fileName, mimeType]) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(String(base64)), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([content], String(fileName), { type: String(mimeType) }));
      return transfer;
    },
    [bytes.toString('base64'), name, type],
  );
  await uploadRegion(page).dispatchEvent('drop', { dataTransfer: files });
}
