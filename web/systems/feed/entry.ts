// What the map says of a system to come.
import { planned } from '../../shell/system.ts';

export const entry = planned('Social', { name: 'Feed', design: 'Posts fanned out to those who follow.' });
