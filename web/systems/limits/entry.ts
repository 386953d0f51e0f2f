// What the map says of a system to come.
import { planned } from '../../shell/system.ts';

export const entry = planned('Infrastructure', { name: 'Rate limiting', design: 'Fair shares for every caller.' });
