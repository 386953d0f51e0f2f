// What the map says of a system to come.
import { planned } from '../../shell/system.ts';

export const entry = planned('Rides', { name: 'Rides', design: 'Drivers and riders matched by place.' });
