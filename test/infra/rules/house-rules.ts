// All rules of the house.
import { brickRules } from './brick-rules.ts';
import { consoleRules } from './console-rules.ts';
import { fileRules } from './file-rules.ts';
import { folderRules } from './folder-rules.ts';
import { importRules } from './import-rules.ts';
import { layerRules } from './layer-rules.ts';
import { resourceRules } from './resource-rules.ts';

export const houseRules = [
  ...importRules,
  ...layerRules,
  ...folderRules,
  ...consoleRules,
  ...fileRules,
  ...resourceRules,
  ...brickRules,
];
