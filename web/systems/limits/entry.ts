// The map's entry for a planned system.
import { planned } from '../../shell/system.ts';

export const entry = planned('Infrastructure', { name: 'Rate limiting', design: 'Fair shares for every caller.' });
