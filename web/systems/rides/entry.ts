// The map's entry for a planned system.
import { planned } from '../../shell/system.ts';

export const entry = planned('Rides', { name: 'Rides', design: 'Drivers and riders matched by location.' });
