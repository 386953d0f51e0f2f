// What the map says of a system to come.
import { planned } from '../../shell/system.ts';

export const entry = planned('Social', { name: 'Chat', design: 'Messages in order, over web sockets.' });
