// The map's entry for a planned system.
import { planned } from '../../shell/system.ts';

export const entry = planned('Infrastructure', { name: 'Cache', design: 'Keys spread by consistent hashing.' });
