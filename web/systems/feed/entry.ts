// The map's entry for a planned system.
import { planned } from '../../shell/system.ts';

export const entry = planned('Social', { name: 'Feed', design: 'Posts fanned out to followers.' });
