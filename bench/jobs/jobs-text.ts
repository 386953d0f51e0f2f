// Generates inputs of the jobs bench: the same bytes every time, shaped like natural text.

/** Xorshift (Marsaglia 2003): the same numbers on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Draws words by Zipf's law (the n-th has 1/n of the first's share); frequent ones are short, as in natural language. */
function zipf(words: number, next: () => number): () => number {
  const sums = new Float64Array(words);
  let sum = 0;
  for (let i = 0; i < words; i += 1) {
    sum += 1 / (i + 1);
    sums[i] = sum;
  }
  return () => {
    const wanted = next() * sum;
    let [low, high] = [0, words - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Lower-case ASCII words, capitals at the start of lines, commas and full stops: text that every peer counts alike. */
export function zipfText(bytes: number, words = 100_000): Buffer {
  const next = random(20261122);
  const letters = 'etaoinshrdlucmfwypvbgkjqxz';
  const vocabulary = Array.from({ length: words }, (_, rank) => {
    const length = 1 + Math.floor(Math.log2(rank + 2) * (0.4 + 0.5 * next()));
    let word = '';
    for (let i = 0; i < length; i += 1) word += letters[Math.floor(next() * next() * 26)];
    return `${word}${rank % 7 === 0 ? rank.toString(36).replaceAll(/\d/g, 'z') : ''}`;
  });
  const draw = zipf(words, next);
  const text = Buffer.alloc(bytes, ' ');
  let at = 0;
  let column = 0;
  while (at < bytes - 40) {
    let word = vocabulary[draw()] as string;
    if (column === 0) word = `${word[0]?.toUpperCase()}${word.slice(1)}`;
    at += text.write(word, at, 'latin1');
    column += word.length + 1;
    const mark = next();
    if (column > 70) [column] = [0, text.write('\n', at++)];
    else if (mark < 0.05) at += text.write(', ', at);
    else if (mark < 0.08) at += text.write('. ', at);
    else text[at++] = 32;
  }
  text[bytes - 1] = 10;
  return text;
}

/** Lines of nginx's combined format followed by $request_time: 200 clients, 5 routes, two hours. */
export function accessLog(lines: number): string {
  const next = random(7);
  const client = zipf(200, next);
  const routes = ['GET /', 'GET /api/products?page=2', 'GET /api/orders/{}', 'POST /api/orders', 'GET /assets/app.js'];
  const route = zipf(routes.length, next);
  const two = (n: number) => String(n).padStart(2, '0');
  return Array.from({ length: lines }, (_, i) => {
    const second = Math.floor((i * 7200) / lines);
    const time = `${two(10 + Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
    const request = (routes[route()] ?? '').replace('{}', String(Math.floor(next() * 10_000)));
    const status = next() < 0.01 ? 503 : next() < 0.05 ? 404 : 200;
    const took = (Math.exp(next() * 6) / 1000).toFixed(3);
    return `10.0.0.${client()} - - [22/Nov/2026:${time} +0000] "${request} HTTP/1.1" ${status} ${Math.floor(next() * 9000)} "-" "Mozilla/5.0 (X11; Linux)" ${took}\n`;
  }).join('');
}
