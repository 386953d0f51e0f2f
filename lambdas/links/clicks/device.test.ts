// Kinds of device, by the User-Agents that browsers, bots and messengers send.
import { describe, expect, test } from '@jest/globals';
import { deviceOf } from './device.ts';

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('deviceOf', () => {
  test.each([
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${WEBKIT} Mobile/15E148 Safari/604.1`, 'mobile'],
    [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/131.0 Mobile Safari/537.36`, 'mobile'],
    [`Mozilla/5.0 (Linux; Android 14; SM-X910) ${WEBKIT} Chrome/131.0 Safari/537.36`, 'tablet'],
    [`Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) ${WEBKIT} Mobile/15E148 Safari/604.1`, 'tablet'],
    [`Mozilla/5.0 (Linux; Android 9; KFMAWI) ${WEBKIT} Silk/130.1 like Chrome/130.0 Safari/537.36`, 'tablet'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0 Safari/537.36`, 'desktop'],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`, 'desktop'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'desktop'],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/131.0 Safari/537.36`, 'desktop'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/131.0 Safari/537.36`, 'bot'],
    ['facebookexternalhit/1.1 LinkPreview', 'preview'],
    ['curl/8.5.0', 'bot'],
    ['python-requests/2.32', 'bot'],
    // No browser: it has neither Mozilla nor a comment.
    ['something new', 'bot'],
    ['', 'other'],
    [undefined, 'other'],
  ])('reads %s as %s', (userAgent, device) => {
    expect(deviceOf(userAgent)).toBe(device);
  });
});

describe('a link preview', () => {
  test.each([
    'WhatsApp/2.23.20.0',
    'WhatsApp/2',
    'WhatsApp/2.2336.9 N',
    'TelegramBot (like TwitterBot)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) ${WEBKIT} Version/8.0 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0`,
    'facebookexternalhit/1.1;line-poker/1.0',
    'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984',
    'Twitterbot/1.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Slack-ImgProxy (+https://api.slack.com/robots)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
    'Viber/21.0',
    'Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)',
    'Synapse (bot; +https://github.com/matrix-org/synapse)',
    'Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/) Bot',
    'Bluesky Cardyb/1.1; +mailto:support@bsky.app',
    'Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots',
    'Mattermost-Bot/1.1 LinkUnfurl',
    `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/130 Safari/537.36 Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/)`,
  ])('is %s', (userAgent) => {
    expect(deviceOf(userAgent)).toBe('preview');
  });

  test.each([
    [`Mozilla/5.0 (Linux; Android 13; SM-A546) ${WEBKIT} Chrome/119 Mobile Safari/537.36 WhatsApp/2.23`, 'mobile'],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) ${WEBKIT} Mobile/15E148 Safari Line/13.1.0`, 'mobile'],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) ${WEBKIT} Mobile/15E148 Snapchat/12.60`, 'mobile'],
    [`Mozilla/5.0 (Linux; Android 13; SM-A546) ${WEBKIT} Chrome/119 Mobile Safari/537.36;KAKAOTALK 2410510`, 'mobile'],
    [`Mozilla/5.0 (Linux; Android 14; SM-S918B; wv) ${WEBKIT} Chrome/120 Mobile [FB_IAB/FB4A;FBAV/440.0;]`, 'mobile'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/131.0 Safari/537.36 Teams/24`, 'desktop'],
    ['Slackbot 1.0 (+https://api.slack.com/robots)', 'bot'],
    ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) BingPreview/1.0b', 'bot'],
    ['meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)', 'bot'],
  ])('is not %s: %s', (userAgent, device) => {
    expect(deviceOf(userAgent)).toBe(device);
  });
});

describe('a phone called Cubot', () => {
  test.each([
    '; CUBOT P40',
    '; CUBOT_X18_Plus Build/NRD90M',
    '; CUBOT',
    ';CUBOT X19',
    '; U; cubot S208',
    '; KINGKONG/CUBOT',
    '; CUBOT NOTE S Build/LMY47I; wv',
  ])('is no bot: %s', (model) => {
    expect(deviceOf(`Mozilla/5.0 (Linux; Android 10${model}) ${WEBKIT} Chrome/131.0 Mobile Safari/537.36`)).toBe(
      'mobile',
    );
  });

  test('makes no person of a bot on such a phone', () => {
    expect(deviceOf('Mozilla/5.0 (Linux; Android 10; CUBOT P40) Mobile (compatible; Googlebot/2.1)')).toBe('bot');
  });
});

describe('a bot', () => {
  test.each([
    'GPTBot/1.2',
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) ${WEBKIT} Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)`,
    'Go-http-client/2.0',
    'okhttp/4.12.0',
    'Wget/1.21',
    'axios/1.7.2',
    'Apache-HttpClient/4.5.13 (Java/17)',
    'Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
  ])('is %s', (userAgent) => {
    expect(deviceOf(userAgent)).toBe('bot');
  });
});
