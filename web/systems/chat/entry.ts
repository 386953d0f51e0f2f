// The map's entry for a planned system.
import { planned } from '../../shell/system.ts';

export const entry = planned('Social', { name: 'Chat', design: 'Messages in order, over WebSockets.' });
