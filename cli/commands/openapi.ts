// `npm run openapi`.
import { writeFile } from 'node:fs/promises';
import { topCommand } from '../command.ts';

export const command = topCommand('openapi', 'Generate', 'Write docs/openapi.json from the contracts').action(
  async () => {
    const { documentFile, openapiText } = await import('../../bin/openapi.ts');
    await writeFile(documentFile, await openapiText());
  },
);
