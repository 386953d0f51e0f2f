// The kind of device behind a User-Agent. Only the counter reads it: the list of bots takes 3 ms to load, for which no
// visitor waits.
import { isbot } from 'isbot';
import type { Device } from '../contract.ts';

/**
 * Programs that fetch a link to show a card of it in a conversation, by the names that their makers document (Signal says
 * WhatsApp, iMessage facebookexternalhit). A messenger's own browser names the messenger after a device: that is a person.
 */
const PREVIEW = new RegExp(
  [
    '^(?:whatsapp|viber|zalo|snap url preview|iframely|embedly)\\b',
    '^bluesky cardyb|google-pagerenderer|synapse \\(bot|mastodon/|link-?preview|linkunfurl|uripreview',
    'facebookexternalhit|facebot|twitterbot|telegrambot|discordbot|linkedinbot|vkshare|kakaotalk-scrap|line-poker',
    'slackbot-linkexpanding|slack-imgproxy',
  ].join('|'),
  'i',
);

/** Deliberately coarse: enough for a chart, too little for a fingerprint. */
export function deviceOf(userAgent: string | undefined): Device {
  if (!userAgent) return 'other';
  if (PREVIEW.test(userAgent)) return 'preview';
  // A maker of phones, which the list spares in most spellings only.
  if (isbot(userAgent.replace(/cubot/gi, 'phone'))) return 'bot';
  if (/ipad|tablet|kindle|silk|android(?!.*mobile)/i.test(userAgent)) return 'tablet';
  if (/mobi|iphone|ipod/i.test(userAgent)) return 'mobile';
  return /windows|macintosh|x11|linux|cros/i.test(userAgent) ? 'desktop' : 'other';
}
