// The rows of moments of media: uploads and their addresses, workers and what they leave, records and quotas.
import { encodeLimits } from '../../../lambdas/media/video/video.ts';
import { all, DAY, end, HOUR, type Moments, SECOND, set } from './ordered-times.ts';

const limit = (name: string) => set('lambdas/media/limits.ts', name, SECOND);
const decided = (name: string, unit = 1) => set('lambdas/media/record/decide.ts', name, unit);
const kept = (name: string) => set('lambdas/media/resources.ts', name, DAY);

const form = limit('grantSeconds');
const parts = limit('partsGrantSeconds');
const settled = set('lambdas/media/media.ts', 'SETTLE_MS');
const killed = Math.max(...['encode-part', 'process-upload', 'finish-captions'].map((name) => end(`media/${name}`)));

export const mediaRows: readonly (readonly [string, Moments])[] = [
  [
    'an encoder is stopped, its worker is killed, what nothing names is tidied',
    [
      ['stopped', encodeLimits.timeoutMs],
      ['killed', killed],
      ['tidied', settled],
    ],
  ],
  [
    'an upload ends, is looked at by its last worker, and is removed by S3 if nothing else did',
    [
      ['a form, and the address of a part, end', form],
      ['the last part ends', parts],
      ['quiet', parts + settled],
      ['the last worker that reads it is given up', parts + settled + decided('GIVE_UP_MS')],
      ['killed', parts + settled + decided('GIVE_UP_MS') + killed],
      ['removed', kept('uploads')],
    ],
  ],
  [
    'a video whose worker died is announced again and given up, while its stream still has it',
    [
      ['killed', killed],
      ['again', decided('AGAIN_MS')],
      ['given up', decided('GIVE_UP_MS')],
      ['gone', Math.min(...all('AWS::Kinesis::Stream', 'RetentionPeriodHours')) * HOUR],
    ],
  ],
  [
    'a copy to the CDN ends before what was made private is withdrawn for the last time',
    [
      ['the request is killed', end('media/http')],
      ['the sweep stops', set('lambdas/media/sweep.ts', 'mostMs')],
      ['it is killed', end('media/sweep')],
      ['withdrawn', settled],
    ],
  ],
  [
    'the files of a rejected upload go before the record that names them',
    [
      ['tidied', settled],
      ['the record goes', decided('REJECTED_DAYS', DAY)],
    ],
  ],
  [
    'a transcript is read before S3 removes it',
    [
      ['captions are given up', settled + decided('GIVE_UP_MS')],
      ['removed', kept('transcripts')],
    ],
  ],
  [
    'the address of a private video holds for what is promised, wherever in its window it was given',
    [
      ['a window', set('lambdas/media/video/playback-token.ts', 'WINDOW_SECONDS', SECOND)],
      ['less than what is promised', HOUR - 1],
      ['promised', set('lambdas/media/video/playback-token.ts', 'PROMISED_SECONDS', SECOND)],
    ],
  ],
  [
    'a day of videos is over before it is forgotten',
    [
      ['over', DAY],
      ['forgotten', set('lambdas/shared/tables/day-sum.ts', 'KEEP_SECONDS', SECOND)],
    ],
  ],
];
