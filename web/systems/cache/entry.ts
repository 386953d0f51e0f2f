// What the map says of a system to come.
import { planned } from '../../shell/system.ts';

export const entry = planned('Infrastructure', { name: 'Cache', design: 'Keys spread by consistent hashing.' });
